#include "model/transfer/formats.h"
#include "tests/model/sources/sourcereading.h"
#include "tests/support/dumpwriter.h"

#include <QTest>

using namespace persistence;

namespace {

/// How much a format promises about damage.
enum Promise {
    LosesOne,  ///< one flipped bit costs one record, at most two
    TellsLoss, ///< a flipped bit may cost more, but never unnoticed
};

QByteArray archiveWith(const QByteArrayList &records)
{
    return archiveOf({{"rocketchat", "rocketchat_statistics", makeOthers(int(records.size()))},
                      {"rocketchat", "rocketchat_apps_persistence", records},
                      {"rocketchat", "rocketchat_avatars", {}}},
                     3);
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
        for (qsizetype i = 0; i < bytes.size() * 8; ++i) {
            QByteArray flipped = bytes;
            flipped[i / 8] = char(flipped[i / 8] ^ (1 << (i % 8)));
            const Reading reading = readBytes(flipped);
            const QByteArrayList documents = reading.documents();
            const auto missing = std::count_if(records.begin(), records.end(), [&](const QByteArray &record) { return !documents.contains(record); });
            const auto changed = std::count_if(documents.begin(), documents.end(), [&](const QByteArray &document) { return !records.contains(document); });
            const bool isNoticed = !reading.incompleteReason.isEmpty() || !reading.error.isEmpty() || !reading.faults().isEmpty();
            const QByteArray place = "bit " + QByteArray::number(i) + " missing " + QByteArray::number(qint64(missing)) + " changed " + QByteArray::number(qint64(changed));
            QVERIFY2(missing <= changed || isNoticed, place);
            if (promise == LosesOne)
                QVERIFY2(missing <= 2 || !reading.error.isEmpty(), place);
            else
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
                QCOMPARE(plain[item.offset], '{');
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
        QTest::newRow("bson, two gzip members") << gzipped(bson.first(bson.size() / 2)) + gzipped(bson.sliced(bson.size() / 2)) << bson << int(TellsLoss);
        const QByteArray archive = archiveWith(makeRecords(count));
        QTest::newRow("archive") << archive << archive << int(TellsLoss);
        QTest::newRow("archive, gzip") << gzipped(archive) << archive << int(TellsLoss);
    }

    static bool canEndAt(const QByteArray &bytes, qsizetype size, const Reading &cut)
    {
        // A cut at a border leaves a shorter file that is whole; the next byte starts the next record.
        return cut.faults().isEmpty() && (readBytes(bytes.sliced(size)).faults().isEmpty() || bytes.startsWith("\x1f\x8b"));
    }
};

QTEST_APPLESS_MAIN(RecordSourceTest)
#include "tst_recordsource.moc"
