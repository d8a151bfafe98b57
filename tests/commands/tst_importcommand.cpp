// The command "import": every format, several sources, merging, what happens to records of the same id, and its exit codes.
#include "app/commands/importreport.h"
#include "tests/commands/programrun.h"
#include "tests/support/dumpwriter.h"
#include "tests/support/recorddocument.h"
#include "tests/support/samplewriter.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

const QString kSample = QStringLiteral(PB_SAMPLE);

QByteArray record(const QByteArray &id, const QByteArray &text)
{
    return recordDocument(id, "poll", {{"room", "GENERAL"}}, [&](bson::Builder &value) { value.appendString("text", text); });
}

/// Formats that name every type: what they bring in is byte for byte what the server had.
bool isLossless(SampleFormat format)
{
    switch (format) {
    case SampleFormat::JsonLines:
    case SampleFormat::JsonLinesGzip:
    case SampleFormat::JsonV1:
    case SampleFormat::JsonArray:
    case SampleFormat::Csv:
        return false;
    default:
        return true;
    }
}

bool hasAllCollections(SampleFormat format)
{
    return format == SampleFormat::Archive || format == SampleFormat::ArchiveGzip || format == SampleFormat::Folder ||
           format == SampleFormat::FolderGzip;
}

} // namespace

class ImportCommandTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void bringsInEveryFormat_data();
    void bringsInEveryFormat();
    void readsStandardInput();
    void joinsSeveralSources();
    void mergesIntoAWorkspace();
    void findsNothingNewInTheSameDump();
    void treatsTheSameIdAsAsked_data();
    void treatsTheSameIdAsAsked();
    void countsAsJson();
    void keepsWhatIsNoRecordAsAProblem();
    void keepsWhatArrivedOfADumpThatWasCut();
    void storesNothingOfOtherCollections();
    void writesNoSource();
    void leavesNothingWhenItIsInterrupted_data();
    void leavesNothingWhenItIsInterrupted();
    void heedsASignalThatCameBeforeTheImport();
    void goesThroughFoldersThatAreLinks();
    void takesStrangeNames_data();
    void takesStrangeNames();
    void letsOneImportMakeAWorkspace();
    void waitsForNobodyWhoHoldsTheWorkspace();
    void refusesANewerWorkspace();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] ProgramResult import(const QStringList &sources, const QString &workspace, const QStringList &options = {}) const
    {
        return runProgram(QStringList{u"import"_s} + sources + QStringList{u"-o"_s, workspace} + options);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void ImportCommandTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void ImportCommandTest::bringsInEveryFormat_data()
{
    QTest::addColumn<SampleFormat>("format");
    for (const auto &[name, format] : sampleFormats())
        QTest::newRow(qPrintable(name)) << format;
}

void ImportCommandTest::bringsInEveryFormat()
{
    QFETCH(SampleFormat, format);
    constexpr SampleOptions kOptions = {200, 3, SampleProfile::Apps};
    const bool isWhole = hasAllCollections(format);
    SampleGenerator generator(kOptions);
    const QString dump = path(u"dump"_s);
    QVERIFY(writeSample(generator, format, dump).isOk());
    SampleGenerator same(kOptions);
    const QString original = path(u"original"_s);
    QVERIFY(writeSample(same, isWhole ? SampleFormat::Archive : SampleFormat::Bson, original).isOk());

    const ProgramResult imported = import({dump}, path(u"w.pbw"_s));
    QVERIFY2(imported.code == 0, imported.toText());
    QVERIFY2(imported.out.contains(isWhole ? " 0 problems, " : "200 read = 200 good + 0 problems"), imported.toText());
    QCOMPARE(runProgram({u"verify"_s, path(u"w.pbw"_s)}).code, 0);
    QCOMPARE(fingerprintOf(path(u"w.pbw"_s)), fingerprintOf(dump));
    if (isLossless(format))
        QCOMPARE(fingerprintOf(path(u"w.pbw"_s)), fingerprintOf(original));
}

void ImportCommandTest::readsStandardInput()
{
    const ProgramResult imported = ProgramRun({u"import"_s, u"-"_s, u"-o"_s, path(u"w.pbw"_s)}).input(contentOf(kSample)).run();
    QVERIFY2(imported.code == 0, imported.toText());
    QCOMPARE(fingerprintOf(path(u"w.pbw"_s)), fingerprintOf(kSample));
    const ProgramResult tree = ProgramRun({u"tree"_s, u"-"_s}).through(u"cat '%1' | \"$@\""_s.arg(kSample)).run();
    QVERIFY2(tree.code == 0 && tree.out == runProgram({u"tree"_s, kSample}).out, tree.toText());
    const ProgramResult nothing = ProgramRun({u"import"_s, u"-"_s, u"-o"_s, path(u"none.pbw"_s)}).through(u"\"$@\" <&-"_s).run();
    QVERIFY2(nothing.code != 0 && !QFile::exists(path(u"none.pbw"_s)), nothing.toText());
}

void ImportCommandTest::joinsSeveralSources()
{
    writeFile(path(u"a.bson"_s), record("1", "a") + record("2", "b"));
    writeFile(path(u"b.bson"_s), record("3", "c"));
    writeFile(path(u"c.bson"_s), record("1", "a") + record("2", "b") + record("3", "c"));
    const ProgramResult imported = import({path(u"a.bson"_s), path(u"b.bson"_s)}, path(u"w.pbw"_s));
    QVERIFY2(imported.code == 0 && imported.out.contains("3 read = 3 good"), imported.toText());
    QCOMPARE(fingerprintOf(path(u"w.pbw"_s)), fingerprintOf(path(u"c.bson"_s)));
    // A wrong name shows before anything is read.
    const ProgramResult wrong = import({path(u"a.bson"_s), path(u"missing"_s)}, path(u"x.pbw"_s));
    QVERIFY2(wrong.code == 1 && wrong.err.contains("missing"), wrong.toText());
    QVERIFY(!namesIn(m_folder->path()).join(u' ').contains(u"x.pbw"));
}

void ImportCommandTest::mergesIntoAWorkspace()
{
    writeFile(path(u"a.bson"_s), record("1", "a") + record("2", "b"));
    writeFile(path(u"b.bson"_s), record("2", "new") + record("3", "c"));
    writeFile(path(u"c.bson"_s), record("1", "a") + record("2", "new") + record("3", "c"));
    QCOMPARE(import({path(u"a.bson"_s)}, path(u"w.pbw"_s)).code, 0);
    const ProgramResult merged = import({path(u"b.bson"_s)}, path(u"w.pbw"_s));
    QVERIFY2(merged.code == 0 && merged.out.contains("1 replaced"), merged.toText());
    QCOMPARE(fingerprintOf(path(u"w.pbw"_s)), fingerprintOf(path(u"c.bson"_s)));
    QCOMPARE(runProgram({u"verify"_s, path(u"w.pbw"_s)}).code, 0);
    const ProgramResult history = runProgram({u"history"_s, path(u"w.pbw"_s)});
    QVERIFY2(history.out.contains("(1 record added, 1 record replaced)"), history.toText());
    const QJsonObject change = QJsonDocument::fromJson(runProgram({u"history"_s, path(u"w.pbw"_s), u"--json"_s}).out).object();
    QCOMPARE(change[u"added"].toInt(), 1);
    // At rest a workspace is one file.
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"a.bson"_s, u"b.bson"_s, u"c.bson"_s, u"w.pbw"_s}));
}

