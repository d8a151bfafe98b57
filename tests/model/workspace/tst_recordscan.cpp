#include "model/workspace/recordscan.h"
#include "tests/model/edit/editing.h"
#include "tests/support/random.h"
#include "tests/support/smallworkspace.h"

#include <QFile>
#include <QTest>

#include <map>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;
using namespace persistence::tests;

namespace {

constexpr RecordRow kFirst{1};
constexpr RecordRow kEnd{1'000'000};
constexpr qsizetype kPageSize = 8192;

/// A record of any size; about every tenth needs more than one page, and every thirteenth has the rare text.
QByteArray sizedRecord(Random &random, qint64 number)
{
    const qint64 size = random.chance(10) ? random.below(100'000) : random.below(1'500);
    QByteArray text(size, char('a' + random.below(26)));
    if (number % 13 == 0)
        text += "RARE text";
    return record("id" + QByteArray::number(number), "app-" + QByteArray::number(random.below(5)), "room R1", R"({"t":")" + text + R"("})");
}

QByteArray sizedRecords(qint64 first, qint64 count)
{
    Random random(quint64(first) + 1);
    QByteArray lines;
    for (qint64 i = first; i < first + count; ++i)
        lines += sizedRecord(random, i);
    return lines;
}

/// What a scan gave: row, collection, checksum and document of each record.
struct Seen
{
    std::vector<std::tuple<qint64, Collection, quint64, QByteArray>> records;
    std::optional<ErrorKind> error;

    bool operator==(const Seen &) const = default;
};

template <typename Scan>
Seen seen(Scan scan)
{
    Seen seen;
    Progress progress;
    const Result<void> done = scan(progress, [&](const StoredRecord &record) {
        seen.records.emplace_back(record.row.value, record.collection, record.checksum, record.body.toByteArray());
        return true;
    });
    if (!done)
        seen.error = done.error().kind;
    return seen;
}

Seen seenIn(RecordScan &scan, RecordRow first = kFirst, RecordRow end = kEnd)
{
    return seen([&](Progress &progress, const RecordScan::Receive &receive) { return scan.range(first, end, progress, receive); });
}

Seen listedIn(RecordScan &scan, std::span<const RecordRow> rows)
{
    return seen([&](Progress &progress, const RecordScan::Receive &receive) { return scan.list(rows, progress, receive); });
}

std::unique_ptr<RecordScan> scanBySql(const Workspace &workspace)
{
    return RecordScan::open(workspace).value();
}

std::unique_ptr<RecordScan> scanByPages(const Workspace &workspace, RecordScan::Glance glance = {})
{
    auto scan = RecordScan::open(workspace).value();
    if (const auto begun = scan->readByPages(std::move(glance)); !begun)
        qFatal("%s", qPrintable(begun.error().message));
    return scan;
}

/// How many records are on pages that can be read past SQL: with a glance that never sees anything, all of them are passed over.
qint64 recordsOnReadPages(const Workspace &workspace)
{
    const auto scan = scanByPages(workspace, [](QByteArrayView) { return false; });
    (void)seenIn(*scan);
    return scan->takePassed().records;
}

/// Records that do not fit on their page are not passed over.
qint64 smallRecords(const Seen &all)
{
    return std::count_if(all.records.begin(), all.records.end(),
                         [](const auto &record) { return std::get<QByteArray>(record).size() < kPageSize - 100; });
}

std::vector<Record> everyThird(const Workspace &workspace, const Seen &all)
{
    const auto reader = workspace.reader().value();
    std::vector<Record> records;
    for (size_t i = 0; i < all.records.size(); i += 3)
        records.push_back(reader->record({std::get<0>(all.records[i])}).value());
    return records;
}

/// Changes bytes of a file behind SQLite's back.
void writeAt(const QString &path, qint64 offset, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite | QIODevice::Unbuffered) || !file.seek(offset) || file.write(bytes) != bytes.size())
        qFatal("cannot change the file");
}

