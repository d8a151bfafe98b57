// The commands that read: tree, show, verify, fingerprint, and what all commands share.
#include "model/bson/builder.h"
#include "model/bson/extendedjsonreader.h"
#include "model/record/recordid.h"
#include "tests/commands/programrun.h"
#include "tests/support/samplewriter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

#include <locale.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

const QString kSample = QStringLiteral(PB_SAMPLE);

qint64 recordsIn(const QJsonArray &apps)
{
    qint64 records = 0;
    for (const QJsonValue &app : apps)
        records += app[u"records"].toInteger();
    return records;
}

int depthOf(const QJsonArray &nodes)
{
    int depth = 0;
    for (const QJsonValue &node : nodes)
        depth = std::max(depth, 1 + depthOf(node[u"children"].toArray()));
    return depth;
}

/// The lines of \a text from the one that starts with \a first on, \a count of them.
QByteArray excerpt(const QByteArray &text, const QByteArray &first, int count)
{
    const qsizetype start = text.startsWith(first) ? 0 : text.indexOf('\n' + first) + 1;
    return text.sliced(start).split('\n').first(count).join('\n');
}

/// A record with hostile text in every place that is shown.
QByteArray hostileRecord()
{
    bson::Builder builder;
    builder.appendString("_id", "id\x1b[31m\r\n");
    builder.appendString("appId", "app\x1b]0;title\x07");
    builder.openArray("associations");
    builder.openDocument("0");
    builder.appendString("model", "model\x1b[2J");
    builder.appendString("id", "target\x1b[1A\t\x7f");
    builder.close();
    builder.close();
    builder.openDocument("data");
    builder.appendString("text\x1b[5m", "value\x1b[0m\xc2\x9b"
                                        "31m");
    builder.close();
    return builder.finish().toByteArray();
}

bool steersTerminal(const QByteArray &text)
{
    // C1 controls are two bytes of UTF-8 that begin with C2.
    for (qsizetype i = 0; i < text.size(); ++i) {
        const uchar byte = uchar(text[i]);
        if ((byte < 0x20 && byte != '\n') || byte == 0x7f || (byte == 0xc2 && i + 1 < text.size() && uchar(text[i + 1]) < 0xa0))
            return true;
    }
    return false;
}

} // namespace

class CommandsTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void drawsTheTree();
    void drawsRecordsWithPreviews();
    void drawsTheStartOfALargeValue();
    void printsTheSameTreeAsJson_data();
    void printsTheSameTreeAsJson();
    void narrowsTheTreeToAnApp();
    void namesTheAppsThatAreThere();
    void showsARecordWithKeyAndValue();
    void tellsATextIdFromAnObjectId();
    void showsEveryRecordLosslessly();
    void tellsWhereRecordIdsAre();
    void verifiesAWorkspaceAndADump();
    void hasOneFingerprintInEveryLocale_data();
    void hasOneFingerprintInEveryLocale();
    void helpsWithEveryCommand();
    void tellsItsVersion();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void neverSteersTheTerminal();
    void tellsThatTheOutputIsFull();
    void tellsThatTheOutputIsClosed();
    void endsQuietlyWithThePipe();
    void showsTheTreeWhereThereIsNoDisplay();
    void tellsWhatIsNeitherACommandNorAFile_data();
    void tellsWhatIsNeitherACommandNorAFile();
    void takesEmptyChoicesOfADisplayForNone();
    void opensAReadOnlyWorkspaceInAReadOnlyPlace();
    void startsInAnEmptyEnvironment();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    QString m_workspace;
};

void CommandsTest::initTestCase()
{
    m_workspace = path(u"sample.pbw"_s);
    const ProgramResult imported = runProgram({u"import"_s, kSample, u"-o"_s, m_workspace});
    QVERIFY2(imported.code == 0, imported.toText());
}

