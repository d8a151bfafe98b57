// find, edit --where and compare, run as a user runs them.
#include "tests/commands/programrun.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence::test;

namespace {

QByteArray line(const char *id, const char *key, const char *data)
{
    return QByteArray(R"({"_id":")") + id + R"(","appId":"app-1","associations":[)" + key + R"(],"data":)" + data +
           R"(,"_updatedAt":{"$date":"2026-01-31T12:00:05Z"}})" + "\n";
}

const QByteArray kUser = R"({"model":"user","id":"u1"})";

QByteArray records()
{
    return R"({"_id":"u1","username":"alice","name":"Alice A","emails":[]})"
           "\n" +
           line("r1", kUser, R"({"comment":"The app crashed","rating":1})") + line("r2", kUser, R"({"comment":"fine","rating":5})") +
           line("r3", R"({"model":"room","id":"GENERAL"})", R"({"comment":"crash and crash","tags":["crash"]})");
}

} // namespace

class tst_find_commands : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void printsHitsWithTheFieldsThatMatch();
    void printsJsonIdsOrTheCount();
    void takesADump();
    void stopsAtTheLimit();
    void keepsToOneApp();
    void refusesWhatIsNoFilter_data();
    void refusesWhatIsNoFilter();
    void showsTheLanguageInItsHelp();
    void endsQuietlyWhenAPipeCloses();
    void replacesTextInAllThatPassAFilter();
    void replacesAnAssociationInAllThatPassAFilter();
    void refusesWhatIsNoAssociation();
    void showsWhatItWouldChange();
    void marksNewKeysThatAnotherRecordHas();
    void removesFieldsWhereTheyAre();
    void changesNothingIfOneRecordCannotBeChanged();
    void countsTheValuesOfAPath();
    void comparesTwoDumps();
    void comparesByKey();
    void comparesTwoGroupsOfOneApp();
    void comparesOneGroupOfTwoDumps();
    void saysWhichGroupIsMissing_data();
    void saysWhichGroupIsMissing();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_workspace;
};

void tst_find_commands::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_workspace = path(u"w.pbw"_s);
    writeFile(path(u"dump.json"_s), records());
    const ProgramResult imported = runProgram({u"import"_s, path(u"dump.json"_s), u"-o"_s, m_workspace});
    QVERIFY2(imported.code == 0, imported.toText());
}

void tst_find_commands::printsHitsWithTheFieldsThatMatch()
{
    const ProgramResult result = runProgram({u"find"_s, m_workspace, u"crash"_s});
    QCOMPARE(result.out, QByteArray("r1  user u1 (@alice)\n"
                                    "    data.comment: The app crashed\n"
                                    "r3  room GENERAL\n"
                                    "    data.comment: crash and crash\n"
                                    "    data.tags[0]: crash\n"
                                    "2 records.\n"));
    QCOMPARE(result.code, 0);
    QCOMPARE(runProgram({u"find"_s, m_workspace, u"user:@alice"_s, u"data.rating<=2"_s}).out,
             QByteArray("r1  user u1 (@alice)\n    data.rating: 1\n1 record.\n"));
    const ProgramResult none = runProgram({u"find"_s, m_workspace, u"nothing"_s});
    QCOMPARE(none.out, QByteArray("0 records.\n"));
    QCOMPARE(none.code, 0);
}

void tst_find_commands::printsJsonIdsOrTheCount()
{
    QCOMPARE(
        runProgram({u"find"_s, m_workspace, u"fine"_s, u"--json"_s}).out,
        QByteArray(
            R"({"_id":"r2","appId":"app-1","associations":[{"model":"user","id":"u1"}],"data":{"comment":"fine","rating":{"$numberInt":"5"}},)"
            R"("_updatedAt":{"$date":{"$numberLong":"1769860805000"}}})"
            "\n"));
    QCOMPARE(runProgram({u"find"_s, m_workspace, u"crash"_s, u"--ids"_s}).out, QByteArray("r1\nr3\n"));
    QCOMPARE(runProgram({u"find"_s, m_workspace, u"crash"_s, u"--count"_s}).out, QByteArray("2\n"));
    QCOMPARE(runProgram({u"find"_s, m_workspace, QString(), u"--count"_s}).out, QByteArray("3\n"));
}

