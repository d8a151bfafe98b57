// The commands that change a workspace, run as a user runs them.
#include "tests/model/workspace/workspacefiles.h"

#include <QLockFile>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

struct Outcome
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

Outcome run(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(QStringLiteral(PB_PROGRAM), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// What makes a failure readable.
const char *text(const Outcome &outcome)
{
    static QByteArray buffer;
    buffer = "exit code " + QByteArray::number(outcome.code) + '\n' + outcome.out + outcome.err;
    return buffer.constData();
}

#define VERIFY_RUN(call)                                                                                                                   \
    do {                                                                                                                                   \
        const Outcome verifiedRun = call;                                                                                                  \
        QVERIFY2(verifiedRun.code == 0, text(verifiedRun));                                                                                \
    } while (false)

} // namespace

class EditCommandsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void setsRemovesAndRenamesFieldsInOrder();
    void writesTheKeyAndTheApp();
    void takesPathsOfTheWholeDocumentOnRequest();
    void refusesWhatItCannotDo_data();
    void refusesWhatItCannotDo();
    void writesNothingForAnUnchangedValue();
    void refusesAnIdThatSeveralRecordsHave();
    void deletesSeveralRecordsInOneChange();
    void undoesAndRedoesToTheFirstFingerprint();
    void listsTheHistoryForPeopleAndMachines();
    void prunesTheHistoryOnRequest();
    void revertsAChangeARecordAndEverythingSince();
    void comparesVersions();
    void runsAScriptAndStopsAtTheFirstFailure();
    void acknowledgesEachDurableChange();
    void refusesADumpAndAWorkspaceInUse();
    void tellsAConflictByItsExitCode();

private:
    [[nodiscard]] QByteArray value(const QString &id = u"id1"_s) const
    {
        return run({u"show"_s, m_path, id, u"--document"_s}).out.simplified();
    }
    [[nodiscard]] QByteArray fingerprint() const { return run({u"fingerprint"_s, m_path}).out; }
    void verify() const
    {
        const Outcome verified = run({u"verify"_s, m_path});
        VERIFY_RUN(verified);
    }

    WorkspaceFiles m_files;
    QString m_path;
    int m_number = 0;
};

void EditCommandsTest::init()
{
    m_path = m_files.make(u"w%1.pbw"_s.arg(++m_number), 5);
}

void EditCommandsTest::setsRemovesAndRenamesFieldsInOrder()
{
    const Outcome edited = run({u"edit"_s, m_path, u"id1"_s, u"--set"_s, u"a={\"b\":[1,2.0]}"_s, u"--unset"_s, u"text"_s, u"--set"_s,
                                u"a.b[1]=\"x=y\""_s, u"--rename"_s, u"a=c"_s, u"--set"_s, u"[\"odd=name\"]=null"_s});
    VERIFY_RUN(edited);
    QVERIFY2(edited.out.contains("Change 1: Set a and 4 more"), text(edited));
    QVERIFY2(value().contains(R"("data": { "c": { "b": [ 1, "x=y" ] }, "odd=name": null })"), value());
    const Outcome replaced = run({u"edit"_s, m_path, u"id1"_s, u"--value"_s, u"-"_s}, R"([{"$numberLong":"5"}])");
    VERIFY_RUN(replaced);
    QVERIFY2(value().contains(R"("data": [ {"$numberLong": "5"} ])"), value());
    verify();
}

void EditCommandsTest::writesTheKeyAndTheApp()
{
    VERIFY_RUN(run({u"edit"_s, m_path, u"id1"_s, u"--key"_s, u"misc:a:b\\,c,user:"_s, u"--app"_s, u"another"_s}));
    QVERIFY2(
        value().contains(R"("appId": "another", "associations": [ { "model": "misc", "id": "a:b,c" }, { "model": "user", "id": "" } ])"),
        value());
    VERIFY_RUN(run({u"edit"_s, m_path, u"id1"_s, u"--key"_s, u""_s}));
    QVERIFY2(value().contains(R"("associations": [],)"), value());
    verify();
}

void EditCommandsTest::takesPathsOfTheWholeDocumentOnRequest()
{
    VERIFY_RUN(run({u"edit"_s, m_path, u"id1"_s, u"--document"_s, u"--set"_s, u"extra=1"_s, u"--unset"_s, u"_updatedAt"_s}));
    QVERIFY2(value().contains(R"("text": "text" }, "extra": 1 })"), value());
    verify();
}