void CommandsTest::drawsTheTree()
{
    const ProgramResult tree = runProgram({u"tree"_s, m_workspace});
    QVERIFY2(tree.code == 0 && tree.err.isEmpty(), tree.toText());
    QCOMPARE(excerpt(tree.out, "GitHub", 7), QByteArray("GitHub  826f0d95-9e25-48a6-a781-a32f147230a5  2.2.1                       48\n"
                                                        "├─ discussion                                                              4\n"
                                                        "├─ misc                                                                   44\n"
                                                        "├─ room                                                                   32\n"
                                                        "├─ user                                                                   40\n"
                                                        "└─ video-conference                                                        4\n"
                                                        "Google Calendar  9c2e4a18-61fd-4d0b-b3a7-1f5d8e90c204  0.7.5              16"));
    QCOMPARE(excerpt(tree.out, "Poll", 7), QByteArray("Poll  c33fa1a6-68a7-491e-bf49-9d7b99671c48  3.1.0                         63\n"
                                                      "├─ (empty)                                                                 1\n"
                                                      "├─ email-inbox                                                             1\n"
                                                      "├─ misc                                                                   57\n"
                                                      "├─ user                                                                    1\n"
                                                      "├─ Records without a key                                                   3\n"
                                                      "└─ Unreadable associations                                                 3"));
    QVERIFY(tree.out.contains("\nCustom fields of messages "));
}

void CommandsTest::drawsRecordsWithPreviews()
{
    const ProgramResult tree = runProgram({u"tree"_s, m_workspace, u"--depth"_s, u"4"_s, u"--app"_s, u"Figma"_s});
    QVERIFY2(tree.code == 0, tree.toText());
    const QByteArrayList lines = tree.out.trimmed().split('\n');
    QVERIFY(lines.at(0).startsWith("Figma  7e51d0b9-43aa-4c86-8f2e-9b6c0d3a7505"));
    QVERIFY(lines.at(1).startsWith("└─ misc "));
    QVERIFY(lines.at(2).startsWith("   ├─ "));
    QVERIFY(lines.at(3).startsWith("   │  └─ "));
    QVERIFY2(lines.at(3).contains('{'), "a record line has a preview of the value");
    QVERIFY(lines.last().startsWith("      └─ "));
}

