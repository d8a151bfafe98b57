// The commands that write records out: export and redact, run as a person runs them.
#include "model/bson/builder.h"
#include "tests/commands/programrun.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

const QString kSample = QStringLiteral(PB_SAMPLE);
constexpr int kSampleRecords = 427;

} // namespace

class ExportCommandTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void givesEveryLosslessFormatBack_data();
    void givesEveryLosslessFormatBack();
    void writesToStandardOutput();
    void writesPlainJsonThatOthersRead();
    void narrowsToAnApp();
    void narrowsByAFilter();
    void choosesFieldsWithCommasInTheirNames();
    void tellsTheCountsAsJson();
    void describesTheFileInAManifest();
    void refusesWhatMustNotBeReplaced_data();
    void refusesWhatMustNotBeReplaced();
    void refusesToReplaceADumpOrAPartOfIt();
    void replacesAnOlderFileAndFollowsLinks();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void opensInASpreadsheetWithoutFormulas_data();
    void opensInASpreadsheetWithoutFormulas();
    void hidesWhatIsPrivate();
    void showsARedactionBefore();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] ProgramResult run(const QStringList &arguments) { return runProgram(QStringList{u"export"_s, m_workspace} + arguments); }

    QTemporaryDir m_folder;
    QString m_workspace = path(u"w.pbw"_s);
    QByteArray m_fingerprint;
};

void ExportCommandTest::initTestCase()
{
    const ProgramResult imported = runProgram({u"import"_s, kSample, u"-o"_s, m_workspace});
    QVERIFY2(imported.code == 0, imported.toText());
    m_fingerprint = fingerprintOf(m_workspace);
}

void ExportCommandTest::givesEveryLosslessFormatBack_data()
{
    QTest::addColumn<QStringList>("options");
    for (const char *format : {"canonical", "relaxed", "array", "csv-exact", "bson", "archive", "folder", "workspace"})
        QTest::newRow(format) << QStringList{QString::fromLatin1(format)};
    QTest::newRow("folder, gzip") << QStringList{u"folder"_s, u"--gzip"_s};
    QTest::newRow("archive, gzip") << QStringList{u"archive"_s, u"--gzip"_s};
}

void ExportCommandTest::givesEveryLosslessFormatBack()
{
    QFETCH(const QStringList, options);
    const QString file = path(u"out-"_s + options.join(u'-'));
    const ProgramResult exported = run(QStringList{u"-o"_s, file, u"--format"_s} + options);
    QVERIFY2(exported.code == 0, exported.toText());
    // The sample has messages, of which a dump must not become all that a server has.
    const bool isDump = options[0] == "archive"_L1 || options[0] == "folder"_L1;
    QVERIFY2(isDump ? exported.err.contains("--drop") : exported.err.isEmpty(), exported.toText());
    QCOMPARE(exported.out, file.toUtf8() + ": 427 of 427 records.\n");
    QCOMPARE(fingerprintOf(file), m_fingerprint);
}

void ExportCommandTest::writesToStandardOutput()
{
    const ProgramResult lines = run({u"--format"_s, u"canonical"_s});
    QVERIFY2(lines.code == 0 && lines.err.isEmpty(), lines.toText());
    QCOMPARE(lines.out.count('\n'), kSampleRecords);
    const ProgramResult piped = ProgramRun({u"fingerprint"_s, u"-"_s}).input(lines.out).run();
    QCOMPARE(piped.out.left(64), m_fingerprint);
    const ProgramResult full = ProgramRun({u"export"_s, m_workspace}).through(u"exec \"$@\" > /dev/full"_s).run();
    QVERIFY2(full.code == 3, full.toText());
}

void ExportCommandTest::writesPlainJsonThatOthersRead()
{
    const ProgramResult exported = run({u"--format"_s, u"json"_s});
    QCOMPARE(exported.code, 0);
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(exported.out, &error);
    QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
    QCOMPARE(document.array().size(), kSampleRecords);
}

void ExportCommandTest::narrowsToAnApp()
{
    const ProgramResult exported = run({u"--format"_s, u"csv"_s, u"--app"_s, u"Poll"_s, u"--fields"_s, u"appId"_s, u"--names"_s});
    QVERIFY2(exported.code == 0, exported.toText());
    const QByteArrayList lines = exported.out.trimmed().split('\n');
    QCOMPARE(lines[0].trimmed(), QByteArray("appId,app"));
    for (const QByteArray &line : lines.mid(1))
        QVERIFY2(line.trimmed().endsWith(",\"Poll\"") || line.trimmed() == ",", line); // records of old servers have no appId
    const ProgramResult unknown = run({u"--app"_s, u"Nobody"_s});
    QVERIFY2(unknown.code == 1 && unknown.err.contains("No app has the id or name \"Nobody\"") && unknown.out.isEmpty(), unknown.toText());
}

