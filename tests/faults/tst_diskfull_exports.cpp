// A disk that is full at every step of an export: it fails with exit code 3, the old file stays, nothing else is left, and it works once
// there is space. Row D1 of the reliability guide, section 5.
#include "tests/commands/programrun.h"
#include "tests/faults/exportedformats.h"
#include "tests/faults/smalldisk.h"
#include "tests/support/samplewriter.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

class DiskFullExportsTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void failsAndKeepsTheOldFile_data();
    void failsAndKeepsTheOldFile();

private:
    QTemporaryDir m_folder;
    QString m_workspace = m_folder.filePath(u"w.pbw"_s);
};

void DiskFullExportsTest::initTestCase()
{
    SampleGenerator generator({4000, 4, SampleProfile::Flat});
    QVERIFY(writeSample(generator, SampleFormat::Bson, m_folder.filePath(u"dump"_s)).isOk());
    QCOMPARE(runProgram({u"import"_s, m_folder.filePath(u"dump"_s), u"-o"_s, m_workspace}).code, 0);
}

void DiskFullExportsTest::failsAndKeepsTheOldFile_data()
{
    QTest::addColumn<QString>("format");
    for (const QString &format : kExportedFormats)
        QTest::newRow(qPrintable(format)) << format;
}

void DiskFullExportsTest::failsAndKeepsTheOldFile()
{
    QFETCH(const QString, format);
    const QString disk = m_folder.filePath(u"disk"_s);
    const SmallDisk mounted(disk);
    if (!mounted.isMounted())
        QSKIP("Only root can make a small disk here.");
    const bool replaces = format != u"folder" && format != u"workspace";
    const QString target = disk + u"/target"_s;
    const QStringList arguments = {u"export"_s, m_workspace, u"--format"_s, format, u"-o"_s, target};
    const QStringList left = replaces ? QStringList{u"filler"_s, u"target"_s} : QStringList{u"filler"_s};
    constexpr int kUsed = 4096;
    int refused = 0;
    for (int free = 0; free < kDiskSize - kUsed; free += free < 32 * 1024 ? 8 * 1024 : 192 * 1024) {
        if (replaces)
            writeFile(target, "old");
        writeFile(disk + u"/filler"_s, QByteArray(kDiskSize - kUsed - free, 'x'));
        const ProgramResult exported = runProgram(arguments);
        if (exported.code == 0) {
            QVERIFY(QFile::remove(target) || QDir(target).removeRecursively());
            continue;
        }
        ++refused;
        // libxlsxwriter prints a line of its own.
        QVERIFY2(exported.code == 3 && exported.err.count("persistence-browser: ") == 1, exported.toText() + QByteArray::number(free));
        QCOMPARE(namesIn(disk), left);
        if (replaces)
            QCOMPARE(contentOf(target), "old");
    }
    QVERIFY2(refused > 2, QByteArray::number(refused));
    QVERIFY(QFile::remove(disk + u"/filler"_s));
    if (!replaces || !QFile::exists(target))
        QCOMPARE(runProgram(arguments).code, 0);
    qInfo("%d exports to a full disk", refused);
}

QTEST_GUILESS_MAIN(DiskFullExportsTest)
#include "tst_diskfull_exports.moc"