void EditCommandsTest::refusesWhatItCannotDo_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("no json") << QStringList{u"--set"_s, u"a=text"_s} << QByteArray("quotes");
    QTest::newRow("no value") << QStringList{u"--set"_s, u"a"_s} << QByteArray("PATH=JSON");
    QTest::newRow("no path") << QStringList{u"--set"_s, u"a[=1"_s} << QByteArray("no path");
    QTest::newRow("no place") << QStringList{u"--set"_s, u"a.b=1"_s} << QByteArray("There is no data.a.b");
    QTest::newRow("path as filters write it") << QStringList{u"--set"_s, u"data.b.c=1"_s}
                                              << QByteArray(
                                                     "There is no data.b.c in the value. Paths start inside of the value: write b.c");
    QTest::newRow("nothing to remove") << QStringList{u"--unset"_s, u"nothing"_s} << QByteArray("There is no data.nothing");
    QTest::newRow("a number as value") << QStringList{u"--value"_s, u"1"_s} << QByteArray("object, an array or null");
    QTest::newRow("key without id") << QStringList{u"--key"_s, u"room"_s} << QByteArray("model:id");
    QTest::newRow("record id") << QStringList{u"--document"_s, u"--set"_s, u"_id=1"_s} << QByteArray("cannot be edited");
    QTest::newRow("no record left") << QStringList{u"--document"_s, u"--unset"_s, u"appId"_s} << QByteArray("no record");
    QTest::newRow("nothing to do") << QStringList{} << QByteArray("Say what to do");
}

void EditCommandsTest::refusesWhatItCannotDo()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, message);
    const QByteArray before = fingerprint();
    const Outcome refused = run(QStringList{u"edit"_s, m_path, u"id1"_s} + arguments);
    QVERIFY2(refused.code == 1 && refused.err.contains(message) && refused.out.isEmpty(), text(refused));
    QCOMPARE(fingerprint(), before);
    QVERIFY(run({u"history"_s, m_path, u"--json"_s}).out.isEmpty());
}

void EditCommandsTest::writesNothingForAnUnchangedValue()
{
    const Outcome same = run({u"edit"_s, m_path, u"id1"_s, u"--set"_s, u"text=\"text\""_s});
    VERIFY_RUN(same);
    QVERIFY2(same.out.contains("Nothing to save"), text(same));
    QVERIFY(run({u"history"_s, m_path, u"--json"_s}).out.isEmpty());
}

void EditCommandsTest::refusesAnIdThatSeveralRecordsHave()
{
    // The same digits as a text and as an ObjectId.
    const QString dump = m_files.path(u"two.json"_s);
    QFile file(dump);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"_id":"0123456789abcdef01234567","appId":"a","data":{}}
{"_id":{"$oid":"0123456789abcdef01234567"},"appId":"b","data":{}})");
    file.close();
    m_path = m_files.path(u"two.pbw"_s);
    VERIFY_RUN(run({u"import"_s, dump, u"-o"_s, m_path}));
    const QString id = u"0123456789abcdef01234567"_s;
    const Outcome refused = run({u"edit"_s, m_path, id, u"--set"_s, u"x=1"_s});
    QVERIFY2(refused.code == 1 && refused.err.contains("2 records") && refused.err.contains("app a") && refused.err.contains("app b"),
             text(refused));
    VERIFY_RUN(run({u"edit"_s, m_path, u"{\"$oid\":\"%1\"}"_s.arg(id), u"--set"_s, u"x=1"_s}));
    VERIFY_RUN(run({u"edit"_s, m_path, id, u"--nth"_s, u"1"_s, u"--set"_s, u"x=2"_s}));
    const QByteArray shown = run({u"show"_s, m_path, id, u"--document"_s}).out.simplified();
    QVERIFY2(shown.contains(R"("appId": "a", "data": { "x": 2 })") && shown.contains(R"("appId": "b", "data": { "x": 1 })"), shown);
}

