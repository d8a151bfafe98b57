// Edits, bulk edits, undo, redo, reverts and a shortened history that are killed at every place where they write (a sample of them unless
// PB_FAULTS=all). Recipe KILL, row K1 of the reliability guide, section 5.
#include "tests/faults/faultpoints.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

constexpr int kRecords = 300;

} // namespace

class KillEditsTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void leavesTheStateBeforeOrAfter_data();
    void leavesTheStateBeforeOrAfter();
    void keepsEveryAcknowledgedLineOfAScript();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QStringList onWorkspace(QStringList arguments) const
    {
        arguments.replaceInStrings(QRegularExpression(u"^W$"_s), path(u"w.pbw"_s));
        return arguments;
    }
    [[nodiscard]] QList<FaultPoint> points(const QStringList &arguments, int perSyscall);
    void restore();
    [[nodiscard]] QByteArray state() const;
    void checkSound() const;

    QTemporaryDir m_folder;
    QByteArray m_base;
};

void KillEditsTest::initTestCase()
{
    if (const QString reason = whyNoStrace(); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    QByteArray dump;
    for (int i = 0; i < kRecords; ++i) {
        const QByteArray number = QByteArray::number(i);
        dump += R"({"_id":"r)" + number + R"(","appId":"poll","associations":[{"model":"misc","id":"poll"},{"model":"user","id":"u)" +
                number + R"("}],"data":{"text":")" + QByteArray(1000, 'x') + "\"}}\n";
    }
    writeFile(path(u"dump.json"_s), dump);
    QCOMPARE(runProgram({u"import"_s, path(u"dump.json"_s), u"-o"_s, path(u"w.pbw"_s)}).code, 0);
    // A past to undo, redo and revert: change 1 stands, change 2 was undone.
    QCOMPARE(runProgram(onWorkspace({u"edit"_s, u"W"_s, u"r1"_s, u"--set"_s, u"text=1"_s})).code, 0);
    QCOMPARE(runProgram(onWorkspace({u"edit"_s, u"W"_s, u"r2"_s, u"--set"_s, u"text=2"_s})).code, 0);
    QCOMPARE(runProgram(onWorkspace({u"undo"_s, u"W"_s})).code, 0);
    m_base = contentOf(path(u"w.pbw"_s));
}

void KillEditsTest::restore()
{
    for (const QString &name : namesIn(m_folder.path())) {
        if (name.startsWith(u"w.pbw"_s))
            QFile::remove(path(name));
    }
    writeFile(path(u"w.pbw"_s), m_base);
}

QList<FaultPoint> KillEditsTest::points(const QStringList &arguments, int perSyscall)
{
    const bool isAll = qEnvironmentVariable("PB_FAULTS") == u"all";
    restore();
    return faultPoints(arguments, m_folder.path(), isAll ? std::numeric_limits<int>::max() : perSyscall);
}

/// Records and history: both must change together.
QByteArray KillEditsTest::state() const
{
    return fingerprintOf(path(u"w.pbw"_s)).first(64) +
           QByteArray::number(runProgram(onWorkspace({u"history"_s, u"W"_s, u"--json"_s})).out.count('\n'));
}

void KillEditsTest::checkSound() const
{
    const ProgramResult verified = runProgram(onWorkspace({u"verify"_s, u"W"_s}));
    QVERIFY2(verified.code == 0, verified.toText());
}

void KillEditsTest::leavesTheStateBeforeOrAfter_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("edit") << QStringList{u"edit"_s,         u"W"_s,     u"r5"_s,           u"--set"_s,
                                         u"text=\"new\""_s, u"--key"_s, u"room:GENERAL"_s, u"--ack"_s};
    QStringList deletion{u"delete"_s, u"W"_s, u"--ack"_s};
    for (int i = 0; i < kRecords; ++i)
        deletion.append(u"r%1"_s.arg(i));
    QTest::newRow("bulk delete") << deletion;
    QTest::newRow("bulk re-key") << QStringList{
        u"edit"_s, u"W"_s, u"--where"_s, u"misc:poll"_s, u"--replace-association"_s, u"misc:poll=room:GENERAL"_s, u"--ack"_s};
    QTest::newRow("bulk replace") << QStringList{u"edit"_s, u"W"_s, u"--where"_s, u"misc:poll"_s, u"--replace"_s, u"xx=y"_s, u"--ack"_s};
    QTest::newRow("shortened history") << QStringList{u"history"_s, u"W"_s, u"--prune-before"_s, u"2100-01-01"_s};
    QTest::newRow("undo") << QStringList{u"undo"_s, u"W"_s, u"--ack"_s};
    QTest::newRow("redo") << QStringList{u"redo"_s, u"W"_s, u"--ack"_s};
    QTest::newRow("revert") << QStringList{u"revert"_s, u"W"_s, u"1"_s, u"--since"_s, u"--ack"_s};
}

void KillEditsTest::leavesTheStateBeforeOrAfter()
{
    QFETCH(QStringList, arguments);
    const QStringList command = onWorkspace(arguments);
    restore();
    const QByteArray before = state();
    const ProgramResult whole = runProgram(command);
    QVERIFY2(whole.code == 0, whole.toText());
    const QByteArray after = state();
    QVERIFY(after != before);
    int kills = 0;
    for (const FaultPoint &point : points(command, 5)) {
        restore();
        const ProgramResult killed = runAndKill(command, point);
        kills += killed.isKilled ? 1 : 0;
        checkSound();
        const QByteArray now = state();
        const QByteArray place = point.syscall.toUtf8() + ' ' + QByteArray::number(point.number);
        // What was printed was on the disk: the history says "Removed" where the others say "ACK".
        const bool isTold = killed.out.contains("ACK") || killed.out.contains("Removed");
        QVERIFY2(now == after || (now == before && !isTold), place);
        if (QTest::currentTestFailed())
            QFAIL(place);
        // It goes on at once, without any help.
        QCOMPARE(runProgram(onWorkspace({u"edit"_s, u"W"_s, u"r7"_s, u"--nth"_s, u"1"_s, u"--set"_s, u"later=1"_s})).code == 0,
                 now == before || !arguments.contains(u"r7"_s));
    }
    qInfo("%d kill points", kills);
    QVERIFY(kills > 5);
}

void KillEditsTest::keepsEveryAcknowledgedLineOfAScript()
{
    QByteArray script;
    for (int i = 0; i < 10; ++i)
        script += R"({"record":"r)" + QByteArray::number(i) + R"(","set":{"n":)" + QByteArray::number(i) + "}}\n";
    writeFile(path(u"script"_s), script);
    const QStringList command = onWorkspace({u"edit"_s, u"W"_s, u"--script"_s, path(u"script"_s), u"--ack"_s});
    for (const FaultPoint &point : points(command, 6)) {
        restore();
        const ProgramResult killed = runAndKill(command, point);
        checkSound();
        // The base has three changes; each line is one more, and is there if it was acknowledged.
        const qsizetype changes = runProgram(onWorkspace({u"history"_s, u"W"_s, u"--json"_s})).out.count('\n');
        const qsizetype acknowledged = killed.out.count("ACK ");
        QVERIFY2(changes - 3 == acknowledged || changes - 3 == acknowledged + 1,
                 qPrintable(u"%1 %2"_s.arg(point.syscall, QString::number(point.number))));
    }
}

QTEST_GUILESS_MAIN(KillEditsTest)
#include "tst_kill_edits.moc"