void tst_find_commands::takesADump()
{
    QCOMPARE(runProgram({u"find"_s, path(u"dump.json"_s), u"@alice"_s, u"--ids"_s}).out, QByteArray("r1\nr2\n"));
}

void tst_find_commands::stopsAtTheLimit()
{
    QCOMPARE(runProgram({u"find"_s, m_workspace, u"crash"_s, u"--limit"_s, u"1"_s}).out,
             QByteArray("r1  user u1 (@alice)\n    data.comment: The app crashed\nThe first 1 record; there may be more.\n"));
    QCOMPARE(runProgram({u"find"_s, m_workspace, u"crash"_s, u"--limit"_s, u"x"_s}).code, 1);
}

void tst_find_commands::keepsToOneApp()
{
    QCOMPARE(runProgram({u"find"_s, m_workspace, u"crash"_s, u"--app"_s, u"app-1"_s, u"--count"_s}).out, QByteArray("2\n"));
    const ProgramResult unknown = runProgram({u"find"_s, m_workspace, u"crash"_s, u"--app"_s, u"other"_s});
    QCOMPARE(unknown.code, 1);
    QVERIFY2(unknown.err.contains("no app \"other\""), unknown.toText());
}

void tst_find_commands::refusesWhatIsNoFilter_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("value missing") << u"user:"_s << QByteArray("This is no filter: a value is missing here (at byte 5 of \"user:\").");
    QTest::newRow("quote missing") << u"a \"b"_s << QByteArray("the closing quote is missing (at byte 2");
    QTest::newRow("no size") << u"size:>many"_s << QByteArray("this is no size");
}

void tst_find_commands::refusesWhatIsNoFilter()
{
    QFETCH(const QString, filter);
    QFETCH(const QByteArray, message);
    const ProgramResult result = runProgram({u"find"_s, m_workspace, filter});
    QCOMPARE(result.code, 1);
    QVERIFY2(result.out.isEmpty() && result.err.contains(message), result.toText());
}

void tst_find_commands::showsTheLanguageInItsHelp()
{
    const ProgramResult result = runProgram({u"find"_s, u"--help"_s});
    QVERIFY2(result.out.contains("updated:>2026-01-01") && result.out.contains("data.rating<=2"), result.toText());
}

void tst_find_commands::endsQuietlyWhenAPipeCloses()
{
    const ProgramResult result = ProgramRun({u"find"_s, m_workspace, QString()}).through(u"\"$@\" | head -n 1"_s).run();
    QVERIFY2(result.out.startsWith("r1") && result.err.isEmpty(), result.toText());
}

void tst_find_commands::replacesTextInAllThatPassAFilter()
{
    const ProgramResult edited = runProgram({u"edit"_s, m_workspace, u"--where"_s, u"crash"_s, u"--replace"_s, u"crash=halt"_s});
    QCOMPARE(edited.out, QByteArray("Change 1: Replace \"crash\" by \"halt\" (2 records).\n"));
    QCOMPARE(runProgram({u"find"_s, m_workspace, u"halt"_s}).out, QByteArray("r1  user u1 (@alice)\n"
                                                                             "    data.comment: The app halted\n"
                                                                             "r3  room GENERAL\n"
                                                                             "    data.comment: halt and halt\n"
                                                                             "    data.tags[0]: halt\n"
                                                                             "2 records.\n"));
    QCOMPARE(runProgram({u"undo"_s, m_workspace}).code, 0);
    QCOMPARE(fingerprintOf(m_workspace), fingerprintOf(path(u"dump.json"_s)));
}