void CommandsTest::drawsTheStartOfALargeValue()
{
    const QString file = path(u"large.json"_s);
    writeFile(file,
              R"({"_id": "r1", "appId": "app", "associations": [{"model": "room", "id": "GENERAL"}], "data": {"title": "x", "text": ")" +
                  QByteArray(200'000, 'y') + "\"}}\n");
    const ProgramResult tree = runProgram({u"tree"_s, file, u"--depth"_s, u"4"_s});
    QVERIFY2(tree.code == 0, tree.toText());
    QVERIFY2(tree.out.contains("r1  {title: x, \u2026}"), tree.toText());
}

void CommandsTest::printsTheSameTreeAsJson_data()
{
    QTest::addColumn<int>("depth");
    for (int depth = 1; depth <= 4; ++depth)
        QTest::addRow("depth %d", depth) << depth;
}

void CommandsTest::printsTheSameTreeAsJson()
{
    QFETCH(int, depth);
    const QStringList arguments = {u"tree"_s, m_workspace, u"--depth"_s, QString::number(depth)};
    const ProgramResult json = runProgram(arguments + QStringList{u"--json"_s});
    const ProgramResult text = runProgram(arguments);
    QVERIFY2(json.code == 0 && text.code == 0, json.toText());
    QJsonParseError error;
    const QJsonArray apps = QJsonDocument::fromJson(json.out, &error).array();
    QVERIFY2(error.error == QJsonParseError::NoError, json.toText());
    QCOMPARE(recordsIn(apps), 427);
    QVERIFY(depthOf(apps) == depth);
    // Every line of the text is one node.
    std::function<qint64(const QJsonArray &)> count = [&](const QJsonArray &nodes) {
        qint64 all = nodes.size();
        for (const QJsonValue &node : nodes)
            all += count(node[u"children"].toArray());
        return all;
    };
    QCOMPARE(count(apps), text.out.count('\n'));
    QCOMPARE(apps.at(0)[u"name"].toString(), u"Feedback");
    QCOMPARE(apps.at(0)[u"app"].toString(), u"3f0f1c62-5a0e-4a5e-9c0b-7e1d2b9a4401");
    QCOMPARE(apps.last()[u"collection"].toString(), u"rocketchat_message");
}

void CommandsTest::narrowsTheTreeToAnApp()
{
    const ProgramResult byName = runProgram({u"tree"_s, m_workspace, u"--app"_s, u"Poll"_s});
    const ProgramResult byId = runProgram({u"tree"_s, m_workspace, u"--app"_s, u"c33fa1a6-68a7-491e-bf49-9d7b99671c48"_s});
    QVERIFY2(byName.code == 0 && byName.out.startsWith("Poll  "), byName.toText());
    QCOMPARE(byName.out, byId.out);
    QVERIFY(!byName.out.contains("GitHub"));
}

void CommandsTest::namesTheAppsThatAreThere()
{
    const ProgramResult tree = runProgram({u"tree"_s, m_workspace, u"--app"_s, u"No such app"_s});
    QCOMPARE(tree.code, 1);
    QVERIFY2(tree.out.isEmpty() && tree.err.contains("No such app") && tree.err.contains("Poll"), tree.toText());
}

void CommandsTest::showsARecordWithKeyAndValue()
{
    const ProgramResult tree = runProgram({u"tree"_s, m_workspace, u"--depth"_s, u"4"_s, u"--json"_s, u"--app"_s, u"WhatsApp Connector"_s});
    const QJsonValue model = QJsonDocument::fromJson(tree.out).array().at(0)[u"children"][0];
    QCOMPARE(model[u"model"].toString(), u"file");
    const QString target = model[u"children"][0][u"id"].toString();
    const QString record = model[u"children"][0][u"children"][0][u"record"].toString();
    const ProgramResult shown = runProgram({u"show"_s, m_workspace, record});
    QVERIFY2(shown.code == 0 && shown.err.isEmpty(), shown.toText());
    QVERIFY2(shown.out.startsWith("Record id " + record.toUtf8() + " (Text)\n"), shown.toText());
    QVERIFY2(shown.out.contains(" · file " + target.toUtf8() + '\n'), shown.toText());
    QVERIFY2(shown.out.contains("\nKey       misc "), shown.toText());
    QVERIFY2(shown.out.contains("\nApp       WhatsApp Connector  "), shown.toText());
    const ProgramResult value = runProgram({u"show"_s, m_workspace, record, u"--value"_s});
    QVERIFY2(value.code == 0 && QJsonDocument::fromJson(value.out).isObject(), value.toText());
    QVERIFY(shown.out.endsWith(value.out));
    const ProgramResult canonical = runProgram({u"show"_s, m_workspace, record, u"--document"_s, u"--canonical"_s});
    QVERIFY2(canonical.out.contains("\"$date\"") && canonical.out.contains("\"$numberLong\""), canonical.toText());
    const ProgramResult relaxed = runProgram({u"show"_s, m_workspace, record, u"--document"_s});
    QVERIFY2(relaxed.out.contains("\"$date\"") && !relaxed.out.contains("$numberLong"), relaxed.toText());
}

void CommandsTest::tellsATextIdFromAnObjectId()
{
    const QString dump = path(u"ids.json"_s);
    writeFile(dump, "{\"_id\":\"695b6f80c7e6ac9183552fa1\",\"appId\":\"a\",\"data\":{\"is\":\"text\"}}\n"
                    "{\"_id\":{\"$oid\":\"695b6f80c7e6ac9183552fa1\"},\"appId\":\"a\",\"data\":{\"is\":\"object id\"}}\n");
    const ProgramResult both = runProgram({u"show"_s, dump, u"695b6f80c7e6ac9183552fa1"_s});
    QVERIFY2(both.out.contains("\"text\"") && both.out.contains("\"object id\""), both.toText());
    const ProgramResult one = runProgram({u"show"_s, dump, uR"({"$oid":"695b6f80c7e6ac9183552fa1"})"_s});
    QVERIFY2(one.code == 0 && !one.out.contains("\"text\"") && one.out.contains("\"object id\""), one.toText());
    const ProgramResult wrong = runProgram({u"show"_s, dump, u"{oops"_s});
    QVERIFY2(wrong.code == 1 && wrong.out.isEmpty(), wrong.toText());
}

void CommandsTest::showsEveryRecordLosslessly()
{
    constexpr int kEvery = 9; // one run of the program each
    SampleGenerator generator({400, 1, SampleProfile::Apps});
    int number = 0;
    int compared = 0;
    while (generator.next()) {
        const auto id = bson::DocumentView(generator.document()).find("_id");
        if (generator.collection() != Collection::Persistence || !id || id->type() != bson::Type::String || number++ % kEvery != 0)
            continue;
        const QByteArray expected = generator.document().toByteArray();
        const ProgramResult shown = runProgram({u"show"_s, m_workspace, RecordId(*id).toDisplayText(), u"--document"_s, u"--canonical"_s});
        QVERIFY2(shown.code == 0, shown.toText());
        bson::ExtendedJsonReader reader;
        QVERIFY2(reader.readDocument(shown.out), shown.toText());
        QCOMPARE(reader.document().toByteArray().toHex(), expected.toHex());
        ++compared;
    }
    QVERIFY(compared > 30);
}

void CommandsTest::tellsWhereRecordIdsAre()
{
    const ProgramResult shown = runProgram({u"show"_s, m_workspace, u"nobody"_s});
    QCOMPARE(shown.code, 1);
    QVERIFY2(shown.out.isEmpty() && shown.err.contains("\"nobody\"") && shown.err.contains("--depth 4"), shown.toText());
}

void CommandsTest::verifiesAWorkspaceAndADump()
{
    for (const QString &file : {m_workspace, kSample}) {
        const ProgramResult verified = runProgram({u"verify"_s, file});
        QVERIFY2(verified.code == 0 && verified.out.contains("all is well, 427 records"), verified.toText());
    }
    QCOMPARE(fingerprintOf(m_workspace), fingerprintOf(kSample));
}

void CommandsTest::hasOneFingerprintInEveryLocale_data()
{
    QTest::addColumn<QString>("locale");
    for (const char *locale : {"C", "de_DE.UTF-8", "tr_TR.UTF-8"})
        QTest::newRow(locale) << QString::fromLatin1(locale);
}

void CommandsTest::hasOneFingerprintInEveryLocale()
{
    QFETCH(QString, locale);
    const locale_t known = newlocale(LC_ALL_MASK, locale.toLatin1().constData(), nullptr);
    if (!known && !qEnvironmentVariableIsSet("PB_LOCALES"))
        QSKIP("The system does not have this locale, and PB_LOCALES is not set.");
    QVERIFY2(known, "PB_LOCALES is set, but the locale cannot be used");
    freelocale(known);
    const QString csv = path(u"locale-%1.csv"_s.arg(locale));
    SampleGenerator generator({300, 5, SampleProfile::Apps});
    QVERIFY(writeSample(generator, SampleFormat::Csv, csv).isOk());
    for (const QString &file : {m_workspace, kSample, csv}) {
        const ProgramResult here = ProgramRun({u"fingerprint"_s, file}).environment(u"LC_ALL"_s, locale).run();
        QVERIFY2(here.code == 0, here.toText());
        QCOMPARE(here.out.left(64), fingerprintOf(file));
    }
    const QStringList tree = {u"tree"_s, m_workspace, u"--depth"_s, u"4"_s, u"--json"_s};
    QCOMPARE(ProgramRun(tree).environment(u"LC_ALL"_s, locale).run().out, runProgram(tree).out);
}

void CommandsTest::helpsWithEveryCommand()
{
    const ProgramResult help = runProgram({u"--help"_s});
    QVERIFY2(help.code == 0 && help.err.isEmpty(), help.toText());
    for (const QString &command : {u"import"_s, u"tree"_s, u"show"_s, u"problems"_s, u"verify"_s, u"fingerprint"_s}) {
        QVERIFY2(help.out.contains("\n  " + command.toUtf8() + ' '), help.toText());
        const ProgramResult one = runProgram({command, u"--help"_s});
        QVERIFY2(one.code == 0 && one.err.isEmpty(), one.toText());
        QVERIFY2(one.out.startsWith("Usage: persistence-browser " + command.toUtf8() + ' '), one.toText());
        QVERIFY2(one.out.contains("Arguments:"), one.toText());
    }
}

void CommandsTest::tellsItsVersion()
{
    const ProgramResult version = runProgram({u"--version"_s});
    QCOMPARE(version.code, 0);
    QCOMPARE(version.out, QByteArray("persistence-browser " PB_VERSION "\n"));
    for (const QString &command : {u"import"_s, u"tree"_s, u"show"_s, u"verify"_s, u"fingerprint"_s})
        QCOMPARE(runProgram({command, u"--version"_s}).out, version.out);
}

void CommandsTest::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("no workspace") << QStringList{u"tree"_s} << QByteArray("Name one workspace");
    QTest::newRow("two workspaces") << QStringList{u"verify"_s, u"a"_s, u"b"_s} << QByteArray("Name one workspace");
    QTest::newRow("no record") << QStringList{u"show"_s, kSample} << QByteArray("a record id");
    QTest::newRow("no output") << QStringList{u"import"_s, kSample} << QByteArray("import SOURCE");
    QTest::newRow("no source") << QStringList{u"import"_s, u"-o"_s, u"x"_s} << QByteArray("import SOURCE");
    QTest::newRow("unknown option") << QStringList{u"tree"_s, kSample, u"--colour"_s} << QByteArray("colour");
    QTest::newRow("depth 0") << QStringList{u"tree"_s, kSample, u"--depth"_s, u"0"_s} << QByteArray("1 to 4");
    QTest::newRow("depth 5") << QStringList{u"tree"_s, kSample, u"--depth"_s, u"5"_s} << QByteArray("1 to 4");
    QTest::newRow("depth text") << QStringList{u"tree"_s, kSample, u"--depth"_s, u"all"_s} << QByteArray("\"all\"");
    QTest::newRow("same id") << QStringList{u"import"_s, kSample, u"-o"_s, u"x"_s, u"--same-id"_s, u"merge"_s} << QByteArray("\"merge\"");
    QTest::newRow("missing value") << QStringList{u"import"_s, kSample, u"-o"_s} << QByteArray("-o");
}