void ImportCommandTest::findsNothingNewInTheSameDump()
{
    QCOMPARE(import({kSample}, path(u"w.pbw"_s)).code, 0);
    const QByteArray before = fingerprintOf(path(u"w.pbw"_s));
    const ProgramResult again = import({kSample}, path(u"w.pbw"_s));
    QVERIFY2(again.code == 0 && again.out.contains("427 were there already"), again.toText());
    QCOMPARE(fingerprintOf(path(u"w.pbw"_s)), before);
}

void ImportCommandTest::treatsTheSameIdAsAsked_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QByteArrayList>("left");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("replace") << u"replace"_s << QByteArrayList{record("1", "new")} << QByteArray(", 1 replaced a record with the same id");
    QTest::newRow("skip") << u"skip"_s << QByteArrayList{record("1", "old")}
                          << QByteArray(", 1 differ from a record with the same id and were left out");
    QTest::newRow("keep") << u"keep"_s << QByteArrayList{record("1", "old"), record("1", "new")}
                          << QByteArray(", 1 were added beside a record with the same id");
}

void ImportCommandTest::treatsTheSameIdAsAsked()
{
    QFETCH(QString, how);
    QFETCH(QByteArrayList, left);
    QFETCH(QByteArray, says);
    writeFile(path(u"old.bson"_s), record("1", "old"));
    writeFile(path(u"new.bson"_s), record("1", "new"));
    writeFile(path(u"left.bson"_s), left.join());
    QCOMPARE(import({path(u"left.bson"_s)}, path(u"left.pbw"_s), {u"--same-id"_s, u"keep"_s}).code, 0);
    const QByteArray expected = fingerprintOf(path(u"left.pbw"_s));
    const ProgramResult once = import({path(u"old.bson"_s), path(u"new.bson"_s)}, path(u"once.pbw"_s), {u"--same-id"_s, how});
    QVERIFY2(once.code == 0 && once.out.contains(says), once.toText());
    QCOMPARE(fingerprintOf(path(u"once.pbw"_s)), expected);
    QCOMPARE(import({path(u"old.bson"_s)}, path(u"twice.pbw"_s)).code, 0);
    const ProgramResult twice = import({path(u"new.bson"_s)}, path(u"twice.pbw"_s), {u"--same-id"_s, how});
    QVERIFY2(twice.code == 0 && twice.out.contains(says), twice.toText());
    QCOMPARE(fingerprintOf(path(u"twice.pbw"_s)), expected);
}