void tst_find_commands::replacesAnAssociationInAllThatPassAFilter()
{
    const QString step = u"user:u1=room:a\\=b"_s;
    const ProgramResult tried =
        runProgram({u"edit"_s, m_workspace, u"--where"_s, QString(), u"--replace-association"_s, step, u"--dry-run"_s});
    QVERIFY2(tried.out.endsWith("2 records would be changed, of 3 records that match. Nothing was changed.\n"), tried.toText());
    const ProgramResult edited = runProgram({u"edit"_s, m_workspace, u"--where"_s, QString(), u"--replace-association"_s, step});
    QVERIFY2(edited.out.contains("(2 records)"), edited.toText());
    QCOMPARE(runProgram({u"find"_s, m_workspace, u"id:a=b"_s, u"--count"_s}).out, QByteArray("2\n"));
    QCOMPARE(runProgram({u"edit"_s, m_workspace, u"--where"_s, QString(), u"--replace-association"_s, u"room:a\\=b="_s}).code, 0);
    QCOMPARE(runProgram({u"find"_s, m_workspace, u"model:room"_s, u"--count"_s}).out, QByteArray("1\n"));
    QCOMPARE(runProgram({u"undo"_s, m_workspace}).code, 0);
    QCOMPARE(runProgram({u"undo"_s, m_workspace}).code, 0);
    QCOMPARE(fingerprintOf(m_workspace), fingerprintOf(path(u"dump.json"_s)));
}

void tst_find_commands::refusesWhatIsNoAssociation()
{
    for (const QString &text : {u"user:u1"_s, u"user=room:a"_s, u"user:u1,room:b=room:a"_s, u"=room:a"_s, u"user:u1=room:a,room:b"_s}) {
        const ProgramResult result = runProgram({u"edit"_s, m_workspace, u"--where"_s, QString(), u"--replace-association"_s, text});
        QCOMPARE(result.code, 1);
        QVERIFY2(result.err.contains(text.toUtf8()) || result.err.contains("is no key"), result.toText());
    }
}

void tst_find_commands::showsWhatItWouldChange()
{
    const QStringList arguments{u"--where"_s, u"crash"_s, u"--replace"_s, u"crash=halt"_s, u"--within"_s, u"data.tags"_s, u"--dry-run"_s};
    const QByteArray expected = "~ r3  room GENERAL\n"
                                "    ~ data.tags[0]: crash → halt\n"
                                "1 record would be changed, of 2 records that match. Nothing was changed.\n";
    QCOMPARE(runProgram(QStringList{u"edit"_s, m_workspace} + arguments).out, expected);
    QCOMPARE(runProgram(QStringList{u"edit"_s, path(u"dump.json"_s)} + arguments).out, expected);
    QVERIFY(runProgram({u"history"_s, m_workspace}).out.count('\n') <= 1);
}

void tst_find_commands::marksNewKeysThatAnotherRecordHas()
{
    const QStringList edit{u"edit"_s, m_workspace, u"--dry-run"_s, u"--where"_s};
    const ProgramResult one = runProgram(edit + QStringList{u"r1"_s, u"--replace-association"_s, u"user:u1=room:GENERAL"_s});
    QVERIFY2(one.out.startsWith("~ r1  user u1 (@alice)\n    ! Clash: another record has this key\n"), one.toText());
    QVERIFY2(one.out.endsWith("Clash: 1 new key is in use by another record as well.\n1 record would be changed, of 1 record that match. "
                              "Nothing was changed.\n"),
             one.toText());
    const ProgramResult all = runProgram(edit + QStringList{QString(), u"--key"_s, u"room:new"_s});
    QVERIFY2(all.out.contains("Clash: 3 new keys are in use by other records as well.\n"), all.toText());
    const ProgramResult none = runProgram(edit + QStringList{u"r1"_s, u"--key"_s, u"room:new"_s});
    QVERIFY2(!none.out.contains("Clash"), none.toText());
}

