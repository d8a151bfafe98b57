// Imports that are killed, or whose system calls fail, at every place where they write (a sample of them unless PB_FAULTS=all).
// Recipes KILL and ERR, rows K1, K5, D2 and D6 of the reliability guide, section 5.
#include "tests/faults/faultpoints.h"
#include "tests/support/recorddocument.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

const QString kSample = QStringLiteral(PB_SAMPLE);
/// Two of these fill a batch of the import (2 MiB).
constexpr int kLargeText = 1'100'000;
constexpr int kBatches = 3;

QByteArray record(const QByteArray &id, const QByteArray &text)
{
    return recordDocument(id, "poll", {{"room", "GENERAL"}}, [&](bson::Builder &value) { value.appendString("text", text); });
}

/// Records 0 and 1 are the first batch, and so on.
QByteArray batches(int count)
{
    QByteArray dump;
    for (int i = 0; i < 2 * count; ++i)
        dump += record(QByteArray::number(i), QByteArray(kLargeText, char('a' + i)));
    return dump;
}

} // namespace

class KillTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void newWorkspaceIsThereWholeOrNotAtAll();
    void mergeIsThereInWholeBatches();
    void newWorkspaceFailsAsAWhole();
    void mergeFailsWithWhatWasThere();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] QStringList newImport() const { return {u"import"_s, path(u"dump"_s), u"-o"_s, path(u"w.pbw"_s)}; }
    [[nodiscard]] QList<FaultPoint> points(int perSyscall);
    void restore(bool hasWorkspace);
    void checkNothingIsLeft();
    void checkAfterFault(const QByteArrayList &allowed, bool mayBeMissing);
    void checkMessage(const ProgramResult &result, const FaultPoint &point, const QString &error, const QByteArray &fate);

    QTemporaryDir m_constant; ///< survives all tests
    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_dump;
    QByteArray m_base;       ///< a workspace before a merge
    QByteArrayList m_states; ///< fingerprints after 0, 1 … batches
};

void KillTest::initTestCase()
{
    if (const QString reason = whyNoStrace(); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    const QString file = m_constant.filePath(u"state.pbw"_s);
    const QString dump = m_constant.filePath(u"dump"_s);
    // The merge replaces record 0, so that the history is written as well.
    writeFile(dump, record("0", "old") + record("x", "stays"));
    for (int count = 0; count <= kBatches; ++count) {
        const ProgramResult imported = runProgram({u"import"_s, dump, u"-o"_s, file});
        QVERIFY2(imported.code == 0, imported.toText());
        if (count == 0)
            m_base = contentOf(file);
        m_states.append(fingerprintOf(file));
        writeFile(dump, batches(count + 1));
    }
}

void KillTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_dump = batches(kBatches);
}

void KillTest::restore(bool hasWorkspace)
{
    for (const QString &name : namesIn(m_folder->path()))
        QFile::remove(path(name));
    writeFile(path(u"dump"_s), m_dump);
    if (hasWorkspace)
        writeFile(path(u"w.pbw"_s), m_base);
}

QList<FaultPoint> KillTest::points(int perSyscall)
{
    const bool isAll = qEnvironmentVariable("PB_FAULTS") == u"all";
    return faultPoints(newImport(), m_folder->path(), isAll ? std::numeric_limits<int>::max() : perSyscall);
}

/// Sound and in an allowed state without help; nothing else lies about once the import was run again.
void KillTest::checkAfterFault(const QByteArrayList &allowed, bool mayBeMissing)
{
    if (!mayBeMissing || QFile::exists(path(u"w.pbw"_s))) {
        const ProgramResult verified = runProgram({u"verify"_s, path(u"w.pbw"_s)});
        QVERIFY2(isSound(verified), verified.toText());
        const QByteArray state = fingerprintOf(path(u"w.pbw"_s));
        QVERIFY2(allowed.contains(state), state);
    }
    QVERIFY(contentOf(path(u"dump"_s)) == m_dump);
    const ProgramResult again = runProgram(newImport());
    QVERIFY2(again.code == 0, again.toText());
    QCOMPARE(fingerprintOf(path(u"w.pbw"_s)), allowed.last());
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"dump"_s, u"w.pbw"_s}));
    QCOMPARE(runProgram({u"verify"_s, path(u"w.pbw"_s)}).code, 0);
}

