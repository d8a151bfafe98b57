// Exports that are killed, or whose system calls fail, at every place where they write (a sample of them unless PB_FAULTS=all): there is
// the old file or a complete new one, and the next export works and tidies up. Rows K4 and D2 of the reliability guide, section 5.
#include "tests/faults/exportedformats.h"
#include "tests/faults/faultpoints.h"
#include "tests/support/samplewriter.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

class KillExportsTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void leavesTheOldFileOrACompleteOne_data() { addFormats(); }
    void leavesTheOldFileOrACompleteOne();
    void failsAsAWhole_data() { addFormats(); }
    void failsAsAWhole();

private:
    static void addFormats();
    [[nodiscard]] QString target() const { return m_folder->filePath(u"target"_s); }
    [[nodiscard]] QStringList arguments() const;
    [[nodiscard]] QList<FaultPoint> points(int perSyscall) const;
    [[nodiscard]] bool replaces() const { return m_format != u"folder" && m_format != u"workspace"; }
    void restore() const;
    void checkTarget(bool mayBeNew);
    void checkNextExport();

    QTemporaryDir m_constant; ///< survives all tests
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_workspace;
    QString m_format;
    QByteArray m_whole; ///< what a complete export holds
};

void KillExportsTest::addFormats()
{
    QTest::addColumn<QString>("format");
    for (const QString &format : kExportedFormats)
        QTest::newRow(qPrintable(format)) << format;
}

void KillExportsTest::initTestCase()
{
    if (const QString reason = whyNoStrace(); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    const QString dump = m_constant.filePath(u"dump"_s);
    SampleGenerator generator({3000, 4, SampleProfile::Flat});
    QVERIFY(writeSample(generator, SampleFormat::Bson, dump).isOk());
    m_workspace = m_constant.filePath(u"w.pbw"_s);
    QCOMPARE(runProgram({u"import"_s, dump, u"-o"_s, m_workspace}).code, 0);
}

void KillExportsTest::init()
{
    QFETCH(const QString, format);
    m_format = format;
    m_folder = std::make_unique<QTemporaryDir>();
    const ProgramResult exported = runProgram(arguments());
    QVERIFY2(exported.code == 0, exported.toText());
    m_whole = replaces() ? contentOf(target()) : fingerprintOf(target());
}

QStringList KillExportsTest::arguments() const
{
    return {u"export"_s, m_workspace, u"--format"_s, m_format, u"-o"_s, target()};
}

QList<FaultPoint> KillExportsTest::points(int perSyscall) const
{
    restore();
    const bool isAll = qEnvironmentVariable("PB_FAULTS") == u"all";
    return faultPoints(arguments(), m_folder->path(), isAll ? std::numeric_limits<int>::max() : perSyscall);
}

/// An older file stands there, or nothing where a format never replaces.
void KillExportsTest::restore() const
{
    QDir(target()).removeRecursively();
    for (const QString &name : namesIn(m_folder->path()))
        QFile::remove(m_folder->filePath(name));
    if (replaces())
        writeFile(target(), "old");
}

void KillExportsTest::checkTarget(bool mayBeNew)
{
    if (!replaces() && !QFileInfo::exists(target()))
        return;
    const QByteArray now = replaces() ? contentOf(target()) : fingerprintOf(target());
    QVERIFY2(now == "old" || (mayBeNew && now == m_whole), now.left(200));
}

void KillExportsTest::checkNextExport()
{
    if (!replaces()) {
        QDir(target()).removeRecursively();
        QFile::remove(target());
    }
    const ProgramResult again = runProgram(arguments());
    QVERIFY2(again.code == 0, again.toText());
    QVERIFY((replaces() ? contentOf(target()) : fingerprintOf(target())) == m_whole);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"target"_s});
}

void KillExportsTest::leavesTheOldFileOrACompleteOne()
{
    int kills = 0;
    for (const FaultPoint &point : points(4)) {
        restore();
        kills += runAndKill(arguments(), point).isKilled ? 1 : 0;
        checkTarget(true);
        checkNextExport();
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(u"killed at %1 %2"_s.arg(point.syscall, QString::number(point.number))));
    }
    qInfo("%d kill points", kills);
    QVERIFY(kills > 5);
}

void KillExportsTest::failsAsAWhole()
{
    const QStringList errors = {u"EIO"_s, u"ENOSPC"_s, u"EDQUOT"_s};
    int runs = 0, failures = 0;
    for (const FaultPoint &point : points(3)) {
        restore();
        const QString error = errors[runs % 3];
        const ProgramResult failed = runAndFail(arguments(), point, error, runs % 2 == 1);
        failures += failed.code != 0 ? 1 : 0;
        ++runs;
        QVERIFY2(!failed.isKilled && !failed.isHung, failed.toText());
        // After a rename, what fails is the flush of the folder or what is printed: the file is there, and whole.
        checkTarget(true);
        checkNextExport();
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(u"%1 at %2 %3\n"_s.arg(error, point.syscall, QString::number(point.number)) +
                             QString::fromUtf8(failed.toText())));
    }
    qInfo("%d system calls failed, %d of them noticed", runs, failures);
    QVERIFY(failures > 2);
}

QTEST_GUILESS_MAIN(KillExportsTest)
#include "tst_kill_exports.moc"
