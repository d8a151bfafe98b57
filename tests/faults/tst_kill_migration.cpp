// A migration that is killed at every place where it writes (a sample of them unless PB_FAULTS=all): the old format or the new one, never
// between, and the copy of before is whole or not there. Recipe KILL, row K3 of the reliability guide, section 5.
#include "tests/faults/faultpoints.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <limits>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

class KillMigrationTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void leavesTheOldFormatOrTheNewOne();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    void restore() const;

    QTemporaryDir m_folder;
    QByteArray m_old;
};

void KillMigrationTest::initTestCase()
{
    if (const QString reason = whyNoStrace(); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    QProcess unzip;
    unzip.start(u"gzip"_s, {u"-dc"_s, QStringLiteral(PB_TEST_DATA "/workspace-1.pbw.gz")});
    QVERIFY(unzip.waitForFinished() && unzip.exitCode() == 0);
    m_old = unzip.readAllStandardOutput();
}

void KillMigrationTest::restore() const
{
    for (const QString &name : namesIn(m_folder.path()))
        QFile::remove(path(name));
    writeFile(path(u"w.pbw"_s), m_old);
}

void KillMigrationTest::leavesTheOldFormatOrTheNewOne()
{
    const QStringList migration = {u"migrate"_s, path(u"w.pbw"_s)};
    restore();
    QCOMPARE(runProgram(migration).code, 0);
    const QByteArray expected = fingerprintOf(path(u"w.pbw"_s)).first(64);
    restore();
    const bool isAll = qEnvironmentVariable("PB_FAULTS") == u"all";
    int kills = 0;
    for (const FaultPoint &point : faultPoints(migration, m_folder.path(), isAll ? std::numeric_limits<int>::max() : 5)) {
        restore();
        kills += runAndKill(migration, point).isKilled ? 1 : 0;
        const QByteArray place = point.syscall.toUtf8() + ' ' + QByteArray::number(point.number);
        // A copy that is there is the workspace as it was.
        const QByteArray copy = contentOf(path(u"w.pbw.v1.bak"_s));
        QVERIFY2(copy.isEmpty() || qFromBigEndian<quint32>(copy.constData() + 60) == 1, place);
        // Once more, without any help, and it is all there.
        const ProgramResult again = runProgram(migration);
        QVERIFY2(again.code == 0, again.toText());
        QVERIFY2(runProgram({u"verify"_s, path(u"w.pbw"_s)}).code == 0, place);
        QCOMPARE(fingerprintOf(path(u"w.pbw"_s)).first(64), expected);
        QVERIFY2(namesIn(m_folder.path()) == QStringList({u"w.pbw"_s, u"w.pbw.v1.bak"_s}), qPrintable(namesIn(m_folder.path()).join(u' ')));
    }
    qInfo("%d kill points", kills);
    QVERIFY(kills > 5);
}

QTEST_GUILESS_MAIN(KillMigrationTest)
#include "tst_kill_migration.moc"
