#include "model/workspace/rowlist.h"
#include "tests/model/edit/editing.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;
using namespace persistence::tests;

namespace {

/// The key shapes of all apps, one a line: "poll: misc + room 2".
QStringList shapesOf(const Workspace &workspace)
{
    const auto reader = workspace.reader().value();
    QStringList lines;
    const auto apps = reader->apps().value();
    for (const AppSummary &app : apps) {
        const auto shapes = reader->keyShapes(app.row).value();
        for (const KeyShapeSummary &shape : shapes) {
            QStringList parts;
            for (const auto &part : shape.parts)
                parts.append(part.kind == ModelKind::NoKey        ? u"none"_s
                             : part.kind == ModelKind::Unreadable ? u"unreadable"_s
                                                                  : QString::fromUtf8(part.name));
            if (shape.isCut)
                parts.append(u"…"_s);
            lines.append(u"%1: %2 %3"_s.arg(QString::fromUtf8(app.appId), parts.join(u" + "_s), QString::number(shape.records)));
        }
    }
    return lines;
}

/// How many records the groups of all key shapes list, each of them once.
qsizetype listedRecords(const Workspace &workspace)
{
    const auto reader = workspace.reader().value();
    Progress progress;
    QSet<qint64> rows;
    qsizetype count = 0;
    const auto apps = reader->apps().value();
    for (const AppSummary &app : apps) {
        const auto shapes = reader->keyShapes(app.row).value();
        for (const KeyShapeSummary &shape : shapes) {
            const auto records = reader->records({app.row, {}, {}, shape.row}, progress).value();
            if (qint64(records.size()) != shape.records || !std::is_sorted(records.begin(), records.end()))
                return -1;
            count += qsizetype(records.size());
            for (const RecordRow row : records)
                rows.insert(row.value);
        }
    }
    return rows.size() == count ? count : -1;
}

QStringList verified(const Workspace &workspace)
{
    Progress progress;
    return workspace.verify(progress).value();
}

QByteArray manyRecords(int first, int count)
{
    QByteArray lines;
    for (int i = first; i < first + count; ++i)
        lines += record("id" + QByteArray::number(i), "poll", i % 3 == 0 ? "misc a,room GENERAL" : "misc a");
    return lines;
}

} // namespace

class KeyShapesTest final : public QObject
{
    Q_OBJECT

private slots:
    void rowListsComeBackAsTheyWere();
    void damagedRowListsEndWhereTheDamageIs();
    void eachOrderOfModelsIsAShapeOfItsOwn();
    void aVeryLongKeyIsCut();
    void modelsBehindTheCutAreCountedToo();
    void listsOfManyRecordsAreWholeAfterAnImportIntoThem();
    void followsEditsOfKeysAndDeletions();
    void leavesOutWhatAnImportReplaced();
};

void KeyShapesTest::rowListsComeBackAsTheyWere()
{
    const std::vector<qint64> rows = {5, 6, 133, 134, 1'000'000, qint64(1) << 40};
    RowListWriter writer(rows.front());
    for (const qint64 row : rows)
        writer.append(row);
    QCOMPARE(readRowList(writer.first(), writer.bytes()), rows);
    QCOMPARE(writer.bytes().size(), 1 + 1 + 1 + 1 + 3 + 6);
}

void KeyShapesTest::damagedRowListsEndWhereTheDamageIs()
{
    const std::vector<qint64> two = {5, 6};
    QCOMPARE(readRowList(5, QByteArray("\0\1\0\1", 4)), two);                      // the same number again
    QCOMPARE(readRowList(5, QByteArray("\0\1\x80", 3)), two);                      // ends inside a number
    QCOMPARE(readRowList(5, QByteArray("\0\1", 2) + QByteArray(12, '\xff')), two); // longer than a number can be
    QVERIFY(readRowList(5, QByteArray("\1", 1)).empty());                          // does not begin where it should
    QVERIFY(readRowList(-5, QByteArray("\0\1", 2)).empty());
}

void KeyShapesTest::eachOrderOfModelsIsAShapeOfItsOwn()
{
    const SmallWorkspace file(record("r1", "poll", "misc a,room GENERAL") + record("r2", "poll", "misc b,room R2") +
                              record("r3", "poll", "room R2,misc b") + record("r4", "poll", "misc a,room R2,misc b") +
                              record("r5", "poll", "") + record("r6", "quiz", "misc a") +
                              R"({"_id":"r7","appId":"quiz","associations":[{"id":"a","model":"misc"}],"data":{}})" + "\n");
    QCOMPARE(shapesOf(*file.workspace()), QStringList({u"poll: misc + room 2"_s, u"poll: misc + room + misc 1"_s, u"poll: room + misc 1"_s,
                                                       u"poll: none 1"_s, u"quiz: misc 1"_s, u"quiz: unreadable 1"_s}));
    QCOMPARE(listedRecords(*file.workspace()), 7);
}

