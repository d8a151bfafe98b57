// What could not be read: the command that lists it, and what the others say and return about a dump that is not whole.
#include "tests/commands/programrun.h"
#include "tests/support/recorddocument.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

constexpr char kGood[] = "{\"_id\":\"1\",\"appId\":\"a\",\"data\":{\"n\":1}}\n";
constexpr char kBad[] = "{\"_id\": oops \x1b}\n";

} // namespace

class ProblemsCommandTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void isNamedByTheImport();
    void listsPlaceReasonAndBytes();
    void listsAsManyBytesAsAsked_data();
    void listsAsManyBytesAsAsked();
    void listsJsonForPrograms();
    void namesTheLineOfWhatIsNoRecord();
    void listsManyInLittleMemory();
    void listsSeveralSources();
    void saysThatThereAreNone();
    void givesADamagedDumpAnExitCodeOfItsOwn_data();
    void givesADamagedDumpAnExitCodeOfItsOwn();
    void doesNotCallADamagedDumpWell();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_dump;
    QString m_workspace;
};

void ProblemsCommandTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_dump = path(u"mixed.json"_s);
    m_workspace = path(u"w.pbw"_s);
    writeFile(m_dump, QByteArray(kGood) + kBad);
}

void ProblemsCommandTest::isNamedByTheImport()
{
    const ProgramResult imported = runProgram({u"import"_s, m_dump, u"-o"_s, m_workspace});
    QVERIFY2(imported.code == 2 && imported.err.contains("\"problems " + m_workspace.toUtf8() + "\" lists them"), imported.toText());
}

void ProblemsCommandTest::listsPlaceReasonAndBytes()
{
    QCOMPARE(runProgram({u"import"_s, m_dump, u"-o"_s, m_workspace}).code, 2);
    const ProgramResult listed = runProgram({u"problems"_s, m_workspace});
    QCOMPARE(listed.code, 0);
    const QByteArrayList lines = listed.out.split('\n');
    QVERIFY2(lines[0].startsWith(m_dump.toUtf8() + ", byte 39, 15 bytes: line 2, "), listed.toText());
    QVERIFY2(lines[1].startsWith("    {\"_id\": oops ") && !listed.out.contains('\x1b'), listed.toText());
    QCOMPARE(lines[2], m_workspace.toUtf8() + ": 1 problem.");
}

void ProblemsCommandTest::listsAsManyBytesAsAsked_data()
{
    QTest::addColumn<QString>("count");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("none") << u"0"_s << QByteArray();
    QTest::newRow("some") << u"4"_s << QByteArray("    {\"_i…\n");
    QTest::newRow("all") << u"all"_s << QByteArray("oops ␛}\n");
    QTest::newRow("words") << u"many"_s << QByteArray("--bytes takes a number or all");
}

void ProblemsCommandTest::listsAsManyBytesAsAsked()
{
    QFETCH(QString, count);
    QFETCH(QByteArray, shown);
    QCOMPARE(runProgram({u"import"_s, m_dump, u"-o"_s, m_workspace}).code, 2);
    const ProgramResult listed = runProgram({u"problems"_s, m_workspace, u"--bytes"_s, count});
    QVERIFY2((listed.out + listed.err).contains(shown), listed.toText());
    QCOMPARE(listed.out.contains("\n    "), count == u"4" || count == u"all");
}

void ProblemsCommandTest::listsJsonForPrograms()
{
    QCOMPARE(runProgram({u"import"_s, m_dump, u"-o"_s, m_workspace}).code, 2);
    const ProgramResult listed = runProgram({u"problems"_s, m_workspace, u"--json"_s, u"--bytes"_s, u"all"_s});
    const QJsonObject problem = QJsonDocument::fromJson(listed.out).object();
    QVERIFY2(listed.code == 0 && problem[u"source"].toString() == m_dump, listed.toText());
    QCOMPARE(problem[u"offset"].toInt(), 39);
    QCOMPARE(problem[u"size"].toInt(), 15);
    QVERIFY(!problem[u"reason"].toString().isEmpty());
    const QString bytes = problem[u"bytes"][u"$binary"][u"base64"].toString();
    QVERIFY2(QByteArray::fromBase64(bytes.toLatin1()).startsWith("{\"_id\": oops"), listed.toText());
}

void ProblemsCommandTest::namesTheLineOfWhatIsNoRecord()
{
    writeFile(m_dump, QByteArray(kGood) + "\n  {\"_id\":\"2\",\"data\":{}}\n");
    const ProgramResult listed = runProgram({u"problems"_s, m_dump});
    QVERIFY2(listed.out.contains("byte 42, 27 bytes: line 3, column 3: Not a record: it has no appId."), listed.toText());
}

