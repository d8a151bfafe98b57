#include "model/bson/builder.h"
#include "model/sources/bsonsource.h"
#include "tests/model/sources/sourcereading.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace persistence;

namespace {

/// A document of about \a size bytes, with one long text.
QByteArray largeDocument(qsizetype size)
{
    bson::Builder builder;
    builder.appendString("_id", "large");
    builder.appendString("appId", "app");
    builder.appendString("text", QByteArray(size - 60, 'x'));
    return builder.finish().toByteArray();
}

} // namespace

class BsonSourceTest final : public QObject
{
    Q_OBJECT

private slots:
    void takesNothingAsAnEmptyCollection()
    {
        const Reading reading = readBytes({});
        QVERIFY(reading.items.isEmpty());
        QCOMPARE(reading.error + reading.incompleteReason, QString());
    }

    void losesOnlyTheDocumentWithBadContent()
    {
        QByteArrayList records = makeRecords(5);
        QByteArray bytes = records.join();
        const qsizetype start = records[0].size() + records[1].size();
        // The type of `appId`, which stands behind `_id`.
        const qsizetype type = bytes.indexOf("\x02"
                                             "appId",
                                             start);
        bytes[type] = '\x55';
        const Reading reading = readBytes(bytes);
        QCOMPARE(reading.faults().size(), 1);
        QCOMPARE(reading.faults()[0].offset, start);
        QCOMPARE(reading.faults()[0].bytes, bytes.mid(start, records[2].size()));
        QCOMPARE(reading.faults()[0].faultSize, records[2].size());
        QVERIFY(reading.faults()[0].fault.contains(QStringLiteral("0x55")));
        records.removeAt(2);
        QCOMPARE(reading.documents(), records);
        QCOMPARE(reading.incompleteReason, QString());
    }

    void findsTheWayBackAfterABadLength_data()
    {
        QTest::addColumn<QByteArray>("length");
        QTest::newRow("negative") << QByteArray("\xff\xff\xff\xff", 4);
        QTest::newRow("zero") << QByteArray(4, '\0');
        QTest::newRow("huge") << QByteArray("\0\0\0\x7f", 4);
        QTest::newRow("too short") << QByteArray("\x20\0\0\0", 4);
        QTest::newRow("larger than the file") << QByteArray("\0\0\x10\0", 4);
    }
    void findsTheWayBackAfterABadLength()
    {
        QFETCH(QByteArray, length);
        QByteArrayList records = makeRecords(5);
        QByteArray bytes = records.join();
        const qsizetype start = records[0].size();
        bytes.replace(start, 4, length);
        const Reading reading = readBytes(bytes);
        QCOMPARE(reading.faults().size(), 1);
        QCOMPARE(reading.faults()[0].offset, start);
        QCOMPARE(reading.faults()[0].bytes, bytes.mid(start, records[1].size()));
        records.removeAt(1);
        QCOMPARE(reading.documents(), records);
        QCOMPARE(reading.incompleteReason, QString());
    }

    void keepsTheEndOfACutFile()
    {
        const QByteArrayList records = makeRecords(3);
        const QByteArray bytes = records.join().chopped(10);
        const Reading reading = readBytes(bytes);
        QCOMPARE(reading.documents(), records.first(2));
        QCOMPARE(reading.faults().size(), 1);
        QCOMPARE(reading.faults()[0].bytes, records[2].chopped(10));
        QVERIFY(!reading.incompleteReason.isEmpty());
    }

    void readsTheLargestDocuments()
    {
        QByteArrayList documents{largeDocument(16 * 1024 * 1024), largeDocument(100), largeDocument(16 * 1024 * 1024)};
        const Reading reading = readBytes(documents.join());
        QCOMPARE(reading.documents().size(), 3);
        QVERIFY(reading.documents() == documents);
    }

    void keepsTheStartOfVeryLargeDamage()
    {
        const QByteArrayList records = makeRecords(2);
        const QByteArray damage(40 * 1024 * 1024, '\xee');
        const Reading reading = readBytes(records[0] + damage + records[1]);
        QVERIFY(reading.documents() == records);
        QCOMPARE(reading.faults().size(), 1);
        QCOMPARE(reading.faults()[0].faultSize, damage.size());
        QCOMPARE(reading.faults()[0].bytes.size(), 16 * 1024 * 1024);
    }

    void accountsForEveryByteOfThePublicCorpus()
    {
        const QString corpora = qEnvironmentVariable("PB_CORPORA");
        if (corpora.isEmpty())
            QSKIP("PB_CORPORA is not set.");
        int cases = 0;
        for (QDirIterator files(corpora + QStringLiteral("/libbson-binary"), {QStringLiteral("*.bson")}, QDir::Files,
                                QDirIterator::Subdirectories);
             files.hasNext(); ++cases) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            const auto source =
                makeBsonSource(std::make_unique<StreamBuffer>(memoryStream(bytes)), file.fileName(), {}, Collection::Persistence);
            QByteArray read;
            for (const ReadItem &item : readAll(*source).items)
                read += item.bytes;
            QVERIFY2(read == bytes, qPrintable(file.fileName()));
        }
        qInfo("%d cases", cases);
        QVERIFY(cases > 0);
    }

    void marksInvalidTextButKeepsIt()
    {
        bson::Builder builder;
        builder.appendString("_id", "\xff\xfe");
        builder.appendString("appId", "app");
        const QByteArray document = builder.finish().toByteArray();
        const Reading reading = readBytes(document);
        QCOMPARE(reading.documents(), QByteArrayList{document});
    }
};

QTEST_APPLESS_MAIN(BsonSourceTest)
#include "tst_bsonsource.moc"