void ImportCommandTest::countsAsJson()
{
    const ProgramResult imported = import({kSample}, path(u"w.pbw"_s), {u"--json"_s});
    const QJsonObject counts = QJsonDocument::fromJson(imported.out).object();
    QCOMPARE(counts[u"read"].toInt(), 427);
    QCOMPARE(counts[u"good"].toInt(), 427);
    QCOMPARE(counts[u"problems"].toInt(-1), 0);
    QCOMPARE(counts[u"labels"].toInt(), 70);
    QCOMPARE(counts[u"complete"].toBool(), true);
}

void ImportCommandTest::keepsWhatIsNoRecordAsAProblem()
{
    writeFile(path(u"mixed.json"_s),
              "{\"_id\":\"1\",\"appId\":\"a\",\"data\":{\"n\":1}}\n{\"_id\": oops}\n{\"_id\":\"3\",\"appId\":\"a\",\"data\":{}}\n");
    const ProgramResult imported = import({path(u"mixed.json"_s)}, path(u"w.pbw"_s));
    QCOMPARE(imported.code, 2);
    QVERIFY2(imported.out.contains("3 read = 2 good + 1 problems"), imported.toText());
    QVERIFY2(imported.err.contains("mixed.json"), imported.toText());
    QCOMPARE(runProgram({u"verify"_s, path(u"w.pbw"_s)}).code, 0);
}

void ImportCommandTest::keepsWhatArrivedOfADumpThatWasCut()
{
    const QByteArray dump = contentOf(kSample);
    writeFile(path(u"cut.gz"_s), dump.first(dump.size() / 2));
    const ProgramResult imported = import({path(u"cut.gz"_s)}, path(u"w.pbw"_s));
    QCOMPARE(imported.code, 2);
    QVERIFY2(imported.err.contains("incomplete"), imported.toText());
    const ProgramResult verified = runProgram({u"verify"_s, path(u"w.pbw"_s)});
    QVERIFY2(verified.code == 2 && verified.out.contains("sound, but incomplete"), verified.toText());
    // The whole dump on top makes it whole.
    QCOMPARE(import({kSample}, path(u"w.pbw"_s)).code, 0);
    QCOMPARE(fingerprintOf(path(u"w.pbw"_s)), fingerprintOf(kSample));
}