void ProblemsCommandTest::listsManyInLittleMemory()
{
    constexpr int kMany = 20'000;
    writeFile(m_dump, QByteArray(kBad).repeated(kMany));
    QCOMPARE(runProgram({u"import"_s, m_dump, u"-o"_s, m_workspace}).code, 2);
    const ProgramResult listed = runProgram({u"problems"_s, m_workspace, u"--json"_s});
    QCOMPARE(listed.out.count('\n'), kMany);
    const ProgramResult counted = runProgram({u"problems"_s, m_workspace});
    QVERIFY2(counted.out.endsWith(": 20,000 problems.\n"), counted.out.right(100));
}

void ProblemsCommandTest::listsSeveralSources()
{
    writeFile(path(u"other.json"_s), kBad);
    const ProgramResult listed = runProgram({u"problems"_s, m_dump, path(u"other.json"_s)});
    QVERIFY2(listed.out.contains("mixed.json, byte 39") && listed.out.contains("other.json, byte 0"), listed.toText());
}

void ProblemsCommandTest::saysThatThereAreNone()
{
    writeFile(m_dump, kGood);
    const ProgramResult listed = runProgram({u"problems"_s, m_dump});
    QVERIFY2(listed.code == 0 && listed.out == m_dump.toUtf8() + ": 0 problems.\n", listed.toText());
}

void ProblemsCommandTest::givesADamagedDumpAnExitCodeOfItsOwn_data()
{
    QTest::addColumn<QStringList>("run");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("tree") << QStringList{u"tree"_s, u"DUMP"_s} << QByteArray("a  ");
    QTest::newRow("tree as JSON") << QStringList{u"tree"_s, u"DUMP"_s, u"--json"_s} << QByteArray("\"records\":1");
    QTest::newRow("fingerprint") << QStringList{u"fingerprint"_s, u"DUMP"_s} << QByteArray("mixed.json");
    QTest::newRow("show") << QStringList{u"show"_s, u"DUMP"_s, u"1"_s} << QByteArray("Record id");
    QTest::newRow("find") << QStringList{u"find"_s, u"DUMP"_s, u"n=1"_s, u"--count"_s} << QByteArray("1");
    QTest::newRow("values") << QStringList{u"find"_s, u"DUMP"_s, u"--values"_s, u"data.n"_s} << QByteArray("1");
    QTest::newRow("export") << QStringList{u"export"_s, u"DUMP"_s, u"--format"_s, u"json"_s} << QByteArray("\"n\"");
    QTest::newRow("compare") << QStringList{u"compare"_s, u"DUMP"_s, u"DUMP"_s} << QByteArray("");
    QTest::newRow("problems") << QStringList{u"problems"_s, u"DUMP"_s} << QByteArray("line 2");
    QTest::newRow("verify") << QStringList{u"verify"_s, u"DUMP"_s} << QByteArray("1 records");
}

void ProblemsCommandTest::givesADamagedDumpAnExitCodeOfItsOwn()
{
    QFETCH(QStringList, run);
    QFETCH(QByteArray, says);
    run.replaceInStrings(u"DUMP"_s, m_dump);
    const ProgramResult done = runProgram(run);
    QVERIFY2(done.code == 2 && done.out.contains(says), done.toText());
    QVERIFY2(done.err.contains("1 of 2 could not be read") && !done.err.contains("kept"), done.toText());
    QVERIFY2(done.err.contains("Not everything in " + m_dump.toUtf8() + " could be read"), done.toText());
}

void ProblemsCommandTest::doesNotCallADamagedDumpWell()
{
    const ProgramResult damaged = runProgram({u"verify"_s, m_dump});
    QVERIFY2(damaged.code == 2 && !damaged.out.contains("all is well"), damaged.toText());
    writeFile(m_dump, QByteArray(kGood) + QByteArray(kGood).chopped(5));
    const ProgramResult cut = runProgram({u"verify"_s, m_dump});
    QVERIFY2(cut.code == 2 && !cut.out.contains("all is well") && !cut.err.contains("kept"), cut.toText());
    // A workspace that keeps problems is sound: nothing of it is missing.
    writeFile(m_dump, QByteArray(kGood) + kBad);
    QCOMPARE(runProgram({u"import"_s, m_dump, u"-o"_s, m_workspace}).code, 2);
    const ProgramResult kept = runProgram({u"verify"_s, m_workspace});
    QVERIFY2(kept.code == 0 && kept.out.contains("all is well, 1 records; 1 problems"), kept.toText());
}

QTEST_GUILESS_MAIN(ProblemsCommandTest)
#include "tst_problemscommand.moc"