void ExportCommandTest::narrowsByAFilter()
{
    const ProgramResult exported = run({u"--format"_s, u"csv"_s, u"--filter"_s, u"data.rating<=2"_s, u"--fields"_s, u"data.rating"_s});
    QVERIFY2(exported.code == 0, exported.toText());
    const QByteArrayList lines = exported.out.trimmed().split('\n');
    QVERIFY(lines.size() > 5);
    for (const QByteArray &line : lines.mid(1))
        QVERIFY2(line.trimmed() == "1" || line.trimmed() == "2", line);
    const ProgramResult wrong = run({u"--filter"_s, u"data.rating<="_s});
    QVERIFY2(wrong.code == 1 && wrong.err.contains("This is no filter"), wrong.toText());
}

void ExportCommandTest::choosesFieldsWithCommasInTheirNames()
{
    const ProgramResult exported = run({u"--format"_s, u"csv"_s, u"--fields"_s, u"_id, data[\"a,b\"] ,data.rating"_s});
    QVERIFY2(exported.code == 0, exported.toText());
    QVERIFY(exported.out.startsWith("_id,\"data[\"\"a,b\"\"]\",data.rating\r\n"));
}

void ExportCommandTest::tellsTheCountsAsJson()
{
    const ProgramResult exported = run({u"--format"_s, u"bson"_s, u"-o"_s, path(u"counts.bson"_s), u"--json"_s});
    const QJsonObject counts = QJsonDocument::fromJson(exported.out).object();
    QCOMPARE(counts[u"records"].toInt(), kSampleRecords);
    QCOMPARE(counts[u"bytes"].toInt(), int(QFileInfo(path(u"counts.bson"_s)).size()));
}

void ExportCommandTest::describesTheFileInAManifest()
{
    const QString file = path(u"feedback.csv"_s);
    const ProgramResult exported =
        run({u"--format"_s, u"csv"_s, u"-o"_s, file, u"--manifest"_s, u"--redact"_s, u"share"_s, u"--salt"_s, u"s"_s});
    QVERIFY2(exported.code == 0, exported.toText());
    const QJsonObject manifest = QJsonDocument::fromJson(contentOf(file + u".manifest.json"_s)).object();
    QCOMPARE(manifest[u"records"].toInt(), kSampleRecords);
    QCOMPARE(manifest[u"source"].toString(), u"w.pbw"_s);
    QCOMPARE(manifest[u"redaction"][u"profile"].toString(), u"share"_s);
    QCOMPARE(manifest[u"files"][0][u"sha256"].toString().toLatin1(),
             QCryptographicHash::hash(contentOf(file), QCryptographicHash::Sha256).toHex());
}

void ExportCommandTest::refusesWhatMustNotBeReplaced_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("the workspace") << u"w.pbw"_s << QByteArray("is what the records come from");
    QTest::newRow("a hard link to it") << u"hard.pbw"_s << QByteArray("is what the records come from");
    QTest::newRow("a symbolic link to it") << u"soft.json"_s << QByteArray("is what the records come from");
    QTest::newRow("another workspace") << u"other.pbw"_s << QByteArray("is a workspace");
    QTest::newRow("a folder") << u"folder"_s << QByteArray("is a folder");
    QTest::newRow("a pipe") << u"pipe"_s << QByteArray("is a device or pipe");
    QTest::newRow("a device") << u"/dev/full"_s << QByteArray("is a device or pipe");
    QTest::newRow("links in a circle") << u"loop"_s << QByteArray("cannot be written");
    QTest::newRow("no such folder") << u"none/x.json"_s << QByteArray("could not be made");
}

void ExportCommandTest::refusesWhatMustNotBeReplaced()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, reason);
    const QTemporaryDir place;
    const auto at = [&](const QString &file) { return place.filePath(file); };
    QVERIFY(QFile::copy(m_workspace, at(u"w.pbw"_s)) && QFile::copy(m_workspace, at(u"other.pbw"_s)));
    QVERIFY(::link(qPrintable(at(u"w.pbw"_s)), qPrintable(at(u"hard.pbw"_s))) == 0);
    QVERIFY(QFile::link(u"w.pbw"_s, at(u"soft.json"_s)) && QFile::link(u"loop"_s, at(u"loop"_s)));
    QVERIFY(::mkdir(qPrintable(at(u"folder"_s)), 0700) == 0 && ::mkfifo(qPrintable(at(u"pipe"_s)), 0600) == 0);
    const QStringList before = namesIn(place.path());
    const QString target = name.startsWith(u'/') ? name : at(name);
    const ProgramResult refused = runProgram({u"export"_s, at(u"w.pbw"_s), u"-o"_s, target});
    QVERIFY2(refused.code == 1 && refused.err.contains(reason) && refused.err.count('\n') == 1, refused.toText());
    QCOMPARE(namesIn(place.path()), before);
    QCOMPARE(fingerprintOf(at(u"w.pbw"_s)), m_fingerprint);
    QCOMPARE(fingerprintOf(at(u"other.pbw"_s)), m_fingerprint);
}