void ImportCommandTest::storesNothingOfOtherCollections()
{
    QCOMPARE(import({kSample}, path(u"w.pbw"_s)).code, 0);
    QVERIFY(!contentOf(path(u"w.pbw"_s)).contains(SampleGenerator::kSecretMark));
}

void ImportCommandTest::writesNoSource()
{
    const QString copy = path(u"copy.gz"_s);
    QVERIFY(QFile::copy(kSample, copy));
    const QDateTime changed = QFileInfo(copy).lastModified();
    QCOMPARE(import({copy}, path(u"w.pbw"_s)).code, 0);
    const ProgramResult onto = import({kSample}, copy);
    QVERIFY2(onto.code == 1 && onto.err.contains("not a workspace"), onto.toText());
    QCOMPARE(import({copy}, copy).code, 1);
    QCOMPARE(contentOf(copy), contentOf(kSample));
    QCOMPARE(QFileInfo(copy).lastModified(), changed);
    const ProgramResult itself = import({path(u"w.pbw"_s)}, path(u"w.pbw"_s));
    QVERIFY2(itself.code == 1 && itself.err.contains("itself"), itself.toText());
}

void ImportCommandTest::leavesNothingWhenItIsInterrupted_data()
{
    QTest::addColumn<QString>("signal");
    QTest::newRow("ctrl-c") << u"INT"_s;
    QTest::newRow("end of session") << u"TERM"_s;
    QTest::newRow("terminal closed") << u"HUP"_s;
}

void ImportCommandTest::leavesNothingWhenItIsInterrupted()
{
    QFETCH(QString, signal);
    // An endless dump: only the signal ends the import.
    const QString one = path(u"one.bson"_s);
    writeFile(one, record("1", QByteArray(100'000, 'x')));
    const QString script =
        u"set -m; exec 3< <(while cat '%1' 2>/dev/null; do :; done); \"$@\" <&3 & child=$!; await test -s '%3'; kill -%2 $child; "
        "wait $child"_s.arg(one, signal, path(u".w.pbw.building"_s));
    const ProgramResult stopped = ProgramRun({u"import"_s, u"-"_s, u"-o"_s, path(u"w.pbw"_s)}).through(script).run();
    QCOMPARE(stopped.code, 9);
    QVERIFY2(stopped.err.contains("No workspace was made"), stopped.toText());
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"one.bson"_s});
}

void ImportCommandTest::heedsASignalThatCameBeforeTheImport()
{
    Progress progress;
    progress.cancel();
    const auto imported = importWithProgress(path(u"w.pbw"_s), {{kSample}, SameId::Replace}, progress);
    QVERIFY(!imported);
    QCOMPARE(imported.error().kind, ErrorKind::Cancelled);
    QCOMPARE(namesIn(m_folder->path()), QStringList());
}

void ImportCommandTest::goesThroughFoldersThatAreLinks()
{
    QVERIFY(QDir().mkpath(path(u"real"_s)));
    QVERIFY(QFile::link(path(u"real"_s), path(u"link"_s)));
    const ProgramResult imported = import({kSample}, path(u"link/w.pbw"_s));
    QVERIFY2(imported.code == 0, imported.toText());
    QCOMPARE(namesIn(path(u"real"_s)), QStringList{u"w.pbw"_s});
    QVERIFY(QFile::link(path(u"real/w.pbw"_s), path(u"w.pbw"_s)));
    const ProgramResult merged = import({kSample}, path(u"w.pbw"_s));
    QVERIFY2(merged.code == 0 && merged.out.contains("427 were there already"), merged.toText());
    QVERIFY(QFile::link(path(u"nothing"_s), path(u"dangling.pbw"_s)));
    const ProgramResult dangling = import({kSample}, path(u"dangling.pbw"_s));
    QVERIFY2(dangling.code == 1 && !QFile::exists(path(u"nothing"_s)), dangling.toText());
}

void ImportCommandTest::takesStrangeNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("spaces") << u" a  b .pbw "_s;
    QTest::newRow("newline") << u"a\nb.pbw"_s;
    QTest::newRow("quotes") << u"a'b\"c`d$(e).pbw"_s;
    QTest::newRow("URI") << u"file:a?mode=memory&immutable=1#%00.pbw"_s;
    QTest::newRow("percent") << u"%1 %2 %s.pbw"_s;
    QTest::newRow("right to left") << u"a\u202Eb\u05D0.pbw"_s;
    QTest::newRow("tilde") << u"~"_s;
    QTest::newRow("hidden") << u".w"_s;
    QTest::newRow("emoji") << u"\U0001F41F.pbw"_s;
    QTest::newRow("long") << QString(200, u'x');
}

