#include "model/transfer/formats.h"
#include "tests/model/sources/sourcereading.h"
#include "tests/support/dumpwriter.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace persistence;

class FormatsTest final : public QObject
{
    Q_OBJECT

private slots:
    void believesTheContentAndNotTheName()
    {
        const QString path = write("records.csv.json", makeRecords(3).join());
        const Reading reading = readPath(path);
        QCOMPARE(reading.documents(), makeRecords(3));
        QCOMPARE(reading.format, QStringLiteral("BSON"));
        QCOMPARE(readPath(write("records.bson", gzipped(gzipped(makeRecords(3).join())))).format, QStringLiteral("BSON, gzip"));
    }

    void readsADocumentThatLooksLikeGzip()
    {
        // 559,903 is 1f 8b 08 00 as a length.
        constexpr qsizetype kSize = 559903;
        QByteArray document("\x1f\x8b\x08\0\x05_id\0", 9);
        const qsizetype data = kSize - document.size() - 5 - 1;
        document.append(char(data)).append(char(data >> 8)).append(char(data >> 16)).append('\0').append('\0');
        document.append(QByteArray(data, 'x')).append('\0');
        QCOMPARE(document.size(), kSize);
        QCOMPARE(readBytes(document).documents(), QByteArrayList{document});
    }

    void refusesWhatIsNoDump_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("said");
        QTest::newRow("workspace") << QByteArray("SQLite format 3\0", 16) + QByteArray(52, '\0') + "PBW1" + QByteArray(28, '\0')
                                   << "is a workspace";
        QTest::newRow("database") << QByteArray("SQLite format 3\0", 16) + QByteArray(84, '\0') << "SQLite database";
        QTest::newRow("picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << "no known format";
        QTest::newRow("program") << QByteArray("\x7f"
                                               "ELF\2\1\1\0",
                                               8) +
                                        QByteArray(100, '\0')
                                 << "no known format";
        QTest::newRow("zeros") << QByteArray(100, '\0') << "no known format";
    }
    void refusesWhatIsNoDump()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, said);
        const Reading reading = readPath(write("file", bytes));
        QVERIFY2(reading.error.contains(said), qPrintable(reading.error));
        QVERIFY(reading.items.isEmpty());
    }

    /// Opened, they would never end.
    void refusesPipesAndDevices()
    {
        const QString pipe = m_folder.filePath(QStringLiteral("pipe"));
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        QVERIFY(readPath(pipe).error.contains(QStringLiteral("pipe")));
        QVERIFY(readPath(QStringLiteral("/dev/zero")).error.contains(QStringLiteral("device")));
    }

    void namesWhatTheSystemRefused()
    {
        QVERIFY(readPath(m_folder.filePath(QStringLiteral("nowhere"))).error.contains(QStringLiteral("nowhere")));
        if (::geteuid() == 0)
            QSKIP("The superuser may read everything.");
        const QString path = write("closed", makeRecords(1).join());
        QVERIFY(QFile::setPermissions(path, {}));
        const auto source = openSource(path);
        QVERIFY(!source);
        QCOMPARE(source.error().kind, ErrorKind::Permission);
    }

    void noticesThatTheFileChanged()
    {
        const QString path = write("changing.bson", makeRecords(3).join());
        auto source = openSource(path);
        QVERIFY(source);
        QFile file(path);
        QVERIFY(file.open(QIODevice::Append));
        file.write(makeRecords(1).join());
        file.close();
        QVERIFY(!readAll(**source).incompleteReason.isEmpty());
    }

    void neverWritesToTheSource()
    {
        const QByteArray bytes = makeRecords(3).join();
        const QString path = write("kept.bson", bytes);
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner));
        QCOMPARE(readPath(path).documents().size(), 3);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), bytes);
    }

    void offersAFilterForAllFormatsFirst()
    {
        const QStringList filters = formatFilters();
        QVERIFY(filters.first().contains(QStringLiteral("*.bson")) && filters.first().contains(QStringLiteral("*.archive")));
        QCOMPARE(filters.last(), QStringLiteral("All files (*)"));
    }

private:
    QString write(const char *name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(QString::fromUtf8(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("The file could not be written.");
        return file.fileName();
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(FormatsTest)
#include "tst_formats.moc"
