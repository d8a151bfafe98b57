// Imports into a disk that is full: they fail as a whole with exit code 3, leave nothing, and work once there is space. Row D1 of the
// reliability guide, section 5.
#include "tests/commands/programrun.h"
#include "tests/faults/smalldisk.h"
#include "tests/support/samplewriter.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

class DiskFullTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void newWorkspaceNeedsSpace();
    void mergeNeedsSpace();
    void dumpIsReadWithoutSpaceForIt();
    void fileSizeLimitIsLikeAFullDisk();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_dump;
};

void DiskFullTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_dump = path(u"dump"_s);
    SampleGenerator generator({3000, 8, SampleProfile::Flat});
    QVERIFY(writeSample(generator, SampleFormat::Bson, m_dump).isOk());
}

void DiskFullTest::newWorkspaceNeedsSpace()
{
    const QString disk = path(u"disk"_s);
    const SmallDisk mounted(disk);
    if (!mounted.isMounted())
        QSKIP("Only root can make a small disk here.");
    const QString workspace = disk + u"/w.pbw"_s;
    int refused = 0;
    for (int free = 0; free < kDiskSize; free += free < 64 * 1024 ? 8 * 1024 : 256 * 1024) {
        writeFile(disk + u"/filler"_s, QByteArray(kDiskSize - free, 'x'));
        const ProgramResult imported = runProgram({u"import"_s, m_dump, u"-o"_s, workspace});
        if (imported.code == 0) {
            QVERIFY(QFile::remove(workspace));
            continue;
        }
        ++refused;
        QVERIFY2(imported.code == 3, imported.toText() + QByteArray::number(free));
        QVERIFY2(imported.err.count('\n') == 1 && imported.err.contains("No workspace was made"), imported.toText());
        QCOMPARE(namesIn(disk), QStringList{u"filler"_s});
    }
    QVERIFY(refused > 5);
    QVERIFY(QFile::remove(disk + u"/filler"_s));
    QCOMPARE(runProgram({u"import"_s, m_dump, u"-o"_s, workspace}).code, 0);
    QCOMPARE(runProgram({u"verify"_s, workspace}).code, 0);
    QCOMPARE(fingerprintOf(workspace), fingerprintOf(m_dump));
    qInfo("%d imports into a full disk", refused);
}

void DiskFullTest::mergeNeedsSpace()
{
    const QString disk = path(u"disk"_s);
    const SmallDisk mounted(disk);
    if (!mounted.isMounted())
        QSKIP("Only root can make a small disk here.");
    const QString workspace = disk + u"/w.pbw"_s;
    SampleGenerator generator({50, 9, SampleProfile::Flat});
    QVERIFY(writeSample(generator, SampleFormat::Bson, path(u"small"_s)).isOk());
    QCOMPARE(runProgram({u"import"_s, path(u"small"_s), u"-o"_s, workspace}).code, 0);
    const QByteArray before = fingerprintOf(workspace);
    const int used = int(QFileInfo(workspace).size());
    for (const int free : {0, 4 * 1024, 8 * 1024, 48 * 1024, 128 * 1024, 512 * 1024}) {
        QFile::remove(disk + u"/filler"_s);
        writeFile(disk + u"/filler"_s, QByteArray(kDiskSize - (used + 4095) / 4096 * 4096 - free, 'x'));
        const ProgramResult merged = runProgram({u"import"_s, m_dump, u"-o"_s, workspace});
        QVERIFY2(merged.code == 3 && merged.err.count('\n') == 1, merged.toText() + QByteArray::number(free));
        // It can be read even now.
        const ProgramResult tree = runProgram({u"tree"_s, workspace});
        QVERIFY2(tree.code == 0 || tree.code == 3, tree.toText());
        QVERIFY(QFile::remove(disk + u"/filler"_s));
        const ProgramResult verified = runProgram({u"verify"_s, workspace});
        QVERIFY2(isSound(verified), verified.toText());
        QCOMPARE(fingerprintOf(workspace), before);
    }
    const ProgramResult merged = runProgram({u"import"_s, m_dump, u"-o"_s, workspace});
    QVERIFY2(merged.code == 0, merged.toText());
    QCOMPARE(runProgram({u"verify"_s, workspace}).code, 0);
    QCOMPARE(namesIn(disk), QStringList{u"w.pbw"_s});
}

void DiskFullTest::dumpIsReadWithoutSpaceForIt()
{
    const QString disk = path(u"disk"_s);
    const SmallDisk mounted(disk);
    if (!mounted.isMounted())
        QSKIP("Only root can make a small disk here.");
    // A dump is read into a temporary workspace.
    writeFile(disk + u"/filler"_s, QByteArray(kDiskSize - 64 * 1024, 'x'));
    const ProgramResult tree = ProgramRun({u"tree"_s, m_dump}).environment(u"TMPDIR"_s, disk).run();
    QVERIFY2(tree.code == 3 && tree.out.isEmpty(), tree.toText());
    QCOMPARE(namesIn(disk), QStringList{u"filler"_s});
}

void DiskFullTest::fileSizeLimitIsLikeAFullDisk()
{
    const QString workspace = path(u"w.pbw"_s);
    const ProgramResult imported = ProgramRun({u"import"_s, m_dump, u"-o"_s, workspace}).through(u"ulimit -f 400; exec \"$@\""_s).run();
    QVERIFY2(!imported.isKilled && (imported.code == 3 || imported.code == 1), imported.toText());
    QVERIFY2(imported.err.contains("No workspace was made"), imported.toText());
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"dump"_s});
    QCOMPARE(runProgram({u"import"_s, m_dump, u"-o"_s, workspace}).code, 0);
}

QTEST_GUILESS_MAIN(DiskFullTest)
#include "tst_diskfull.moc"