void KillTest::newWorkspaceIsThereWholeOrNotAtAll()
{
    m_dump = contentOf(kSample);
    const QByteArrayList allowed = {fingerprintOf(kSample)};
    restore(false);
    int kills = 0;
    for (const FaultPoint &point : points(12)) {
        restore(false);
        kills += runAndKill(newImport(), point).isKilled ? 1 : 0;
        checkAfterFault(allowed, true);
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(u"killed at %1 %2"_s.arg(point.syscall, QString::number(point.number))));
    }
    qInfo("%d kill points of a new workspace", kills);
    QVERIFY(kills > 15);
}

void KillTest::mergeIsThereInWholeBatches()
{
    restore(true);
    int kills = 0;
    for (const FaultPoint &point : points(16)) {
        restore(true);
        kills += runAndKill(newImport(), point).isKilled ? 1 : 0;
        checkAfterFault(m_states, false);
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(u"killed at %1 %2"_s.arg(point.syscall, QString::number(point.number))));
    }
    qInfo("%d kill points of a merge", kills);
    QVERIFY(kills > 25);
}

/// One message: the reason, what was kept. Some calls may fail unnoticed, such as removing a side file.
void KillTest::checkMessage(const ProgramResult &result, const FaultPoint &point, const QString &error, const QByteArray &fate)
{
    QVERIFY2(!result.isKilled && !result.isHung, result.toText());
    if (result.code == 0)
        return;
    // SQLite keeps the number of an error for a write to a full disk only; other calls and quotas may be told as errors of the disk.
    const bool isKept = error == u"ENOSPC" && point.syscall == u"pwrite64";
    const bool isExpected = result.code == (error == u"EIO" ? 1 : 3) || (result.code == 1 && !isKept) || result.code == 2 ||
                            (result.code == 5 && point.syscall == u"openat"); // SQLite then tries to open the file for reading only
    QVERIFY2(isExpected, result.toText());
    if (result.code != 2)
        QVERIFY2(result.err.count('\n') == 1 && (result.err.contains(fate) || result.err.contains("could not be opened")), result.toText());
}

void KillTest::checkNothingIsLeft()
{
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"dump"_s});
}

void KillTest::newWorkspaceFailsAsAWhole()
{
    m_dump = contentOf(kSample);
    const QByteArrayList allowed = {fingerprintOf(kSample)};
    restore(false);
    const QStringList errors = {u"EIO"_s, u"ENOSPC"_s, u"EDQUOT"_s};
    int runs = 0;
    int failures = 0;
    for (const FaultPoint &point : points(6)) {
        restore(false);
        const QString error = errors[runs % 3];
        const ProgramResult failed = runAndFail(newImport(), point, error, runs % 2 == 1);
        failures += failed.code != 0 ? 1 : 0;
        ++runs;
        if (point.syscall == u"write")
            continue; // what is printed; the tests of commands look at that
        checkMessage(failed, point, error, "No workspace was made");
        // What cannot be removed stays until the next import.
        if ((failed.code == 1 || failed.code == 3) && point.syscall != u"unlink")
            checkNothingIsLeft();
        checkAfterFault(allowed, true);
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(u"%1 at %2 %3\n"_s.arg(error, point.syscall, QString::number(point.number)) +
                             QString::fromUtf8(failed.toText())));
    }
    qInfo("%d system calls of a new workspace failed, %d of them noticed", runs, failures);
    QVERIFY(failures > 5);
}

void KillTest::mergeFailsWithWhatWasThere()
{
    restore(true);
    const QStringList errors = {u"EIO"_s, u"ENOSPC"_s, u"EDQUOT"_s};
    int runs = 0;
    int failures = 0;
    for (const FaultPoint &point : points(8)) {
        restore(true);
        const QString error = errors[runs % 3];
        const ProgramResult failed = runAndFail(newImport(), point, error, runs % 2 == 1);
        failures += failed.code != 0 ? 1 : 0;
        ++runs;
        checkMessage(failed, point, error, "");
        checkAfterFault(m_states, false);
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(u"%1 at %2 %3\n"_s.arg(error, point.syscall, QString::number(point.number)) +
                             QString::fromUtf8(failed.toText())));
    }
    qInfo("%d system calls of a merge failed, %d of them noticed", runs, failures);
    QVERIFY(failures > 5);
}

QTEST_GUILESS_MAIN(KillTest)
#include "tst_kill.moc"