QByteArray readAt(const QString &path, qint64 offset, qint64 size)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(offset))
        qFatal("cannot read the file");
    return file.read(size);
}

} // namespace

class RecordScanTest : public QObject
{
    Q_OBJECT

private slots:
    void readsByPagesWhatItReadsBySql();
    void readsPartsAndListsByPages();
    void passesOverPagesWithoutTheText();
    void stopsAtOnceWhenTheReceiverHasEnough();
    void seesWhatOnlyTheLogHolds();
    void seesTheStateInWhichItBegan();
    void passesOverDeletedRecordsAndFreePages();
    void readsAFileThatCannotBeWritten();
    void reportsADamagedPageAsBefore();
    void survivesAnyDamage();
};

void RecordScanTest::readsByPagesWhatItReadsBySql()
{
    for (const qint64 count : {0, 1, 30, 3'000}) {
        const SmallWorkspace file(sizedRecords(0, count));
        const Seen expected = seenIn(*scanBySql(*file.workspace()));
        QCOMPARE(qint64(expected.records.size()), count);
        QCOMPARE(seenIn(*scanByPages(*file.workspace())), expected);
        QVERIFY(recordsOnReadPages(*file.workspace()) >= smallRecords(expected));
    }
}

void RecordScanTest::readsPartsAndListsByPages()
{
    const SmallWorkspace file(sizedRecords(0, 2'000));
    const auto bySql = scanBySql(*file.workspace()), byPages = scanByPages(*file.workspace());
    Random random(7);
    for (int i = 0; i < 200; ++i) {
        const RecordRow first{random.below(2'100)}, end{first.value + random.below(100)};
        QCOMPARE(seenIn(*byPages, first, end), seenIn(*bySql, first, end));
        std::vector<RecordRow> rows;
        for (RecordRow row = first; row < end; row.value += 1 + random.below(20))
            rows.push_back(row);
        QCOMPARE(listedIn(*byPages, rows), listedIn(*bySql, rows));
        std::reverse(rows.begin(), rows.end());
        QCOMPARE(listedIn(*byPages, rows), listedIn(*bySql, rows));
    }
}

void RecordScanTest::passesOverPagesWithoutTheText()
{
    const SmallWorkspace file(sizedRecords(0, 3'000));
    const auto hasText = [](QByteArrayView bytes) { return QByteArray::fromRawData(bytes.data(), bytes.size()).contains("RARE"); };
    const Seen all = seenIn(*scanBySql(*file.workspace()));
    const auto scan = scanByPages(*file.workspace(), hasText);
    const Seen rest = seenIn(*scan);
    QVERIFY(rest.records.size() < all.records.size());
    QCOMPARE(qint64(rest.records.size()) + scan->takePassed().records, qint64(all.records.size()));
    QCOMPARE(scan->takePassed().records, 0);
    const auto withText = [&](const Seen &seen) {
        return std::count_if(seen.records.begin(), seen.records.end(), [&](const auto &one) { return hasText(std::get<QByteArray>(one)); });
    };
    QVERIFY(withText(all) > 200);
    QCOMPARE(withText(rest), withText(all));
}

void RecordScanTest::stopsAtOnceWhenTheReceiverHasEnough()
{
    const SmallWorkspace file(sizedRecords(0, 500));
    Progress progress;
    int count = 0;
    const auto scan = scanByPages(*file.workspace());
    const auto takeTen = [&](const StoredRecord &) { return ++count < 10; };
    QVERIFY(scan->range(kFirst, kEnd, progress, takeTen).isOk());
    QCOMPARE(count, 10);
    progress.cancel();
    QCOMPARE(scan->range(kFirst, kEnd, progress, takeTen).error().kind, ErrorKind::Cancelled);
    QCOMPARE(count, 10);
}

void RecordScanTest::seesWhatOnlyTheLogHolds()
{
    // So many that the tree has inner pages below its top. An edit that makes room for itself changes one of them, and the first such one
    // in a full page the top as well.
    constexpr int kRecords = 16'000;
    QByteArray lines;
    for (int i = 0; i < kRecords; ++i)
        lines += record("id" + QByteArray::number(i), "app", "room R1", R"({"t":")" + QByteArray(400, 'x') + R"("})");
    SmallWorkspace file(lines);
    Session session(file.workspace());
    const auto reader = file.workspace()->reader().value();
    for (const qint64 row : {1, 20, 40, 30, 10}) {
        if (row == 30)
            file.workspace()->writeLogToFile();
        const Record before = reader->record({row}).value();
        QByteArray after = before.body;
        QVERIFY(session.apply(editOf(u"edit"_s, before, after.replace("R1", "R2"))).isOk());
    }
    QVERIFY(QFileInfo(file.workspace()->path() + u"-wal"_s).size() > 0);
    const Seen edited = seenIn(*scanBySql(*file.workspace()));
    QCOMPARE(seenIn(*scanByPages(*file.workspace())), edited);
    const qint64 byPages = recordsOnReadPages(*file.workspace());
    QVERIFY(byPages > 1'000);
    QVERIFY(byPages < kRecords);

    file.import(sizedRecords(kRecords, 50));
    const Seen expected = seenIn(*scanBySql(*file.workspace()));
    QCOMPARE(expected.records.size(), size_t(kRecords + 50));
    QCOMPARE(seenIn(*scanByPages(*file.workspace())), expected);

    file.workspace()->writeLogToFile();
    QCOMPARE(seenIn(*scanByPages(*file.workspace())), expected);
    QVERIFY(recordsOnReadPages(*file.workspace()) >= kRecords);
}

void RecordScanTest::seesTheStateInWhichItBegan()
{
    SmallWorkspace file(sizedRecords(0, 2'000));
    const Seen before = seenIn(*scanBySql(*file.workspace()));
    const auto early = scanByPages(*file.workspace());
    // More than the log takes before it is written into the file.
    file.import(sizedRecords(2'000, 2'000));
    const auto late = scanByPages(*file.workspace());
    Session session(file.workspace());
    const auto gone = everyThird(*file.workspace(), before);
    QVERIFY(session.apply(deletionOf(gone)).isOk());

    QCOMPARE(seenIn(*early), before);
    QCOMPARE(seenIn(*late).records.size(), size_t(4'000));
    const Seen now = seenIn(*scanBySql(*file.workspace()));
    QCOMPARE(now.records.size(), 4'000 - gone.size());
    QCOMPARE(seenIn(*scanByPages(*file.workspace())), now);
}

void RecordScanTest::passesOverDeletedRecordsAndFreePages()
{
    const SmallWorkspace file(sizedRecords(0, 3'000));
    Session session(file.workspace());
    const Seen all = seenIn(*scanBySql(*file.workspace()));
    QVERIFY(session.apply(deletionOf(everyThird(*file.workspace(), all))).isOk());
    std::vector<Record> middle;
    const auto reader = file.workspace()->reader().value();
    for (qint64 row = 1'000; row < 2'000; ++row) {
        if ((row - 1) % 3 != 0)
            middle.push_back(reader->record({row}).value());
    }
    QVERIFY(session.apply(deletionOf(middle)).isOk());
    const Seen expected = seenIn(*scanBySql(*file.workspace()));
    QVERIFY(expected.records.size() < size_t(1'500));
    QCOMPARE(seenIn(*scanByPages(*file.workspace())), expected);
    const RecordRow gone[] = {{1}, {1'500}, {2'999}, {3'000}, {3'001}};
    QCOMPARE(listedIn(*scanByPages(*file.workspace()), gone), listedIn(*scanBySql(*file.workspace()), gone));
}

void RecordScanTest::readsAFileThatCannotBeWritten()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"copy.pbw"_s);
    const SmallWorkspace file(sizedRecords(0, 1'000));
    const Seen expected = seenIn(*scanBySql(*file.workspace()));
    Progress progress;
    QVERIFY(file.workspace()->copyTo(path, progress).isOk());
    for (const auto access : {Workspace::Access::ReadOnly, Workspace::Access::ReadWrite}) {
        QVERIFY(
            QFile::setPermissions(path, access == Workspace::Access::ReadOnly ? QFile::ReadOwner : QFile::ReadOwner | QFile::WriteOwner));
        const auto workspace = Workspace::open(path, access).value();
        QCOMPARE(seenIn(*scanByPages(*workspace)), expected);
        QVERIFY(recordsOnReadPages(*workspace) >= smallRecords(expected));
    }
}

void RecordScanTest::reportsADamagedPageAsBefore()
{
    const SmallWorkspace file(sizedRecords(0, 1'000));
    const QString path = file.workspace()->path();
    const Seen all = seenIn(*scanBySql(*file.workspace()));
    const QByteArray needle = std::get<QByteArray>(all.records[500]).first(60);
    QFile content(path);
    QVERIFY(content.open(QIODevice::ReadOnly));
    const qint64 page = content.readAll().lastIndexOf(needle) / kPageSize * kPageSize;
    QVERIFY(page > 0);
    QCOMPARE(readAt(path, page, 1), "\x0d");
    for (const auto &[offset, bytes] : std::initializer_list<std::pair<int, QByteArray>>{
             {0, "\x05"},                 // an inner page
             {3, QByteArray("\xff\xff")}, // too many cells
             {8, QByteArray("\xff\xf0")}, // the first cell beyond the page
             {8, QByteArray(2, '\0')},    // and in the header
         }) {
        const QByteArray sound = readAt(path, page + offset, bytes.size());
        writeAt(path, page + offset, bytes);
        const Seen damaged = seenIn(*scanBySql(*file.workspace()));
        QCOMPARE(damaged.error, ErrorKind::Damaged);
        QCOMPARE(seenIn(*scanByPages(*file.workspace())), damaged);
        QCOMPARE(seenIn(*scanByPages(*file.workspace(), [](QByteArrayView) { return false; })).error, damaged.error);
        writeAt(path, page + offset, sound);
    }
    QCOMPARE(seenIn(*scanByPages(*file.workspace())), all);
}

void RecordScanTest::survivesAnyDamage()
{
    const SmallWorkspace file(sizedRecords(0, 400));
    const QString path = file.workspace()->path();
    std::map<quint64, QByteArray> sound;
    for (const auto &record : seenIn(*scanBySql(*file.workspace())).records)
        sound.insert({std::get<quint64>(record), std::get<QByteArray>(record)});
    const qint64 size = QFileInfo(path).size();
    Random random(3);
    int harmed = 0;
    for (int i = 0; i < 300; ++i) {
        // Mostly where the structure of a page is.
        const qint64 page = kPageSize * (1 + random.below(size / kPageSize - 1));
        const qint64 offset = page + (random.chance(70) ? random.below(60) : random.below(kPageSize - 4));
        const QByteArray before = readAt(path, offset, 2);
        QByteArray after;
        while (after.size() < before.size())
            after += random.chance(30) ? '\xff' : char(random.next());
        writeAt(path, offset, after);
        const Seen damaged = seenIn(*scanByPages(*file.workspace()));
        harmed += damaged.error ? 1 : 0;
        for (const auto &[row, collection, checksum, body] : damaged.records) {
            if (StoredRecord{{row}, collection, body, checksum}.isSound())
                QVERIFY(sound[checksum] == body);
        }
        (void)seenIn(*scanByPages(*file.workspace(), [](QByteArrayView) { return false; }));
        writeAt(path, offset, before);
    }
    QVERIFY(harmed > 10);
    QCOMPARE(seenIn(*scanByPages(*file.workspace())).records.size(), size_t(400));
}

QTEST_GUILESS_MAIN(RecordScanTest)
#include "tst_recordscan.moc"