void ExportCommandTest::refusesToReplaceADumpOrAPartOfIt()
{
    const QString folder = path(u"dump"_s), lines = path(u"dump.json"_s);
    QCOMPARE(run({u"--format"_s, u"folder"_s, u"-o"_s, folder}).code, 0);
    QCOMPARE(run({u"-o"_s, lines}).code, 0);
    const QString part = folder + u"/rocketchat/rocketchat_apps_persistence.bson"_s;
    for (const auto &[source, target] : {std::pair(lines, lines), std::pair(folder, part), std::pair(folder, folder)}) {
        const ProgramResult refused = runProgram({u"export"_s, source, u"-o"_s, target});
        QVERIFY2(refused.code == 1 && (refused.err.contains("is what the records come from") || refused.err.contains("is a folder")),
                 refused.toText());
        QCOMPARE(fingerprintOf(source), m_fingerprint);
    }
}

void ExportCommandTest::replacesAnOlderFileAndFollowsLinks()
{
    writeFile(path(u"real.json"_s), "old");
    QFile::setPermissions(path(u"real.json"_s), QFile::ReadOwner | QFile::WriteOwner);
    QVERIFY(QFile::link(path(u"real.json"_s), path(u"link.json"_s)));
    // What a killed export left is taken over.
    writeFile(path(u".real.json.exporting"_s), "left behind");
    const ProgramResult exported = run({u"-o"_s, path(u"link.json"_s)});
    QVERIFY2(exported.code == 0, exported.toText());
    QVERIFY(QFileInfo(path(u"link.json"_s)).isSymLink());
    QCOMPARE(fingerprintOf(path(u"real.json"_s)), m_fingerprint);
    QVERIFY(!(QFile::permissions(path(u"real.json"_s)) & QFile::ReadOther));
    QVERIFY(!QFile::exists(path(u".real.json.exporting"_s)));
}

void ExportCommandTest::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("format") << QStringList{u"--format"_s, u"yaml"_s} << QByteArray("There is no format \"yaml\"");
    QTest::newRow("xlsx to a pipe") << QStringList{u"--format"_s, u"xlsx"_s} << QByteArray("cannot go to standard output");
    QTest::newRow("gzipped xlsx") << QStringList{u"--format"_s, u"xlsx"_s, u"--gzip"_s, u"-o"_s, u"x"_s}
                                  << QByteArray("do not go with the format xlsx");
    QTest::newRow("names in BSON") << QStringList{u"--format"_s, u"bson"_s, u"--names"_s} << QByteArray("do not go with the format bson");
    QTest::newRow("fields of a script") << QStringList{u"--format"_s, u"mongosh"_s, u"--fields"_s, u"_id"_s}
                                        << QByteArray("do not go with the format mongosh");
    QTest::newRow("path") << QStringList{u"--fields"_s, u"a..b"_s} << QByteArray("is no path");
    QTest::newRow("separator") << QStringList{u"--separator"_s, u"ab"_s} << QByteArray("--separator takes one sign");
    QTest::newRow("dates") << QStringList{u"--dates"_s, u"us"_s} << QByteArray("--dates takes iso");
    QTest::newRow("profile") << QStringList{u"--redact"_s, u"nowhere.json"_s} << QByteArray("could not be opened");
    QTest::newRow("manifest of a pipe") << QStringList{u"--manifest"_s} << QByteArray("stands beside a file");
}

void ExportCommandTest::refusesWrongUsage()
{
    QFETCH(const QStringList, options);
    QFETCH(const QByteArray, reason);
    const ProgramResult refused = run(options);
    QVERIFY2(refused.code == 1 && refused.err.contains(reason) && refused.out.isEmpty(), refused.toText());
}

void ExportCommandTest::opensInASpreadsheetWithoutFormulas_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("csv") << u"csv"_s;
    QTest::newRow("xlsx") << u"xlsx"_s;
}