void EditCommandsTest::deletesSeveralRecordsInOneChange()
{
    const QByteArray before = fingerprint();
    const Outcome deleted = run({u"delete"_s, m_path, u"id1"_s, u"id2"_s, u"id1"_s});
    VERIFY_RUN(deleted);
    QVERIFY2(deleted.out.contains("Delete 2 records"), text(deleted));
    QVERIFY(run({u"show"_s, m_path, u"id1"_s}).code != 0);
    QVERIFY(run({u"delete"_s, m_path, u"id3"_s, u"id1"_s}).code != 0);
    VERIFY_RUN(run({u"show"_s, m_path, u"id3"_s}));
    verify();
    VERIFY_RUN(run({u"undo"_s, m_path}));
    QCOMPARE(fingerprint(), before);
}

void EditCommandsTest::undoesAndRedoesToTheFirstFingerprint()
{
    QByteArrayList states{fingerprint()};
    VERIFY_RUN(run({u"edit"_s, m_path, u"id1"_s, u"--set"_s, u"text=1"_s}));
    states.append(fingerprint());
    VERIFY_RUN(run({u"delete"_s, m_path, u"id1"_s}));
    states.append(fingerprint());
    for (int i = 1; i >= 0; --i) {
        VERIFY_RUN(run({u"undo"_s, m_path}));
        QCOMPARE(fingerprint(), states[i]);
    }
    const Outcome nothing = run({u"undo"_s, m_path});
    QVERIFY2(nothing.code == 1 && nothing.err.contains("nothing to undo"), text(nothing));
    for (int i = 1; i <= 2; ++i) {
        VERIFY_RUN(run({u"redo"_s, m_path}));
        QCOMPARE(fingerprint(), states[i]);
    }
    QCOMPARE(run({u"redo"_s, m_path}).code, 1);
    verify();
}

void EditCommandsTest::listsTheHistoryForPeopleAndMachines()
{
    VERIFY_RUN(run({u"edit"_s, m_path, u"id1"_s, u"--set"_s, u"text=1"_s}));
    VERIFY_RUN(run({u"delete"_s, m_path, u"id2"_s}));
    VERIFY_RUN(run({u"undo"_s, m_path}));
    const QByteArrayList lines = run({u"history"_s, m_path, u"--json"_s}).out.trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY2(lines[0].contains(R"("change":3)") && lines[0].contains(R"("source":"undo")") && lines[0].contains(R"("target":2)"), lines[0]);
    QVERIFY2(lines[1].contains(R"("title":"Delete a record","isUndone":true)"), lines[1]);
    QCOMPARE(run({u"history"_s, m_path, u"id1"_s, u"--json"_s}).out.count('\n'), 1);
    QCOMPARE(run({u"history"_s, m_path, u"id2"_s, u"--json"_s}).out.count('\n'), 2);
    QVERIFY(run({u"history"_s, m_path, u"id3"_s}).out.contains("as it came"));
    const Outcome limited = run({u"history"_s, m_path, u"--limit"_s, u"100"_s});
    QVERIFY2(limited.code == 0 && limited.out.contains("of 100"), text(limited));
    const Outcome over = run({u"redo"_s, m_path});
    QVERIFY2(over.code == 0 && over.err.contains("Nothing was dropped"), text(over));
    // A deleted record still has its history.
    QCOMPARE(run({u"history"_s, m_path, u"id2"_s, u"--json"_s}).out.count('\n'), 3);
}

void EditCommandsTest::prunesTheHistoryOnRequest()
{
    const QString future = u"2999-01-01"_s;
    const Outcome nothing = run({u"history"_s, m_path, u"--prune-before"_s, future});
    QVERIFY2(nothing.code == 0 && nothing.out.contains("No change was made before"), text(nothing));
    for (const QString &value : {u"text=1"_s, u"text=2"_s})
        VERIFY_RUN(run({u"edit"_s, m_path, u"id1"_s, u"--set"_s, value}));
    const QByteArray state = fingerprint();
    const Outcome dry = run({u"history"_s, m_path, u"--prune-before"_s, future, u"--dry-run"_s});
    QVERIFY2(dry.code == 0 && dry.out.startsWith("Would remove 2 changes"), text(dry));
    QCOMPARE(run({u"history"_s, m_path, u"--json"_s}).out.count('\n'), 2);
    QCOMPARE(run({u"history"_s, m_path, u"--prune-before"_s, u"2001-01-01T00:00:00Z"_s}).code, 0);
    const Outcome pruned = run({u"history"_s, m_path, u"--prune-before"_s, future});
    QVERIFY2(pruned.code == 0 && pruned.out.startsWith("Removed 2 changes"), text(pruned));
    const QByteArray left = run({u"history"_s, m_path, u"--json"_s}).out;
    QVERIFY2(left.count('\n') == 1 && left.contains(R"("change":3)") && left.contains(R"("source":"compaction")"), left.constData());
    QCOMPARE(run({u"undo"_s, m_path}).code, 1);
    QCOMPARE(fingerprint(), state);
    verify();
    for (const QStringList &wrong : {QStringList{u"--prune-before"_s, u"yesterday"_s}, QStringList{u"--dry-run"_s}})
        QCOMPARE(run(QStringList{u"history"_s, m_path} + wrong).code, 1);
}