void tst_find_commands::removesFieldsWhereTheyAre()
{
    const ProgramResult edited =
        runProgram({u"edit"_s, m_workspace, u"--where"_s, QString(), u"--unset"_s, u"rating"_s, u"--set"_s, u"seen=true"_s});
    QVERIFY2(edited.out.contains("3 records"), edited.toText());
    QCOMPARE(runProgram({u"find"_s, m_workspace, u"not has:data.rating data.seen=true"_s, u"--count"_s}).out, QByteArray("3\n"));
}

void tst_find_commands::changesNothingIfOneRecordCannotBeChanged()
{
    const QByteArray before = fingerprintOf(m_workspace);
    const ProgramResult edited = runProgram({u"edit"_s, m_workspace, u"--where"_s, u"crash"_s, u"--set"_s, u"tags[1]=1"_s});
    QCOMPARE(edited.code, 1);
    QVERIFY2(edited.err.contains("Record r1"), edited.toText());
    QCOMPARE(fingerprintOf(m_workspace), before);
}

void tst_find_commands::countsTheValuesOfAPath()
{
    QCOMPARE(runProgram({u"find"_s, m_workspace, u"--values"_s, u"data.rating"_s}).out,
             QByteArray("1  1 (Int32)\n1  5 (Int32)\n1  (missing)\n2 different values in 3 records.\n"));
    QCOMPARE(runProgram({u"find"_s, m_workspace, u"user:u1"_s, u"--values"_s, u"data.rating"_s, u"--json"_s}).out,
             QByteArray("{\"value\":1,\"type\":\"int32\",\"records\":1}\n{\"value\":5,\"type\":\"int32\",\"records\":1}\n"));
    const ProgramResult wrong = runProgram({u"find"_s, m_workspace, u"--values"_s, u"a..b"_s});
    QCOMPARE(wrong.code, 1);
    QVERIFY2(wrong.err.contains("This is no path"), wrong.toText());
}

void tst_find_commands::comparesTwoDumps()
{
    writeFile(path(u"after.json"_s), line("r1", kUser, R"({"comment":"The app crashed","rating":{"$numberLong":"1"}})") +
                                         line("r2", kUser, R"({"rating":5,"comment":"fine"})") + line("r4", kUser, "{}"));
    const ProgramResult result = runProgram({u"compare"_s, m_workspace, path(u"after.json"_s)});
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.isEmpty(), result.toText());
    QVERIFY2(result.out.startsWith("t r1  user u1 (@alice)\n    t data.rating: 1 (Int32) → 1 (Int64)\n> r2"), result.toText());
    QVERIFY2(result.out.contains("stands elsewhere among its neighbours"), result.toText());
    QVERIFY2(result.out.endsWith("- r3  room GENERAL\n+ r4  user u1\n0 equal, 1 added, 1 removed, 0 changed, 1 type only, 1 order only.\n"),
             result.toText());
    const ProgramResult same = runProgram({u"compare"_s, m_workspace, path(u"dump.json"_s)});
    QCOMPARE(same.out, QByteArray("3 equal, 0 added, 0 removed, 0 changed.\n"));
    QCOMPARE(same.code, 0);
    QVERIFY(runProgram({u"compare"_s, m_workspace, path(u"after.json"_s), u"--json"_s})
                .out.endsWith(R"({"equal":0,"added":1,"removed":1,"changed":0,"type":1,"order":1,"damaged":0})"
                              "\n"));
}

void tst_find_commands::comparesByKey()
{
    writeFile(path(u"after.json"_s),
              line("other", R"({"model":"room","id":"GENERAL"})", R"({"comment":"crash and crash","tags":["crash"]})"));
    const ProgramResult result = runProgram({u"compare"_s, m_workspace, path(u"after.json"_s), u"--by"_s, u"key"_s});
    QVERIFY2(result.out.contains("~ r3  room GENERAL\n    ~ _id: r3 → other\n") &&
                 result.out.endsWith("0 equal, 0 added, 2 removed, 1 changed.\n"),
             result.toText());
    const ProgramResult values = runProgram(
        {u"compare"_s, m_workspace, path(u"after.json"_s), u"--by"_s, u"key"_s, u"--values"_s, u"--filter"_s, u"crash room:GENERAL"_s});
    QCOMPARE(values.out, QByteArray("1 equal, 0 added, 0 removed, 0 changed.\n"));
    QCOMPARE(values.code, 0);
}