void KeyShapesTest::aVeryLongKeyIsCut()
{
    QByteArray key = "misc a";
    for (int i = 0; i < 40; ++i)
        key += ",room R" + QByteArray::number(i);
    const SmallWorkspace file(record("r1", "poll", key) + record("r2", "poll", key + ",user u"));
    QCOMPARE(shapesOf(*file.workspace()), QStringList(u"poll: misc + "_s + QStringList(15, u"room"_s).join(u" + "_s) + u" + … 2"_s));
}

void KeyShapesTest::modelsBehindTheCutAreCountedToo()
{
    const QByteArray rooms =
        "room a,room b,room c,room d,room e,room f,room g,room h,room i,room j,room k,room l,room m,room n,room o,room p";
    // Of the three with one id only the last one stays.
    const SmallWorkspace file(record("r1", "poll", rooms + ",user u,user v") + record("r1", "poll", rooms + ",file f") +
                              record("r1", "poll", rooms + ",user u") + record("r2", "poll", rooms + ",misc m"));
    const auto reader = file.workspace()->reader().value();
    QStringList counts;
    const auto models = reader->models(reader->apps().value().first().row).value();
    for (const ModelSummary &model : models)
        counts.append(u"%1 %2"_s.arg(QString::fromUtf8(model.name), QString::number(model.records)));
    counts.sort();
    QCOMPARE(counts, QStringList({u"misc 1"_s, u"room 2"_s, u"user 1"_s}));
    QCOMPARE(verified(*file.workspace()), QStringList());
}

void KeyShapesTest::listsOfManyRecordsAreWholeAfterAnImportIntoThem()
{
    SmallWorkspace file(manyRecords(0, 6'000));
    file.import(manyRecords(6'000, 4'000));
    QCOMPARE(shapesOf(*file.workspace()), QStringList({u"poll: misc 6666"_s, u"poll: misc + room 3334"_s}));
    QCOMPARE(listedRecords(*file.workspace()), 10'000);
    QCOMPARE(verified(*file.workspace()), QStringList());
}

void KeyShapesTest::followsEditsOfKeysAndDeletions()
{
    SmallWorkspace file(manyRecords(0, 9));
    Session session(file.workspace());
    const auto reader = file.workspace()->reader().value();
    const Record moved = reader->record(reader->findRecords(RecordId::candidates(u"id1"_s).first())->front()).value();
    const KeyItem user{"user", "u1"};
    const auto key = setKey(moved, std::span(&user, 1));
    QVERIFY(session.apply(editOf(u"key"_s, moved, *key)).isOk());
    QCOMPARE(shapesOf(*file.workspace()), QStringList({u"poll: misc 5"_s, u"poll: misc + room 3"_s, u"poll: user 1"_s}));
    const Record now = reader->record(moved.row).value();
    QVERIFY(session.apply(deletionOf(std::span(&now, 1))).isOk());
    QCOMPARE(shapesOf(*file.workspace()), QStringList({u"poll: misc 5"_s, u"poll: misc + room 3"_s}));
    Progress progress;
    QVERIFY(session.undo(progress).isOk());
    QVERIFY(session.undo(progress).isOk());
    QCOMPARE(shapesOf(*file.workspace()), QStringList({u"poll: misc 6"_s, u"poll: misc + room 3"_s}));
    QCOMPARE(listedRecords(*file.workspace()), 9);
    QCOMPARE(verified(*file.workspace()), QStringList());
}

void KeyShapesTest::leavesOutWhatAnImportReplaced()
{
    const SmallWorkspace file(manyRecords(0, 5'000) + record("id3", "poll", "user u") + record("id4", "poll", "user u"));
    QCOMPARE(shapesOf(*file.workspace()), QStringList({u"poll: misc 3332"_s, u"poll: misc + room 1666"_s, u"poll: user 2"_s}));
    QCOMPARE(listedRecords(*file.workspace()), 5'000);
    QCOMPARE(verified(*file.workspace()), QStringList());
}

QTEST_GUILESS_MAIN(KeyShapesTest)
#include "tst_keyshapes.moc"