void ImportCommandTest::takesStrangeNames()
{
    QFETCH(QString, name);
    const ProgramResult imported = import({kSample}, path(name));
    QVERIFY2(imported.code == 0, imported.toText());
    QCOMPARE(namesIn(m_folder->path()), QStringList{name});
    QCOMPARE(fingerprintOf(path(name)), fingerprintOf(kSample));
    QCOMPARE(runProgram({u"verify"_s, path(name)}).code, 0);
}

void ImportCommandTest::letsOneImportMakeAWorkspace()
{
    writeFile(path(u"one.bson"_s), record("1", "a"));
    const QTemporaryDir aside;
    const QString script =
        u"exec 3< <(cat '%1'; holdUntil '%5'); \"$@\" <&3 & child=$!; await test -s '%6'; '%2' import '%3' -o '%4'; second=$?; "
        ": >'%5'; wait $child; echo first $? second $second"_s.arg(path(u"one.bson"_s), ProgramRun::program(), kSample, path(u"w.pbw"_s),
                                                                   aside.filePath(u"go on"_s), path(u".w.pbw.building"_s));
    const ProgramResult both = ProgramRun({u"import"_s, u"-"_s, u"-o"_s, path(u"w.pbw"_s)}).through(script).run();
    QVERIFY2(both.out.contains("first 0 second 4"), both.toText());
    QCOMPARE(fingerprintOf(path(u"w.pbw"_s)), fingerprintOf(path(u"one.bson"_s)));
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"one.bson"_s, u"w.pbw"_s}));
}

void ImportCommandTest::waitsForNobodyWhoHoldsTheWorkspace()
{
    writeFile(path(u"one.bson"_s), record("1", "a"));
    QCOMPARE(import({kSample}, path(u"w.pbw"_s)).code, 0);
    const QString script =
        u"exec 3< <(cat '%1'; holdUntil '%4'); \"$@\" <&3 & child=$!; await test -s '%3.lock'; await test -e '%3-wal'; "
        "'%2' import '%1' -o '%3'; second=$?; '%2' verify '%3'; third=$?; : >'%4'; wait $child; "
        "echo first $? second $second third $third"_s.arg(path(u"one.bson"_s), ProgramRun::program(), path(u"w.pbw"_s),
                                                          path(u"go on"_s));
    const ProgramResult both = ProgramRun({u"import"_s, u"-"_s, u"-o"_s, path(u"w.pbw"_s)}).through(script).run();
    QVERIFY2(both.out.contains("first 0 second 4 third 0"), both.toText());
    QVERIFY2(both.err.contains("(process "), both.toText());
    QCOMPARE(runProgram({u"verify"_s, path(u"w.pbw"_s)}).code, 0);
}

void ImportCommandTest::refusesANewerWorkspace()
{
    QCOMPARE(import({kSample}, path(u"w.pbw"_s)).code, 0);
    QByteArray content = contentOf(path(u"w.pbw"_s));
    content.replace(60, 4, QByteArray("\x7f\xff\xff\xff", 4)); // user_version, sqlite.org/fileformat.html section 1.3
    writeFile(path(u"w.pbw"_s), content);
    for (const QStringList &run : {QStringList{u"tree"_s, path(u"w.pbw"_s)}, {u"import"_s, kSample, u"-o"_s, path(u"w.pbw"_s)}}) {
        const ProgramResult refused = runProgram(run);
        QCOMPARE(refused.code, 6);
        QVERIFY2(refused.err.contains("newer version"), refused.toText());
    }
    QCOMPARE(contentOf(path(u"w.pbw"_s)), content);
}

QTEST_GUILESS_MAIN(ImportCommandTest)
#include "tst_importcommand.moc"