/// LibreOffice opens the file and writes what it has understood as CSV; formulas would show as their text, which begins with =.
void ExportCommandTest::opensInASpreadsheetWithoutFormulas()
{
    QFETCH(const QString, format);
    if (QStandardPaths::findExecutable(u"soffice"_s).isEmpty())
        QSKIP("LibreOffice Calc is not installed (libreoffice-calc); nothing was opened with it.");
    bson::Builder builder;
    QByteArray dump;
    const QByteArrayList texts = {"=1+1",
                                  "+1",
                                  "-1",
                                  "@SUM(1)",
                                  "\xef\xbc\x9d"
                                  "1+1",
                                  "007",
                                  "plain",
                                  "two\nlines",
                                  "say \"hi\"",
                                  "\xc3\xa4\xf0\x9f\x98\x80",
                                  "true",
                                  "1/2"};
    for (qsizetype i = 0; i < texts.size(); ++i) {
        builder.clear();
        builder.appendString("_id", "r" + QByteArray::number(i));
        builder.appendString("appId", "app");
        builder.appendString("text", texts[i]);
        dump += builder.finish().toByteArray();
    }
    const QTemporaryDir place;
    const QString file = place.filePath(u"in."_s + format), shown = place.filePath(u"out/in.csv"_s);
    writeFile(place.filePath(u"dump"_s), dump);
    const ProgramResult exported =
        runProgram({u"export"_s, place.filePath(u"dump"_s), u"--format"_s, format, u"--fields"_s, u"text"_s, u"-o"_s, file});
    QVERIFY2(exported.code == 0, exported.toText());
    // Columns by commas, texts in quotes, UTF-8, from line 1, quoted cells are texts; and out again with formulas shown as such.
    const QString script =
        u"cd '%1' && HOME='%1' soffice --headless '-env:UserInstallation=file://%1/profile' --infilter='CSV:44,34,76,1,,0,true' "
        "--convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,true' --outdir out '%2' >&2"_s;
    const ProgramResult opened =
        ProgramRun({})
            .through(format == u"csv" ? script.arg(place.path(), file)
                                      : QString(script).remove(u"--infilter='CSV:44,34,76,1,,0,true' "_s).arg(place.path(), file))
            .within(180'000)
            .run();
    QVERIFY2(QFile::exists(shown), opened.toText());
    QByteArray expected = "\"text\"\n";
    for (const QByteArray &text : texts) {
        const bool isEscaped = format == u"csv" && (QByteArrayView("=+-@").contains(text[0]) || text.startsWith("\xef\xbc\x9d"));
        expected += '"' + QByteArray(isEscaped ? "'" + text : text).replace('"', "\"\"") + "\"\n";
    }
    QCOMPARE(contentOf(shown).replace("\r\n", "\n"), expected);
}

void ExportCommandTest::hidesWhatIsPrivate()
{
    const QString file = path(u"shared.pbw"_s);
    const ProgramResult made = runProgram({u"redact"_s, m_workspace, u"--profile"_s, u"share"_s, u"--salt"_s, u"x"_s, u"-o"_s, file});
    QVERIFY2(made.code == 0, made.toText());
    QCOMPARE(runProgram({u"verify"_s, file}).code, 0);
    const ProgramResult before = run({u"--format"_s, u"relaxed"_s});
    const ProgramResult after = runProgram({u"export"_s, file, u"--format"_s, u"relaxed"_s});
    QCOMPARE(after.out.count('\n'), kSampleRecords);
    for (const char *secret : {"anna@example.org", "sk-"})
        QVERIFY2(!after.out.contains(secret), secret);
    QVERIFY(before.out != after.out);
    // The names of people are not in the new workspace, those of apps are.
    const QByteArray content = contentOf(file);
    QVERIFY(contentOf(m_workspace).contains("@pavel.kovar") && !content.contains("pavel.kovar"));
    QVERIFY(content.contains("Poll"));
    const ProgramResult again = run({u"--format"_s, u"relaxed"_s, u"--redact"_s, u"share"_s, u"--salt"_s, u"x"_s});
    QVERIFY(again.out == after.out);
}

void ExportCommandTest::showsARedactionBefore()
{
    writeFile(path(u"mine.json"_s),
              R"({"name": "mine", "rules": [{"field": "appid", "action": "keep"}, {"path": "_id", "action": "mask"}]})");
    const ProgramResult preview = runProgram({u"redact"_s, m_workspace, u"--profile"_s, path(u"mine.json"_s), u"--preview"_s, u"2"_s});
    QVERIFY2(preview.code == 0, preview.toText());
    QCOMPARE(preview.out.count("Record "), 2);
    QCOMPARE(preview.out.count("~ _id: "), 2);
}

QTEST_GUILESS_MAIN(ExportCommandTest)
#include "tst_exportcommand.moc"