void CommandsTest::refusesWrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const ProgramResult result = runProgram(arguments);
    QCOMPARE(result.code, 1);
    QVERIFY2(result.out.isEmpty() && result.err.contains(says), result.toText());
    QVERIFY2(result.err.count('\n') == 1, "one message");
}

void CommandsTest::neverSteersTheTerminal()
{
    const QString dump = path(u"hostile\x1b[31m.bson"_s);
    writeFile(dump, hostileRecord());
    const QString workspace = path(u"hostile\x1b[32m.pbw"_s);
    const QString id = u"id\x1b[31m\r\n"_s;
    const QList<QStringList> runs = {
        {u"import"_s, dump, u"-o"_s, workspace},
        {u"import"_s, dump, u"-o"_s, workspace},
        {u"tree"_s, workspace, u"--depth"_s, u"4"_s},
        {u"tree"_s, dump, u"--depth"_s, u"4"_s, u"--json"_s},
        {u"show"_s, workspace, id},
        {u"show"_s, workspace, id, u"--document"_s, u"--canonical"_s},
        {u"show"_s, workspace, id + u'x'},
        {u"verify"_s, workspace},
        {u"fingerprint"_s, dump},
        {u"tree"_s, workspace, u"--app"_s, u"\x1b[31m"_s},
        {u"tree"_s, u"/no\x1b[31m"_s},
        {u"tree"_s, u"--\x1b[31m"_s},
        {u"tree"_s, dump, u"--depth"_s, u"\x1b[31m"_s},
        {u"import"_s, dump, u"-o"_s, dump},
    };
    for (const QStringList &run : runs) {
        const ProgramResult result = runProgram(run);
        QVERIFY2(!result.isKilled && !steersTerminal(result.out) && !steersTerminal(result.err), result.toText());
    }
    const ProgramResult tree = runProgram(runs.at(2));
    QVERIFY2(tree.code == 0 && tree.out.contains("target"), tree.toText());
}

