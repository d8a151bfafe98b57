#include "model/bson/extendedjsonwriter.h"
#include "model/bson/isodate.h"
#include "tests/model/sources/sourcereading.h"
#include "tests/support/dumpwriter.h"

#include <QTest>

using namespace persistence;

namespace {

/// How much a format promises about damage.
enum Promise {
    LosesOne,     ///< one flipped bit costs one record, at most two
    TellsLoss,    ///< a flipped bit may cost more, but never unnoticed
    KeepsNothing, ///< a cut in the text of a cell cannot be seen
};

QByteArray archiveWith(const QByteArrayList &records)
{
    return archiveOf({{"rocketchat", "rocketchat_statistics", makeOthers(int(records.size()))},
                      {"rocketchat", "rocketchat_apps_persistence", records},
                      {"rocketchat", "rocketchat_avatars", {}}},
                     3);
}

QByteArrayList jsonOf(const QByteArrayList &records, bson::JsonMode mode)
{
    QByteArrayList texts;
    for (const QByteArray &record : records) {
        QByteArray text;
        bson::writeExtendedJson(bson::DocumentView(record), {mode, 0}, text);
        texts.append(text);
    }
    return texts;
}

QByteArray csvCell(const bson::Element &value)
{
    QByteArray text;
    bson::writeExtendedJson(value, {bson::JsonMode::Canonical, 0}, text);
    return '"' + text.replace("\"", "\"\"") + '"';
}

QByteArray csvOf(const QByteArrayList &records)
{
    QByteArray csv("_id,appId,associations,data,_updatedAt\r\n");
    for (const QByteArray &record : records) {
        const bson::DocumentView document(record);
        csv += document.find("_id")->toText().toByteArray() + ',' + document.find("appId")->toText().toByteArray() + ',';
        csv += csvCell(*document.find("associations")) + ',' + csvCell(*document.find("data")) + ',';
        bson::appendIsoDate(csv, document.find("_updatedAt")->toDate());
        csv += "\r\n";
    }
    return csv;
}

QByteArray utf16Of(const QByteArray &text)
{
    const QString units = QChar(QChar::ByteOrderMark) + QString::fromUtf8(text);
    return {reinterpret_cast<const char *>(units.utf16()), units.size() * 2};
}

} // namespace

/// The promises that every source keeps, whatever its format.
class RecordSourceTest final : public QObject
{
    Q_OBJECT

private slots:
    void givesTheSameRecords_data() { addFormats(50); }
    void givesTheSameRecords()
    {
        QFETCH(QByteArray, bytes);
        const Reading reading = readBytes(bytes);
        QCOMPARE(reading.error, QString());
        QCOMPARE(reading.incompleteReason, QString());
        QVERIFY(reading.faults().isEmpty());
        QCOMPARE(reading.documents(), makeRecords(50));
        QCOMPARE(reading.bytesTotal, bytes.size());
        QCOMPARE(reading.bytesRead, bytes.size());
    }

    void doesNotDependOnChunkBorders_data() { addFormats(20); }
    void doesNotDependOnChunkBorders()
    {
        QFETCH(QByteArray, bytes);
        const Reading whole = readBytes(bytes);
        for (const qsizetype chunk : {1, 7, 64, 4096}) {
            const Reading pieces = readBytes(bytes, chunk);
            QCOMPARE(pieces.items, whole.items);
            QCOMPARE(pieces.error, whole.error);
            QCOMPARE(pieces.incompleteReason, whole.incompleteReason);
        }
    }