void tst_find_commands::comparesTwoGroupsOfOneApp()
{
    writeFile(path(u"groups.json"_s),
              records() + line("r4", R"({"model":"room","id":"OTHER"})", R"({"comment":"crash and crash"})") +
                  line("r5", R"({"model":"direct","id":"GENERAL"})", R"({"comment":"crash and crash","tags":["crash"]})"));
    const QStringList compare = {u"compare"_s, path(u"groups.json"_s), u"--app"_s, u"app-1"_s, u"--by"_s, u"key"_s, u"--values"_s};
    const ProgramResult ids =
        runProgram(compare + QStringList{u"--model"_s, u"room"_s, u"--id"_s, u"GENERAL"_s, u"--with-id"_s, u"OTHER"_s});
    QVERIFY2(ids.out.contains("- data.tags") && ids.out.endsWith("0 equal, 0 added, 0 removed, 1 changed.\n"), ids.toText());
    const ProgramResult models =
        runProgram(compare + QStringList{u"--model"_s, u"room"_s, u"--id"_s, u"GENERAL"_s, u"--with-model"_s, u"direct"_s});
    QCOMPARE(models.out, QByteArray("1 equal, 0 added, 0 removed, 0 changed.\n"));
    QCOMPARE(models.code, 0);
    const ProgramResult byName = runProgram(compare + QStringList{u"--model"_s, u"user"_s, u"--id"_s, u"alice"_s, u"--with-id"_s, u"u1"_s});
    QCOMPARE(byName.out, QByteArray("2 equal, 0 added, 0 removed, 0 changed.\n"));
}

void tst_find_commands::comparesOneGroupOfTwoDumps()
{
    writeFile(path(u"after.json"_s), line("r1", kUser, R"({"comment":"The app crashed","rating":1})"));
    const QStringList compare = {u"compare"_s, m_workspace, path(u"after.json"_s), u"--app"_s, u"app-1"_s};
    QVERIFY(runProgram(compare + QStringList{u"--model"_s, u"user"_s}).out.endsWith("1 equal, 0 added, 1 removed, 0 changed.\n"));
    // It may be missing on one side.
    QVERIFY(runProgram(compare + QStringList{u"--model"_s, u"room"_s}).out.endsWith("0 equal, 0 added, 1 removed, 0 changed.\n"));
}

void tst_find_commands::saysWhichGroupIsMissing_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *options, const char *expected) {
        QTest::newRow(options) << QString::fromUtf8(options).split(u' ') << QByteArray(expected);
    };
    row("--app nobody --with-app app-1", "No app has the id or name \"nobody\"");
    row("--app nobody", "Name two workspaces or dumps");
    row("--app app-1 --model rom --with-model user", "\"rom\". These are there: \"room\"; \"user\".");
    row("--app app-1 --model room --id no --with-id GENERAL", "no records under room \"no\"");
    row("--app app-1 --with-id x", "need --model");
    row("--app app-1 --model room --with-id x", "--with-id needs --id");
    row("--with-app app-1", "--with-app needs --app");
    row("--model room --with-model user", "name the app with --app");
}

void tst_find_commands::saysWhichGroupIsMissing()
{
    QFETCH(const QStringList, options);
    QFETCH(const QByteArray, expected);
    const ProgramResult result = runProgram(QStringList{u"compare"_s, m_workspace} + options);
    QCOMPARE(result.code, 1);
    QVERIFY2(result.err.contains(expected), result.toText());
    QVERIFY2(result.out.isEmpty(), result.toText());
}

QTEST_GUILESS_MAIN(tst_find_commands)
#include "tst_find_commands.moc"
