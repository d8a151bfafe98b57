#include "model/transfer/exportscope.h"

#include "model/sinks/fieldtree.h"
#include "model/transfer/bodyfeed.h"
#include "model/workspace/bodyreader.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

Result<std::vector<RecordRow>> rowsOf(const Workspace &workspace, const ExportScope &scope, Progress &progress)
{
    if (!scope.rows.empty())
        return scope.rows;
    const auto reader = workspace.reader();
    if (!reader)
        return reader.error();
    auto rows = (*reader)->records(scope.group, progress);
    if (rows && qint64(rows->size()) != scope.records && !progress.isCancelled())
        return Error{
            ErrorKind::Conflict,
            QCoreApplication::translate("Export", "%1 records were announced, but there are %2 now. Nothing was exported; start again.")
                .arg(QString::number(scope.records), QString::number(rows->size())),
            {}};
    return rows;
}

Result<qint64> recordsIn(const Workspace &workspace, const Group &group)
{
    const auto reader = workspace.reader();
    if (!reader)
        return reader.error();
    if (group.target.isValid()) {
        const auto targets = (*reader)->targetSummaries({&group.target, 1});
        return !targets ? Result<qint64>(targets.error()) : targets->isEmpty() ? qint64(0) : targets->first().records;
    }
    if (group.model.isValid()) {
        const auto models = (*reader)->models(group.app);
        if (!models)
            return models.error();
        const auto found =
            std::find_if(models->begin(), models->end(), [&](const ModelSummary &model) { return model.row == group.model; });
        return found == models->end() ? qint64(0) : found->records;
    }
    if (!group.app.isValid())
        return (*reader)->recordCount();
    const auto apps = (*reader)->apps();
    if (!apps)
        return apps.error();
    const auto found = std::find_if(apps->begin(), apps->end(), [&](const AppSummary &app) { return app.row == group.app; });
    return found == apps->end() ? qint64(0) : found->records;
}

Result<std::vector<bson::Path>> surveyFields(const Workspace &workspace, std::span<const RecordRow> rows, Progress &progress)
{
    const auto reader = BodyReader::open(workspace);
    if (!reader)
        return reader.error();
    FieldTree fields;
    auto looked = feedBodies(**reader, rows, {}, progress, [&](const SinkRecord &record) -> Result<void> {
        fields.add(bson::DocumentView(record.body));
        return {};
    });
    if (!looked)
        return looked.error();
    fields.finish();
    return fields.columns();
}

} // namespace persistence
