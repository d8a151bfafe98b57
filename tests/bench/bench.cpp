// bench: measures the program against floors and peers in one run and prints ratios; absolute times depend on the machine.
#include "tests/bench/peers.h"
#include "tests/bench/report.h"
#include "tests/bench/tasks.h"
#include "tests/bench/typingtask.h"
#include "tests/bench/windowtask.h"
#include "tests/support/samplewriter.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <clocale>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::bench;

namespace {

struct Input
{
    QString name; ///< of the figure
    test::SampleFormat format;
    QString file;
};

const QList<Input> kInputs = {
    {u"import JSON lines"_s, test::SampleFormat::JsonLines, u"flat.json"_s},
    {u"import JSON lines, gzip"_s, test::SampleFormat::JsonLinesGzip, u"flat.json.gz"_s},
    {u"import JSON array on one line"_s, test::SampleFormat::JsonArray, u"flat.array.json"_s},
    {u"import BSON"_s, test::SampleFormat::Bson, u"flat.bson"_s},
    {u"import mongodump archive"_s, test::SampleFormat::Archive, u"flat.archive"_s},
    {u"import CSV"_s, test::SampleFormat::Csv, u"flat.csv"_s},
};

const QString kFindAll = u"find a rare text: all hits"_s;
/// From so many records on searching has a stricter target.
constexpr qint64 kManyRecords = 10'000'000;
const QString kTenImports = u"ten imports of the BSON in a row"_s;
const QString kTenfoldImport = u"import ten times the BSON at once"_s;

const QList<Target> kTargets = {
    {u"import JSON lines"_s, u"sqlite3 .import of raw lines"_s, 1.2},
    {u"import JSON lines"_s, u"sqlite3 script with json_each and indexes"_s, 0.2},
    {u"import JSON lines"_s, u"Python json and executemany"_s, 0.15},
    {u"import BSON"_s, u"import JSON lines"_s, 0.9},
    {kTenfoldImport, kTenImports, 1.15},
    {u"save one field of a value of 1 MB"_s, u"SQLite alone: durable update of a row of 1 MB"_s, 1.5},
    {u"export JSON lines"_s, u"sqlite3 -json"_s, 0.5},
    {u"export CSV of 10 fields"_s, u"sqlite3 -csv of 10 fields"_s, 0.5},
    {kFindAll, u"sqlite3 LIKE: all hits"_s, 0.7},
    {u"columns of all records"_s, u"BSON walk through all rows"_s, 1.5},
    {u"sort all records by a number"_s, u"BSON walk through all rows"_s, 3},
    {u"sort all records by a text"_s, u"BSON walk through all rows"_s, 3},
    {u"tree filter over all ids"_s, u"read all ids"_s, 4},
};

struct Options
{
    qint64 records = 1'000'000;
    int runs = 3;
    bool scripts = false;
    bool tenfold = false;
    QStringList only;
};

/// Makes the input unless it is there already, and reads it once so that it is in memory.
QString makeInput(const QDir &folder, const Input &input, qint64 records)
{
    const QString path = folder.filePath(u"%1-%2"_s.arg(QString::number(records), input.file));
    if (!QFileInfo::exists(path)) {
        std::fprintf(stderr, "Making %s\n", qPrintable(path));
        test::SampleGenerator generator({records, 1, test::SampleProfile::Flat});
        if (const auto written = test::writeSample(generator, input.format, path); !written)
            qFatal("%s", qPrintable(written.error().message));
    }
    Figures ignored;
    measureInChild(u"read"_s, u"read"_s, {path}, 1, ignored);
    return path;
}

/// Editing changes its workspace, so each task gets one of its own.
void measureEditing(const QDir &folder, const Options &options, Figures &figures)
{
    std::fprintf(stderr, "Editing\n");
    const QString workspace = folder.filePath(u"edit.pbw"_s);
    Figures ignored;
    for (const QString &task : {u"bulk-edit"_s, u"large-save"_s, u"long-history"_s}) {
        measureInChild(u"workspace"_s, u"import"_s, {u"workspace"_s, makeInput(folder, kInputs[3], options.records), workspace}, 1,
                       ignored);
        measureInChild(task, task, {workspace}, 1, figures);
    }
}

const QStringList kSurveys = {
    u"BSON walk through all rows"_s, u"BSON walk through all documents"_s, u"columns of all records"_s, u"sort all records by a number"_s,
    u"sort all records by a text"_s, u"count the values of a field"_s,     u"sum of a field"_s,         u"read all ids"_s,
    u"tree filter over all ids"_s};

const QStringList kExports = {u"export JSON lines"_s, u"export CSV of 10 fields"_s, u"export CSV of all fields"_s, u"export BSON"_s,
                              u"export XLSX of 10 fields"_s};

void measureExports(const QDir &folder, const Options &options, Figures &figures)
{
    const QString workspace = folder.filePath(u"export.pbw"_s), target = folder.filePath(u"export.out"_s);
    Figures ignored;
    measureInChild(u"workspace"_s, u"import"_s, {u"workspace"_s, makeInput(folder, kInputs[3], options.records), workspace}, 1, ignored);
    for (int run = 0; run < options.runs; ++run) {
        measureExportPeers(makeInput(folder, kInputs.first(), options.records), folder, 1, figures);
        for (const QString &name : kExports)
            measureInChild(name, u"export"_s, {name, workspace, target}, 1, figures);
    }
    QFile::remove(target);
}

/// One large import against small ones that read and write as much; in turns, because a disk that is kept busy becomes slower.
void measureTenfold(const QDir &folder, const Options &options, const QString &workspace, Figures &figures)
{
    std::fprintf(stderr, "Ten times as many records\n");
    const QString small = makeInput(folder, kInputs[3], options.records), large = makeInput(folder, kInputs[3], 10 * options.records);
    for (int run = 0; run < options.runs; ++run) {
        measureInChild(kTenImports, u"import-ten-times"_s, {kTenImports, small, folder.path()}, 1, figures);
        measureInChild(kTenfoldImport, u"import"_s, {kTenfoldImport, large, workspace}, 1, figures);
    }
    QFile::remove(workspace);
}

void measureFinding(const QDir &folder, const Options &options, const QString &workspace, Figures &figures)
{
    std::fprintf(stderr, "Finding\n");
    for (int run = 0; run < options.runs; ++run) {
        measureFindPeers(makeInput(folder, kInputs.first(), options.records), folder, 1, figures);
        measureInChild(u"find"_s, u"find"_s, {workspace}, 1, figures);
    }
    QFile::remove(folder.filePath(u"raw.db"_s));
}

void measure(const QDir &folder, const Options &options, Figures &figures)
{
    const auto isWanted = [&options](const QString &name) { return options.only.isEmpty() || options.only.contains(name); };
    const QString jsonLines = makeInput(folder, kInputs.first(), options.records);
    const QString workspace = folder.filePath(u"bench.pbw"_s);
    measureInChild(u"read"_s, u"read"_s, {jsonLines}, options.runs, figures);
    measureInChild(u"memcpy"_s, u"memcpy"_s, {QString::number(QFileInfo(jsonLines).size())}, options.runs, figures);
    for (int run = 0; run < options.runs; ++run) {
        // Floors and imports take turns, so that a slow minute of the machine meets both.
        std::fprintf(stderr, "Run %d of %d\n", run + 1, options.runs);
        measureFloors(jsonLines, folder, 1, figures);
        for (const Input &input : kInputs) {
            if (isWanted(input.name))
                measureInChild(input.name, u"import"_s, {input.name, makeInput(folder, input, options.records), workspace}, 1, figures);
        }
    }
    if (isWanted(u"export"_s))
        measureExports(folder, options, figures);
    if (options.tenfold)
        measureTenfold(folder, options, workspace, figures);
    if (options.scripts)
        measureScripts(jsonLines, folder, figures);
    if (isWanted(u"typing"_s))
        measureInChild(u"typing"_s, u"typing-window"_s, {}, options.runs, figures);
    if (isWanted(u"edit"_s)) {
        measureEditing(folder, options, figures);
        measureInChild(u"edit-value"_s, u"edit-value"_s, {}, options.runs, figures);
    }
    if (!isWanted(u"find"_s) && !isWanted(u"survey"_s) && !isWanted(u"browse"_s))
        return;
    measureInChild(u"workspace"_s, u"import"_s, {u"workspace"_s, makeInput(folder, kInputs[3], options.records), workspace}, 1, figures);
    if (isWanted(u"find"_s))
        measureFinding(folder, options, workspace, figures);
    if (isWanted(u"survey"_s))
        measureInChild(u"survey"_s, u"survey"_s, {workspace, makeInput(folder, kInputs[3], options.records)}, options.runs, figures);
    if (!isWanted(u"browse"_s))
        return;
    std::fprintf(stderr, "Browsing and checking\n");
    measureInChild(u"bare Qt window to first paint"_s, u"bare-window"_s, {}, options.runs, figures);
    measureInChild(u"window with the workspace to first paint"_s, u"window"_s, {workspace}, options.runs, figures);
    measureInChild(u"browse"_s, u"browse"_s, {workspace}, options.runs, figures);
    measureInChild(u"fingerprint"_s, u"fingerprint"_s, {workspace}, 1, figures);
    measureInChild(u"verify"_s, u"verify"_s, {workspace}, 1, figures);
}

QStringList namesLike(const Figures &figures, const QStringList &endings)
{
    QStringList names;
    for (auto figure = figures.begin(); figure != figures.end(); ++figure) {
        for (const QString &ending : endings) {
            if (figure.key().endsWith(ending))
                names.append(figure.key());
        }
    }
    names.sort();
    return names;
}

int printAll(const Figures &figures, const Options &options)
{
    QStringList imports;
    for (const Input &input : kInputs)
        imports.append(input.name);
    const QString floor = u"cp of the JSON lines"_s;
    std::printf("%lld records, %d runs\n", static_cast<long long>(options.records), options.runs);
    printTable(u"Floors and peers"_s,
               {u"memcpy of as many bytes"_s, u"read(2) of the JSON lines"_s, floor, u"sqlite3 .import of raw lines"_s,
                u"sqlite3 script with json_each and indexes"_s, u"Python json and executemany"_s},
               floor, figures);
    printTable(u"Import into a new workspace"_s, imports + QStringList{kTenImports, kTenfoldImport}, floor, figures);
    printTable(u"Export"_s, QStringList{u"sqlite3 -json"_s, u"sqlite3 -csv of 10 fields"_s} + kExports, floor, figures);
    printTable(u"Finding"_s,
               {u"sqlite3 LIKE: all hits"_s, kFindAll, u"sqlite3 LIKE: first 50 hits"_s, u"find a frequent text: first 50 hits"_s,
                u"find a rare text in the largest app: all hits"_s, u"find a frequent text in it: first 50 hits"_s},
               u"sqlite3 LIKE: all hits"_s, figures);
    printTable(u"Looking at all records"_s, kSurveys, kSurveys.first(), figures);
    printTable(u"Browsing"_s, QStringList{u"open and all apps"_s} + namesLike(figures, {u", first"_s, u", again"_s}), {}, figures);
    printTable(u"Window"_s,
               QStringList{u"bare Qt window to first paint"_s, u"window with the workspace to first paint"_s} +
                   namesLike(figures, {u"paint, 1st"_s, u"paint, 2nd"_s}),
               u"bare Qt window to first paint"_s, figures);
    printTable(u"Filtering in the window (16 ms at most)"_s, namesLike(figures, {u"Enter to paint"_s}), {}, figures);
    printTable(u"Typing into the text of a value (16 ms a key at most)"_s, namesLike(figures, {u" MB"_s}), {}, figures);
    printTable(u"Editing"_s,
               QStringList{u"SQLite alone: durable update of a row of 1 MB"_s, u"save one field of a value of 1 MB"_s,
                           u"count what a bulk edit would change"_s} +
                   namesLike(figures, {u" records"_s, u"undo of it"_s, u"million changes"_s, u"page"_s, u"middle"_s, u"its size"_s}),
               u"SQLite alone: durable update of a row of 1 MB"_s, figures);
    printTable(u"The views of a value follow an edit (16 ms at most)"_s, namesLike(figures, {u"rows open"_s, u"2,500 items"_s}), {},
               figures);
    printTable(u"Checking"_s, {u"fingerprint"_s, u"verify"_s}, u"read(2) of the JSON lines"_s, figures);
    for (const QString &task :
         {u"workspace"_s, u"browse"_s, u"bulk-edit"_s, u"large-save"_s, u"long-history"_s, u"typing"_s, u"find"_s, u"survey"_s}) {
        if (!figures.value(task).error.isEmpty())
            std::printf("\n%s: %s\n", qPrintable(task), qPrintable(figures.value(task).error));
    }
    QList<Target> targets = kTargets;
    if (options.records >= kManyRecords)
        std::ranges::find(targets, kFindAll, &Target::figure)->limit = 0.05;
    return printTargets(targets, figures) ? 0 : 1;
}

int runChild(int argc, char **argv)
{
    const Stopwatch start;
    watchMemory();
    const QString task = QString::fromLocal8Bit(argv[2]);
    QString error;
    if (task.endsWith(u"window")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        const QApplication application(argc, argv);
        std::setlocale(LC_NUMERIC, "C");
        error = task == u"typing-window" ? runTypingTask() : runWindowTask(start, task, QCoreApplication::arguments().mid(3));
    } else {
        const QCoreApplication application(argc, argv);
        std::setlocale(LC_NUMERIC, "C");
        error = runTask(task, QCoreApplication::arguments().mid(3));
    }
    reportMemory();
    if (!error.isEmpty())
        std::fprintf(stderr, "%s\n", qPrintable(error));
    return error.isEmpty() ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc > 2 && QByteArray(argv[1]) == "--task")
        return runChild(argc, argv);