void EditCommandsTest::revertsAChangeARecordAndEverythingSince()
{
    const QByteArray first = fingerprint();
    VERIFY_RUN(run({u"edit"_s, m_path, u"id1"_s, u"--set"_s, u"text=1"_s}));
    VERIFY_RUN(run({u"edit"_s, m_path, u"id2"_s, u"--set"_s, u"text=2"_s}));
    VERIFY_RUN(run({u"revert"_s, m_path, u"1"_s}));
    QVERIFY(value().contains(R"("text": "text")"));
    QVERIFY(value(u"id2"_s).contains(R"("text": 2)"));
    VERIFY_RUN(run({u"revert"_s, m_path, u"1"_s, u"--record"_s, u"id1"_s}));
    QVERIFY(value().contains(R"("text": 1)"));
    VERIFY_RUN(run({u"edit"_s, m_path, u"id1"_s, u"--set"_s, u"other=1"_s}));
    VERIFY_RUN(run({u"revert"_s, m_path, u"0"_s, u"--record"_s, u"id1"_s, u"--field"_s, u"text"_s}));
    QVERIFY(value().contains(R"("data": { "text": "text", "other": 1 })"));
    VERIFY_RUN(run({u"delete"_s, m_path, u"id2"_s}));
    VERIFY_RUN(run({u"revert"_s, m_path, u"0"_s, u"--record"_s, u"id2"_s}));
    QVERIFY(value(u"id2"_s).contains(R"("text": "text")"));
    VERIFY_RUN(run({u"revert"_s, m_path, u"2020-01-01T00:00:00Z"_s, u"--since"_s}));
    QCOMPARE(fingerprint(), first);
    QCOMPARE(run({u"revert"_s, m_path, u"99"_s}).code, 1);
    QCOMPARE(run({u"revert"_s, m_path, u"one"_s}).code, 1);
    verify();
}

void EditCommandsTest::comparesVersions()
{
    VERIFY_RUN(run({u"edit"_s, m_path, u"id1"_s, u"--set"_s, u"n=1"_s}));
    VERIFY_RUN(run({u"edit"_s, m_path, u"id1"_s, u"--set"_s, u"n=1.0"_s, u"--unset"_s, u"text"_s}));
    QCOMPARE(run({u"diff"_s, m_path, u"id1"_s}).out, QByteArray("+ data.n: 1\n- data.text: text\n"));
    QCOMPARE(run({u"diff"_s, m_path, u"id1"_s, u"1"_s}).out, QByteArray("t data.n: 1 (Int32) → 1 (Double)\n- data.text: text\n"));
    QCOMPARE(run({u"diff"_s, m_path, u"id1"_s, u"0"_s, u"1"_s}).out, QByteArray("+ data.n: 1\n"));
    QCOMPARE(run({u"diff"_s, m_path, u"id1"_s, u"1"_s, u"2"_s, u"--json"_s}).out,
             QByteArray(R"({"kind":"type","path":"data.n","before":1,"after":1.0})"
                        "\n"
                        R"({"kind":"removed","path":"data.text","before":"text"})"
                        "\n"));
    QVERIFY(run({u"diff"_s, m_path, u"id2"_s}).out.contains("No difference"));
    const auto unknown = run({u"diff"_s, m_path, u"id1"_s, u"1"_s, u"77"_s});
    QCOMPARE(unknown.code, 1);
    QVERIFY2(unknown.err.contains("There is no change 77"), unknown.err.constData());
}

