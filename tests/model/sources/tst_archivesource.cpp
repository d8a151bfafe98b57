#include "tests/model/sources/sourcereading.h"
#include "tests/support/dumpwriter.h"

#include "model/bson/builder.h"

#include <QBuffer>
#include <QTest>

using namespace persistence;

namespace {

QByteArray message(const QByteArray &id, bool hasCustomFields)
{
    bson::Builder builder;
    builder.appendString("_id", id);
    builder.appendString("rid", "GENERAL");
    if (hasCustomFields) {
        builder.openDocument("customFields");
        builder.appendBool("pinned", true);
        builder.close();
    }
    return builder.finish().toByteArray();
}

} // namespace

class ArchiveSourceTest final : public QObject
{
    Q_OBJECT

private slots:
    void tellsTheCollectionOfEachDocument()
    {
        const QByteArray archive = archiveOf({{"rocketchat", "users", makeOthers(3)},
                                              {"rocketchat", "rocketchat_apps_persistence", makeRecords(25)},
                                              {"rocketchat", "rocketchat_avatars.chunks", makeOthers(100)},
                                              {"", "oplog", makeOthers(5)}},
                                             4);
        const Reading reading = readBytes(archive);
        QCOMPARE(reading.incompleteReason, QString());
        QCOMPARE(reading.items.size(), 28);
        int records = 0;
        for (const ReadItem &item : reading.items)
            records += item.collection == Collection::Persistence ? 1 : 0;
        QCOMPARE(records, 25);
    }

    void passesOverMessagesWithoutCustomFields()
    {
        const QByteArrayList messages{message("m1", false), message("m2", true), message("m3", false)};
        const Reading reading = readBytes(archiveOf({{"rocketchat", "rocketchat_message", messages}}));
        QCOMPARE(reading.documents(), QByteArrayList{messages[1]});
        QCOMPARE(reading.items[0].collection, Collection::Messages);
        QCOMPARE(reading.incompleteReason, QString());
    }

    void acceptsEmptyBodiesAndUnknownHeaderFields()
    {
        QBuffer device;
        device.open(QIODevice::WriteOnly);
        ArchiveWriter writer(device, {{"rocketchat", "rocketchat_apps_persistence"}, {"rocketchat", "users"}});
        writer.begin();
        writer.writeBlock(1, {});
        writer.writeBlock(0, {});
        writer.writeBlock(0, makeRecords(2));
        writer.writeBlock(0, {});
        writer.end(1);
        writer.end(0);
        const Reading reading = readBytes(device.data());
        QCOMPARE(reading.documents(), makeRecords(2));
        QCOMPARE(reading.incompleteReason, QString());
    }

    void reportsAWrongChecksum()
    {
        QByteArray archive = archiveOf({{"rocketchat", "rocketchat_apps_persistence", makeRecords(3)}});
        archive.replace("GENERAL1", "GENERAL7");
        const Reading reading = readBytes(archive);
        QCOMPARE(reading.documents().size(), 3);
        QVERIFY(reading.faults().isEmpty());
        QVERIFY(reading.incompleteReason.contains(QStringLiteral("rocketchat.rocketchat_apps_persistence")));
    }

    void reportsAnArchiveThatEndsBetweenBlocks()
    {
        QBuffer device;
        device.open(QIODevice::WriteOnly);
        ArchiveWriter writer(device, {{"rocketchat", "rocketchat_apps_persistence"}});
        writer.begin();
        QVERIFY(!readBytes(device.data()).incompleteReason.isEmpty());
        writer.writeBlock(0, makeRecords(2));
        const Reading reading = readBytes(device.data());
        QCOMPARE(reading.documents(), makeRecords(2));
        QVERIFY(!reading.incompleteReason.isEmpty());
    }

    void neverSkipsRecordsWhoseHeaderIsDamaged()
    {
        QByteArray archive = archiveOf({{"rocketchat", "rocketchat_apps_persistence", makeRecords(3)}});
        const qsizetype header = archive.indexOf("\x08"
                                                 "EOF");
        archive[header] = '\x55';
        const Reading reading = readBytes(archive);
        QCOMPARE(reading.documents(), makeRecords(3));
        QCOMPARE(reading.items.last().collection, Collection::Unknown);
        QCOMPARE(reading.faults().size(), 1);
        QVERIFY(!reading.incompleteReason.isEmpty());
    }
};

QTEST_APPLESS_MAIN(ArchiveSourceTest)
#include "tst_archivesource.moc"
