// What is known of an import that did not come to its end: every later command tells of it until it is completed or taken back.
#include "tests/commands/programrun.h"
#include "tests/support/recorddocument.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

QByteArray record(const QByteArray &id, const QByteArray &text)
{
    return recordDocument(id, "poll", {{"room", "GENERAL"}}, [&](bson::Builder &value) { value.appendString("text", text); });
}

} // namespace

class IncompleteImportsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void tellsOfAWorkspaceThatWasMadeFromACutDump();
    void tellsOfACutDumpThatWasMergedAndHowToTakeItBack();
    void tellsOfAMergeThatWasInterrupted();
    void namesEveryIncompleteImport();
    void saysNothingMoreOnceAllOfTheDumpCame();
    void saysNothingMoreOnceItIsTakenBack();
    void bringsInAgainWhatWasTakenBack();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] ProgramResult import(const QString &source) const { return runProgram({u"import"_s, source, u"-o"_s, workspace()}); }
    [[nodiscard]] ProgramResult verify() const { return runProgram({u"verify"_s, workspace()}); }
    QString workspace() const { return path(u"w.pbw"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_whole;
};

/// A workspace with one record, and a dump of two more that was cut in the second.
void IncompleteImportsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_whole = record("1", "a") + record("2", "b");
    writeFile(path(u"first.bson"_s), record("0", "z"));
    writeFile(path(u"cut.bson"_s), m_whole.chopped(10));
}

void IncompleteImportsTest::tellsOfAWorkspaceThatWasMadeFromACutDump()
{
    QCOMPARE(import(path(u"cut.bson"_s)).code, 2);
    for (const QStringList &run : {QStringList{u"tree"_s, workspace()},
                                   {u"find"_s, workspace(), u"app:poll"_s},
                                   {u"fingerprint"_s, workspace()},
                                   {u"export"_s, workspace(), u"--format"_s, u"canonical"_s},
                                   {u"compare"_s, workspace(), workspace()}}) {
        const ProgramResult told = runProgram(run);
        QVERIFY2(told.code == 0 && told.err.contains("cut.bson is incomplete"), told.toText());
    }
    const ProgramResult verified = verify();
    QVERIFY2(verified.code == 2 && verified.out.contains("sound, but incomplete, 1 records"), verified.toText());
    QVERIFY2(verified.err.contains("cut.bson is incomplete") && !verified.err.contains("revert"), verified.toText());
}

void IncompleteImportsTest::tellsOfACutDumpThatWasMergedAndHowToTakeItBack()
{
    QCOMPARE(import(path(u"first.bson"_s)).code, 0);
    QCOMPARE(import(path(u"cut.bson"_s)).code, 2);
    const ProgramResult verified = verify();
    QVERIFY2(verified.code == 2 && verified.err.contains("revert " + workspace().toUtf8() + " 1"), verified.toText());
    const ProgramResult asJson = runProgram({u"verify"_s, workspace(), u"--json"_s});
    const QJsonObject found = QJsonDocument::fromJson(asJson.out).object();
    QVERIFY2(asJson.code == 2 && found[u"sound"].toBool() && !found[u"complete"].toBool(true), asJson.toText());
    const QJsonObject part = found[u"incomplete"].toArray().at(0).toObject();
    QCOMPARE(part[u"source"].toString(), u"cut.bson"_s);
    QCOMPARE(part[u"records"].toInt(), 1);
    QCOMPARE(part[u"change"].toInt(), 1);
    QVERIFY(!part[u"reason"].toString().isEmpty() && !part[u"stopped"].toBool(true));
}