void EditCommandsTest::runsAScriptAndStopsAtTheFirstFailure()
{
    const QByteArray script = R"({"record":"id0","set":{"a":1,"b":{"$numberLong":"2"}},"unset":["text"]}

{"record":"id1","key":"misc:x","app":"other"}
{"record":"id2","delete":true}
{"record":"id3","rename":{"text":"note"},"document":false}
{"record":"nobody","set":{"a":1}}
{"record":"id4","set":{"a":1}})";
    const Outcome stopped = run({u"edit"_s, m_path, u"--script"_s, u"-"_s, u"--ack"_s}, script);
    QVERIFY2(stopped.code == 1 && stopped.err.contains("Line 6") && stopped.err.contains("nobody"), text(stopped));
    QCOMPARE(stopped.out, QByteArray("ACK 1\nACK 2\nACK 3\nACK 4\n"));
    QVERIFY(value(u"id0"_s).contains(R"("data": { "a": 1, "b": {"$numberLong": "2"} })"));
    QVERIFY(value(u"id1"_s).contains(R"("appId": "other", "associations": [ { "model": "misc", "id": "x" } ])"));
    QVERIFY(run({u"show"_s, m_path, u"id2"_s}).code != 0);
    QVERIFY(value(u"id3"_s).contains(R"("note": "text")"));
    QVERIFY(value(u"id4"_s).contains(R"("data": { "text": "text" })"));
    for (const char *wrong :
         {"{", R"({"record":"id4"})", R"({"set":{"a":1}})", R"({"record":"id4","sett":{"a":1}})", R"({"record":"id4","set":1})"}) {
        const Outcome refused = run({u"edit"_s, m_path, u"--script"_s, u"-"_s}, wrong);
        QVERIFY2(refused.code == 1 && refused.err.contains("Line 1"), text(refused));
    }
    verify();
}

/// Each line is there before the next change is asked for: nothing is held back.
void EditCommandsTest::acknowledgesEachDurableChange()
{
    QProcess process;
    process.start(QStringLiteral(PB_PROGRAM), {u"edit"_s, m_path, u"--script"_s, u"-"_s, u"--ack"_s});
    for (int i = 1; i <= 3; ++i) {
        process.write("{\"record\":\"id1\",\"set\":{\"n\":" + QByteArray::number(i) + "}}\n");
        QTRY_VERIFY_WITH_TIMEOUT(process.waitForReadyRead(100) || process.canReadLine(), 20'000);
        QCOMPARE(process.readLine(), "ACK " + QByteArray::number(i) + '\n');
    }
    process.kill();
    QVERIFY(process.waitForFinished());
    QVERIFY(value().contains(R"("n": 3)"));
    verify();
}

void EditCommandsTest::refusesADumpAndAWorkspaceInUse()
{
    const Outcome dump = run({u"edit"_s, m_path + u".bson"_s, u"id1"_s, u"--set"_s, u"a=1"_s});
    QVERIFY2(dump.code == 1 && dump.err.contains("dumps are never changed"), text(dump));
    QLockFile lock(m_path + u".lock"_s);
    lock.setStaleLockTime(0);
    QVERIFY(lock.tryLock());
    for (const QStringList &command :
         {QStringList{u"edit"_s, m_path, u"id1"_s, u"--set"_s, u"a=1"_s}, {u"delete"_s, m_path, u"id1"_s}, {u"undo"_s, m_path}}) {
        const Outcome busy = run(command);
        QVERIFY2(busy.code == 4 && busy.err.contains("has this workspace open") &&
                     busy.err.contains(QByteArray::number(QCoreApplication::applicationPid())),
                 text(busy));
    }
    VERIFY_RUN(run({u"history"_s, m_path}));
}

void EditCommandsTest::tellsAConflictByItsExitCode()
{
    VERIFY_RUN(run({u"edit"_s, m_path, u"id1"_s, u"--set"_s, u"n=1"_s}));
    VERIFY_RUN(run({u"edit"_s, m_path, u"id1"_s, u"--set"_s, u"n=2"_s}));
    const QByteArray before = fingerprint();
    const Outcome conflict = run({u"revert"_s, m_path, u"1"_s});
    QVERIFY2(conflict.code == 8 && conflict.err.contains("id1"), text(conflict));
    QCOMPARE(fingerprint(), before);
}

QTEST_GUILESS_MAIN(EditCommandsTest)
#include "tst_edit_commands.moc"