void CommandsTest::tellsThatTheOutputIsFull()
{
    for (const QStringList &run :
         {QStringList{u"tree"_s, m_workspace}, {u"fingerprint"_s, kSample}, {u"--help"_s}, {u"tree"_s, u"--help"_s}}) {
        const ProgramResult full = ProgramRun(run).through(u"\"$@\" >/dev/full"_s).run();
        QCOMPARE(full.code, 3);
        QVERIFY2(full.err.contains("The output could not be written"), full.toText());
    }
}

void CommandsTest::tellsThatTheOutputIsClosed()
{
    const QString workspace = path(u"closed.pbw"_s);
    for (const QStringList &run : {QStringList{u"tree"_s, m_workspace}, {u"import"_s, kSample, u"-o"_s, workspace}}) {
        const ProgramResult closed = ProgramRun(run).through(u"\"$@\" >&-"_s).run();
        QCOMPARE(closed.code, 1);
        QVERIFY2(closed.err.contains("The output could not be written"), closed.toText());
    }
    // What is printed must not have gone into the workspace instead.
    QCOMPARE(fingerprintOf(workspace), fingerprintOf(kSample));
    QFile::remove(workspace);
    QCOMPARE(ProgramRun({u"import"_s, kSample, u"-o"_s, workspace}).through(u"\"$@\" <&- >&- 2>&-"_s).run().code, 1);
    QCOMPARE(runProgram({u"verify"_s, workspace}).code, 0);
}

