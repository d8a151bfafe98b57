#include "tests/model/sources/sourcereading.h"
#include "tests/support/dumpwriter.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace persistence;

class FolderSourceTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QDir(m_folder->path()).mkpath(QStringLiteral("dump/rocketchat"));
    }

    void readsADump_data()
    {
        QTest::addColumn<QString>("opened");
        QTest::newRow("database") << QStringLiteral("dump/rocketchat");
        QTest::newRow("dump") << QStringLiteral("dump");
        QTest::newRow("around it") << QString();
    }
    void readsADump()
    {
        QFETCH(QString, opened);
        write("dump/oplog.bson", "not read");
        write("dump/prelude.json", "{}");
        write("dump/rocketchat/rocketchat_apps_persistence.bson.gz", gzipped(makeRecords(7).join()));
        write("dump/rocketchat/rocketchat_apps_persistence.metadata.json.gz", gzipped(metadataOf("rocketchat_apps_persistence")));
        write("dump/rocketchat/rocketchat_avatars.bson", "not even BSON");
        write("dump/rocketchat/users.bson", makeOthers(2).join());
        write("dump/rocketchat/rocketchat_uploads.bson", "");
        const Reading reading = readPath(path(opened));
        QCOMPARE(reading.error + reading.incompleteReason, QString());
        QCOMPARE(reading.items.size(), 9);
        QCOMPARE(reading.documents().first(7), makeRecords(7));
        QCOMPARE(reading.items.first().collection, Collection::Persistence);
        QCOMPARE(reading.items.last().collection, Collection::Users);
        QCOMPARE(reading.bytesRead, reading.bytesTotal);
    }

    void takesTheTrueNameFromTheMetadata()
    {
        write("dump/rocketchat/rocket%24hash.bson", makeRecords(2).join());
        write("dump/rocketchat/rocket%24hash.metadata.json", metadataOf("rocketchat_apps_persistence"));
        QCOMPARE(readPath(path("dump")).items.first().collection, Collection::Persistence);
    }

    void readsLooseExportsByContent()
    {
        write("dump/records-of-monday.bson", makeRecords(2).join());
        const Reading reading = readPath(path("dump"));
        QCOMPARE(reading.documents(), makeRecords(2));
        QCOMPARE(reading.items.first().collection, Collection::Unknown);
    }

    void saysThatAFolderHoldsNothing()
    {
        write("dump/readme.txt", "hello");
        QVERIFY(readPath(path("dump")).error.contains(QStringLiteral("rocketchat_apps_persistence.bson")));
    }

    void followsNoLinkOutOfTheFolder()
    {
        QTemporaryDir outside;
        QFile file(outside.filePath(QStringLiteral("rocketchat_apps_persistence.bson")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(makeRecords(1).join());
        file.close();
        QVERIFY(QFile::link(file.fileName(), path("dump/rocketchat_apps_persistence.bson")));
        QVERIFY(QFile::link(outside.path(), path("dump/linked")));
        QVERIFY(!readPath(path("dump")).error.isEmpty());
    }

    void namesTheFileThatIsCut()
    {
        write("dump/rocketchat_apps_persistence.bson", makeRecords(2).join().chopped(3));
        write("dump/users.bson", makeOthers(2).join());
        const Reading reading = readPath(path("dump"));
        QCOMPARE(reading.documents().size(), 3);
        QVERIFY(reading.incompleteReason.contains(QStringLiteral("rocketchat_apps_persistence.bson")));
    }

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString path(const char *name) const { return path(QString::fromUtf8(name)); }

    void write(const char *name, const QByteArray &bytes)
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(FolderSourceTest)
#include "tst_foldersource.moc"