void IncompleteImportsTest::tellsOfAMergeThatWasInterrupted()
{
    QCOMPARE(import(path(u"first.bson"_s)).code, 0);
    writeFile(path(u"one.bson"_s), record("1", QByteArray(100'000, 'x')));
    // An endless dump: only the signal ends the import. It reads ahead by less than 10 MB, so once 20 MB were taken some are in.
    const QString script =
        u"set -m; exec 3< <(for i in {1..200}; do cat '%1'; done; : >'%2'; while cat '%1' 2>/dev/null; do :; done); \"$@\" <&3 & "
        "child=$!; await test -e '%2'; kill -INT $child; wait $child"_s.arg(path(u"one.bson"_s), path(u"taken"_s));
    const ProgramResult stopped = ProgramRun({u"import"_s, u"-"_s, u"-o"_s, workspace()}).through(script).run();
    QCOMPARE(stopped.code, 9);
    const ProgramResult verified = verify();
    QVERIFY2(verified.code == 2 && verified.err.contains("standard input is incomplete: The import was stopped"), verified.toText());
    const QJsonObject found = QJsonDocument::fromJson(runProgram({u"verify"_s, workspace(), u"--json"_s}).out).object();
    const QJsonObject part = found[u"incomplete"].toArray().at(0).toObject();
    QVERIFY(part[u"stopped"].toBool());
    QCOMPARE(part[u"reason"].toString(), u"The import was stopped before its end."_s);
}

void IncompleteImportsTest::namesEveryIncompleteImport()
{
    QCOMPARE(import(path(u"first.bson"_s)).code, 0);
    writeFile(path(u"also.bson"_s), (record("3", "c") + record("4", "d")).chopped(10));
    for (const QString &name : {u"cut.bson"_s, u"also.bson"_s})
        QCOMPARE(import(path(name)).code, 2);
    for (const QStringList &run : {QStringList{u"verify"_s, workspace()}, {u"problems"_s, workspace()}, {u"tree"_s, workspace()}}) {
        const ProgramResult told = runProgram(run);
        QVERIFY2(told.err.contains("cut.bson is incomplete") && told.err.contains("also.bson is incomplete"), told.toText());
        for (const QByteArray &change : {QByteArray("1"), QByteArray("2")})
            QVERIFY2(told.err.contains("revert " + workspace().toUtf8() + ' ' + change + '"'), told.toText());
    }
}

void IncompleteImportsTest::saysNothingMoreOnceAllOfTheDumpCame()
{
    QCOMPARE(import(path(u"first.bson"_s)).code, 0);
    QCOMPARE(import(path(u"cut.bson"_s)).code, 2);
    writeFile(path(u"cut.bson"_s), m_whole);
    QCOMPARE(import(path(u"cut.bson"_s)).code, 0);
    const ProgramResult verified = verify();
    QVERIFY2(verified.code == 0 && verified.err.isEmpty() && verified.out.contains("all is well, 3 records"), verified.toText());
}

void IncompleteImportsTest::saysNothingMoreOnceItIsTakenBack()
{
    QCOMPARE(import(path(u"first.bson"_s)).code, 0);
    const QByteArray before = fingerprintOf(workspace());
    for (const QStringList &revert : {QStringList{u"revert"_s, workspace(), u"1"_s}, {u"revert"_s, workspace(), u"3"_s, u"--since"_s}}) {
        QCOMPARE(import(path(u"cut.bson"_s)).code, 2);
        QCOMPARE(verify().code, 2);
        const ProgramResult reverted = runProgram(revert);
        QVERIFY2(reverted.code == 0, reverted.toText());
        QCOMPARE(verify().code, 0);
        QCOMPARE(fingerprintOf(workspace()), before);
    }
    // Undone, the revert leaves what arrived in the workspace again.
    QCOMPARE(runProgram({u"undo"_s, workspace()}).code, 0);
    QCOMPARE(verify().code, 2);
}

void IncompleteImportsTest::bringsInAgainWhatWasTakenBack()
{
    QCOMPARE(import(path(u"first.bson"_s)).code, 0);
    QCOMPARE(import(path(u"cut.bson"_s)).code, 2);
    const QByteArray before = fingerprintOf(workspace());
    QCOMPARE(runProgram({u"revert"_s, workspace(), u"1"_s}).code, 0);
    const ProgramResult again = import(path(u"cut.bson"_s));
    QVERIFY2(again.code == 2, again.toText());
    QCOMPARE(fingerprintOf(workspace()), before);
}

QTEST_GUILESS_MAIN(IncompleteImportsTest)
#include "tst_incompleteimports.moc"
