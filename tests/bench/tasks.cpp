#include "tests/bench/tasks.h"

#include "model/transfer/exporter.h"
#include "model/transfer/importer.h"
#include "model/workspace/workspace.h"
#include "tests/bench/edittasks.h"
#include "tests/bench/findtask.h"
#include "tests/bench/followtask.h"
#include "tests/bench/measurement.h"
#include "tests/bench/surveytask.h"

#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace persistence::bench {

namespace {

/// What a reader at best can reach: all bytes of a file that is in memory already.
QString readFile(const QStringList &arguments)
{
    const int file = open(QFile::encodeName(arguments.value(0)).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return u"%1 cannot be opened"_s.arg(arguments.value(0));
    QByteArray chunk(256 * 1024, Qt::Uninitialized);
    const Stopwatch watch;
    while (read(file, chunk.data(), size_t(chunk.size())) > 0) {
    }
    report(u"read(2) of the JSON lines"_s, watch.milliseconds());
    close(file);
    return {};
}

QString copyMemory(const QStringList &arguments)
{
    const QByteArray from(arguments.value(0).toLongLong(), 'x');
    QByteArray to(from.size(), 'y');
    const Stopwatch watch;
    std::memcpy(to.data(), from.constData(), size_t(from.size()));
    report(u"memcpy of as many bytes"_s, watch.milliseconds());
    return {};
}

/// Arguments: name of the figure, input, workspace.
QString importFile(const QStringList &arguments)
{
    QFile::remove(arguments.value(2));
    ImportProgress progress;
    ImportOptions options;
    options.sources = {arguments.value(1)};
    const Stopwatch watch;
    const Result<ImportResult> result = importToNewWorkspace(arguments.value(2), options, progress);
    if (!result)
        return result.error().message;
    report(arguments.value(0), watch.milliseconds());
    return {};
}

/// Arguments: name of the figure, input, folder. Ten workspaces that stay until the last one is there, as one of ten times the size does.
QString importTenTimes(const QStringList &arguments)
{
    const QTemporaryDir folder(arguments.value(2) + u"/ten"_s);
    const Stopwatch watch;
    for (int i = 0; i < 10; ++i) {
        ImportProgress progress;
        ImportOptions options;
        options.sources = {arguments.value(1)};
        if (const auto result = importToNewWorkspace(folder.filePath(u"%1.pbw"_s.arg(i)), options, progress); !result)
            return result.error().message;
    }
    report(arguments.value(0), watch.milliseconds());
    return {};
}

/// What the figure of an export stands for.
ExportOptions exportOptions(const QString &name)
{
    ExportOptions options;
    options.format = name.contains(u"CSV")    ? ExportFormat::Csv
                     : name.contains(u"BSON") ? ExportFormat::Bson
                     : name.contains(u"XLSX") ? ExportFormat::Xlsx
                                              : ExportFormat::Relaxed;
    if (!name.contains(u"10 fields"))
        return options;
    for (const char *path : {"_id", "appId", "associations[0].model", "associations[0].id", "_updatedAt", "data.rating", "data.comment",
                             "data.amount", "data.createdAt", "data.owner.username"})
        options.fields.push_back(*bson::Path::parse(path));
    return options;
}

/// Arguments: name of the figure, workspace, target.
QString exportWorkspace(const QStringList &arguments)
{
    QFile::remove(arguments.value(2));
    const auto workspace = Workspace::open(arguments.value(1), Workspace::Access::ReadOnly);
    if (!workspace)
        return workspace.error().message;
    Progress progress;
    const Stopwatch watch;
    const auto reader = (*workspace)->reader();
    ExportRequest request;
    request.rows = (*reader)->records(Group(), progress).value();
    request.options = exportOptions(arguments.value(0));
    if (const auto result = exportRecords(**workspace, request, arguments.value(2), progress); !result)
        return result.error().message;
    report(arguments.value(0), watch.milliseconds());
    return {};
}

/// Runs \a work three times and reports the first as cold and the best of the others as warm.
template <typename Work>
void reportWarm(const QString &name, Work work)
{
    const Stopwatch first;
    work();
    report(name + u", first"_s, first.milliseconds());
    const Stopwatch second;
    work();
    const double once = second.milliseconds();
    const Stopwatch third;
    work();
    report(name + u", again"_s, std::min(once, third.milliseconds()));
}

struct Largest
{
    Group group;
    TargetList targets;
};

/// The association model with the most ids, in the app with the most records.
Result<Largest> largestGroup(Reader &reader)
{
    const auto apps = reader.apps();
    if (!apps)
        return apps.error();
    const auto app = std::ranges::max_element(*apps, {}, &AppSummary::records);
    const auto models = reader.models(app->row);
    if (!models)
        return models.error();
    const auto model = std::ranges::max_element(*models, {}, &ModelSummary::targets);
    const auto targets = reader.targets(app->row, model->row);
    if (!targets)
        return targets.error();
    return Largest{{app->row, model->row, {}}, *targets};
}

QList<TargetRow> page(const TargetList &targets, qint64 first, qint64 count)
{
    QList<TargetRow> rows;
    for (qint64 i = first; i < std::min(first + count, targets.size()); ++i)
        rows.append(targets.at(i));
    return rows;
}

/// The id with the most records, looked for in all ids of the app's constant-heavy models.
Result<Group> largestTarget(Reader &reader, AppRow app)
{
    Group best{app, {}, {}};
    qint64 most = -1;
    const auto models = reader.models(app);
    if (!models)
        return models.error();
    for (const ModelSummary &model : *models) {
        const auto targets = reader.targets(app, model.row);
        if (!targets)
            return targets.error();
        for (qint64 first = 0; first < targets->size(); first += 10'000) {
            const QList<TargetRow> rows = page(*targets, first, 10'000);
            const auto summaries = reader.targetSummaries(rows);
            if (!summaries)
                return summaries.error();
            for (const TargetSummary &summary : *summaries) {
                if (summary.records > most && model.kind == ModelKind::Stored) {
                    most = summary.records;
                    best = {app, model.row, summary.row};
                }
            }
        }
    }
    return best;
}

void browseRecords(Reader &reader, const Group &group)
{
    Progress progress;
    std::vector<RecordRow> rows;
    reportWarm(u"all record rows of the largest id"_s, [&] { rows = reader.records(group, progress).value(); });
    const auto middle = std::span(rows).subspan(rows.size() / 2, std::min<size_t>(50, rows.size() - rows.size() / 2));
    reportWarm(u"50 record summaries from its middle"_s, [&] { (void)reader.recordSummaries(middle).value(); });
    Record record;
    reportWarm(u"one whole record"_s, [&] { record = reader.record(rows[rows.size() / 3]).value(); });
    const auto summaries = reader.recordSummaries(std::span(rows).first(1)).value();
    reportWarm(u"record by record id"_s, [&] { (void)reader.findRecords(summaries.first().recordId).value(); });
}

QString browse(const QStringList &arguments)
{
    const Stopwatch opening;
    const auto workspace = Workspace::open(arguments.value(0), Workspace::Access::ReadOnly);
    if (!workspace)
        return workspace.error().message;
    auto opened = (*workspace)->reader();
    if (!opened)
        return opened.error().message;
    Reader &reader = **opened;
    const auto apps = reader.apps();
    if (!apps)
        return apps.error().message;
    report(u"open and all apps"_s, opening.milliseconds());
    reportWarm(u"association models of all apps"_s, [&] {
        for (const AppSummary &app : *apps)
            (void)reader.models(app.row).value();
    });
    const auto largest = largestGroup(reader);
    if (!largest)
        return largest.error().message;
    reportWarm(u"ids of the largest model"_s, [&] { (void)reader.targets(largest->group.app, largest->group.model).value(); });
    reportWarm(u"50 ids with counts from its middle"_s, [&] {
        const QList<TargetRow> rows = page(largest->targets, largest->targets.size() / 2, 50);
        (void)reader.targetSummaries(rows).value();
    });
    const auto target = largestTarget(reader, largest->group.app);
    if (!target)
        return target.error().message;
    browseRecords(reader, *target);
    return {};
}

QString makeFingerprint(const QStringList &arguments)
{
    const auto workspace = Workspace::open(arguments.value(0), Workspace::Access::ReadOnly);
    if (!workspace)
        return workspace.error().message;
    auto reader = (*workspace)->reader();
    if (!reader)
        return reader.error().message;
    Progress progress;
    const Stopwatch watch;
    if (const auto hash = fingerprint(**reader, progress); !hash)
        return hash.error().message;
    report(u"fingerprint"_s, watch.milliseconds());
    return {};
}

QString verifyWorkspace(const QStringList &arguments)
{
    const auto workspace = Workspace::open(arguments.value(0), Workspace::Access::ReadOnly);
    if (!workspace)
        return workspace.error().message;
    Progress progress;
    const Stopwatch watch;
    const auto violations = (*workspace)->verify(progress);
    if (!violations)
        return violations.error().message;
    if (!violations->isEmpty())
        return violations->first();
    report(u"verify"_s, watch.milliseconds());
    return {};
}

} // namespace

QString runTask(const QString &task, const QStringList &arguments)
{
    if (task == u"read")
        return readFile(arguments);
    if (task == u"memcpy")
        return copyMemory(arguments);
    if (task == u"import")
        return importFile(arguments);
    if (task == u"import-ten-times")
        return importTenTimes(arguments);
    if (task == u"export")
        return exportWorkspace(arguments);
    if (task == u"find")
        return runFind(arguments);
    if (task == u"survey")
        return runSurvey(arguments);
    if (task == u"browse")
        return browse(arguments);
    if (task == u"fingerprint")
        return makeFingerprint(arguments);
    if (task == u"edit-value")
        return measureValueEdits();
    if (task == u"verify")
        return verifyWorkspace(arguments);
    if (task == u"bulk-edit")
        return runBulkEdit(arguments);
    if (task == u"large-save")
        return runLargeSave(arguments);
    if (task == u"long-history")
        return runLongHistory(arguments);
    return u"There is no task %1"_s.arg(task);
}

} // namespace persistence::bench