    const QCoreApplication application(argc, argv);
    std::setlocale(LC_NUMERIC, "C");
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures the program against floors and peers, in one run; exits with 1 if a target is missed."_s);
    parser.addHelpOption();
    const QCommandLineOption records(u"records"_s, u"Records of about 400 bytes."_s, u"N"_s, u"1000000"_s);
    const QCommandLineOption runs(u"runs"_s, u"Medians of that many runs."_s, u"N"_s, u"3"_s);
    const QCommandLineOption folder(u"folder"_s, u"Keeps the inputs there for the next time."_s, u"PATH"_s);
    const QCommandLineOption scripts(u"scripts"_s, u"Also what people would script themselves; slow."_s);
    const QCommandLineOption tenfold(u"tenfold"_s, u"Also an import of ten times as many records; ten of a million take 15 GB."_s);
    const QCommandLineOption only(
        u"only"_s,
        u"Only this: the name of an import, export, find, survey, typing, edit for all that writes, or browse for all that reads. May be "
        "given again."_s,
        u"NAME"_s);
    parser.addOptions({records, runs, folder, scripts, tenfold, only});
    parser.process(application);

    const Options options{parser.value(records).toLongLong(), qMax(1, parser.value(runs).toInt()), parser.isSet(scripts),
                          parser.isSet(tenfold), parser.values(only)};
    const QTemporaryDir temporary;
    const QDir place(parser.isSet(folder) ? parser.value(folder) : temporary.path());
    if (options.records <= 0 || !place.mkpath(u"."_s)) {
        std::fprintf(stderr, "--records takes a number above 0, --folder a folder that can be written.\n");
        return 1;
    }
    Figures figures;
    measure(place, options, figures);
    return printAll(figures, options);
}