void CommandsTest::endsQuietlyWithThePipe()
{
    const QString temporary = path(u"temporary"_s);
    QVERIFY(QDir().mkpath(temporary));
    const ProgramResult piped = ProgramRun({u"tree"_s, kSample, u"--depth"_s, u"4"_s})
                                    .environment(u"TMPDIR"_s, temporary)
                                    .through(u"set -o pipefail; \"$@\" | head -n 1"_s)
                                    .run();
    QVERIFY2(piped.out.startsWith("Feedback ") && piped.err.isEmpty(), piped.toText());
    QVERIFY2(namesIn(temporary).isEmpty(), qPrintable(namesIn(temporary).join(u' ')));
}

void CommandsTest::showsTheTreeWhereThereIsNoDisplay()
{
    const ProgramResult shown = runProgram({kSample});
    QVERIFY2(shown.code == 0, shown.toText());
    QCOMPARE(shown.out, runProgram({u"tree"_s, m_workspace}).out);
    QVERIFY2(shown.err.contains("no display") && shown.err.contains("import, tree, show"), shown.toText());
    const ProgramResult nothing = runProgram({});
    QVERIFY2(nothing.code == 1 && nothing.err.contains("no display"), nothing.toText());
}

void CommandsTest::tellsWhatIsNeitherACommandNorAFile_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("meant");
    QTest::newRow("swapped") << u"improt"_s << QByteArray("Was \"import\" meant?");
    QTest::newRow("left out") << u"verfy"_s << QByteArray("Was \"verify\" meant?");
    QTest::newRow("added") << u"finds"_s << QByteArray("Was \"find\" meant?");
    QTest::newRow("another word") << u"nonsense"_s << QByteArray("neither a command nor a file. \"--help\"");
    QTest::newRow("one letter") << u"x"_s << QByteArray("neither a command nor a file. \"--help\"");
}

void CommandsTest::tellsWhatIsNeitherACommandNorAFile()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, meant);
    const ProgramResult refused = runProgram({typed, m_workspace});
    QVERIFY2(refused.code == 1 && refused.out.isEmpty(), refused.toText());
    QVERIFY2(refused.err.contains(meant) && refused.err.count('\n') == 1, refused.toText());
}

void CommandsTest::takesEmptyChoicesOfADisplayForNone()
{
    for (const QString &name : {u"QT_QPA_PLATFORM"_s, u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s}) {
        const ProgramResult shown = ProgramRun({m_workspace}).environment(name, QString()).run();
        QVERIFY2(shown.code == 0 && shown.err.contains("no display") && !shown.out.isEmpty(), shown.toText());
    }
}

void CommandsTest::opensAReadOnlyWorkspaceInAReadOnlyPlace()
{
    if (!canNobodyRunProgram())
        QSKIP("Nobody else can run the program where it was built.");
    const QString folder = path(u"read-only"_s);
    QVERIFY(QDir().mkpath(folder));
    const QString copy = folder + u"/w.pbw"_s;
    QVERIFY(QFile::copy(m_workspace, copy));
    QVERIFY(QFile::setPermissions(copy, QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther));
    QVERIFY(QFile::setPermissions(folder, QFile::Permissions(0x5555)));
    QVERIFY(QFile::setPermissions(m_folder.path(), QFile::Permissions(0x7555)));
    const ProgramResult verified = ProgramRun({u"verify"_s, copy}).asNobody().run();
    QVERIFY2(verified.code == 0, verified.toText());
    const ProgramResult merged = ProgramRun({u"import"_s, kSample, u"-o"_s, copy}).asNobody().run();
    QCOMPARE(merged.code, 5);
    QCOMPARE(namesIn(folder), QStringList{u"w.pbw"_s});
    QVERIFY(QFile::setPermissions(folder, QFile::Permissions(0x7700)));
}

void CommandsTest::startsInAnEmptyEnvironment()
{
    const ProgramResult tree = ProgramRun({u"tree"_s, kSample}).through(u"cd / && env -i \"$@\""_s).run();
    QVERIFY2(tree.code == 0, tree.toText());
    QCOMPARE(tree.out, runProgram({u"tree"_s, kSample}).out);
    const ProgramResult lost = ProgramRun({u"tree"_s, kSample}).environment(u"TMPDIR"_s, u"/dev/null/none"_s).run();
    // Qt may find another folder; where there is none, that is said.
    QVERIFY2(lost.code == 0 || (lost.code == 1 && lost.err.contains("temporary folder")), lost.toText());
    // A workspace needs no temporary folder.
    QCOMPARE(ProgramRun({u"tree"_s, m_workspace}).environment(u"TMPDIR"_s, u"/dev/null/none"_s).run().code, 0);
}

QTEST_GUILESS_MAIN(CommandsTest)
#include "tst_commands.moc"