    void keepsWhatCameBeforeACut_data() { addFormats(4); }
    void keepsWhatCameBeforeACut()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, promise);
        if (promise == KeepsNothing)
            QSKIP("CSV cannot show where it was cut.");
        const QByteArrayList records = makeRecords(4);
        qsizetype best = 0;
        for (qsizetype size = 1; size < bytes.size(); ++size) {
            const Reading cut = readBytes(bytes.first(size));
            const QByteArrayList kept = cut.documents();
            QVERIFY2(isPrefix(kept, records), qPrintable(QString::number(size)));
            QVERIFY2(kept.size() >= best, qPrintable(QString::number(size)));
            best = kept.size();
            const bool isNoticed = !cut.incompleteReason.isEmpty() || !cut.error.isEmpty();
            // Only between two documents of a plain list nobody can see that more should follow.
            QVERIFY2(isNoticed || canEndAt(bytes, size, cut), qPrintable(QString::number(size)));
        }
        QVERIFY(best >= 3);
    }

    void tellsWhatAFlippedBitCost_data() { addFormats(4); }
    void tellsWhatAFlippedBitCost()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, promise);
        const QByteArrayList records = makeRecords(4);
        // One bit of every byte, each time another one.
        for (qsizetype i = 0; i < bytes.size() * 8; i += 9) {
            QByteArray flipped = bytes;
            flipped[i / 8] = char(flipped[i / 8] ^ (1 << (i % 8)));
            const Reading reading = readBytes(flipped);
            const QByteArrayList documents = reading.documents();
            const auto missing =
                std::count_if(records.begin(), records.end(), [&](const QByteArray &record) { return !documents.contains(record); });
            const auto changed =
                std::count_if(documents.begin(), documents.end(), [&](const QByteArray &document) { return !records.contains(document); });
            const bool isNoticed = !reading.incompleteReason.isEmpty() || !reading.error.isEmpty() || !reading.faults().isEmpty();
            const QByteArray place = "bit " + QByteArray::number(i) + " missing " + QByteArray::number(qint64(missing)) + " changed " +
                                     QByteArray::number(qint64(changed));
            QVERIFY2(missing <= changed || isNoticed, place);
            if (promise == LosesOne)
                QVERIFY2(missing <= 2 || !reading.error.isEmpty(), place);
            else if (promise == TellsLoss)
                QVERIFY2(missing == 0 || isNoticed, place);
        }
    }

    void pointsAtEveryItem_data() { addFormats(20); }
    void pointsAtEveryItem()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, plain);
        qint64 behind = 0;
        for (const ReadItem &item : readBytes(bytes).items) {
            QVERIFY(item.offset >= behind && item.offset < plain.size());
            if (plain.contains(item.bytes)) {
                QCOMPARE(plain.mid(item.offset, item.bytes.size()), item.bytes);
                behind = item.offset + item.bytes.size();
            } else {
                QVERIFY(plain[item.offset] == '{' || plain[item.offset] == 'r');
                behind = item.offset + 1;
            }
        }
    }

private:
    static void addFormats(int count)
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("plain");
        QTest::addColumn<int>("promise");
        const QByteArray bson = makeRecords(count).join();
        QTest::newRow("bson") << bson << bson << int(LosesOne);
        QTest::newRow("bson, gzip") << gzipped(bson) << bson << int(TellsLoss);
        QTest::newRow("bson, two gzip members")
            << gzipped(bson.first(bson.size() / 2)) + gzipped(bson.sliced(bson.size() / 2)) << bson << int(TellsLoss);
        const QByteArray archive = archiveWith(makeRecords(count));
        QTest::newRow("archive") << archive << archive << int(TellsLoss);
        QTest::newRow("archive, gzip") << gzipped(archive) << archive << int(TellsLoss);
        addTextFormats(makeRecords(count));
    }

    static void addTextFormats(const QByteArrayList &records)
    {
        const QByteArrayList canonical = jsonOf(records, bson::JsonMode::Canonical), relaxed = jsonOf(records, bson::JsonMode::Relaxed);
        const QByteArray lines = jsonLinesOf(canonical), array = jsonArrayOf(relaxed), csv = csvOf(records);
        QTest::newRow("json lines") << lines << lines << int(LosesOne);
        QTest::newRow("json lines, gzip") << gzipped(lines) << lines << int(TellsLoss);
        QTest::newRow("json lines, byte order mark") << "\xef\xbb\xbf" + lines << "\xef\xbb\xbf" + lines << int(LosesOne);
        QTest::newRow("json lines, utf-16") << utf16Of(lines) << lines << int(LosesOne);
        QTest::newRow("json array") << array << array << int(LosesOne);
        QTest::newRow("json concatenated") << relaxed.join() << relaxed.join() << int(LosesOne);
        QTest::newRow("json pretty") << jsonPrettyOf(relaxed) << jsonPrettyOf(relaxed) << int(LosesOne);
        QTest::newRow("json pretty array") << jsonPrettyOf({array.trimmed()}) << jsonPrettyOf({array.trimmed()}) << int(LosesOne);
        QTest::newRow("csv") << csv << csv << int(KeepsNothing);
    }

    static bool canEndAt(const QByteArray &bytes, qsizetype size, const Reading &cut)
    {
        // A cut at a border leaves a shorter file that is whole; the next byte starts the next record.
        return cut.faults().isEmpty() &&
               (readBytes(bytes.sliced(size)).faults().isEmpty() || bytes.startsWith("\x1f\x8b") || bytes.startsWith("\xff\xfe"));
    }
};

QTEST_APPLESS_MAIN(RecordSourceTest)
#include "tst_recordsource.moc"
