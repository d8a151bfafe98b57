#include "model/items/groupshape.h"

#include "model/record/recordindex.h"
#include "model/workspace/reader.h"

#include <algorithm>

namespace persistence {

namespace {

Result<RecordRow> firstRecord(Reader &reader, const Group &group)
{
    RecordRow first;
    Progress progress;
    const auto read = reader.records(group, progress, [&first](std::span<const RecordRow> rows) {
        first = rows.empty() ? RecordRow() : rows.front();
        return false;
    });
    return read ? Result<RecordRow>(first) : read.error();
}

Result<QByteArray> appOf(Reader &reader, AppRow row)
{
    const auto apps = reader.apps();
    if (!apps)
        return apps.error();
    for (const AppSummary &app : *apps) {
        if (app.row == row)
            return app.collection == Collection::Messages ? QByteArray("custom fields") : app.appId;
    }
    return QByteArray();
}

} // namespace

Result<QByteArray> shapeOf(Reader &reader, const Group &group)
{
    if (!group.app.isValid())
        return QByteArray("all");
    auto shape = appOf(reader, group.app);
    if (!shape || !group.model.isValid())
        return shape;
    const auto first = firstRecord(reader, group);
    if (!first)
        return first.error();
    const auto summaries = reader.recordSummaries({&*first, 1});
    if (!summaries)
        return summaries.error();
    RecordIndex index;
    if (summaries->isEmpty() || !indexRecord(bson::DocumentView(summaries->first().head), summaries->first().collection, index))
        return shape;
    QByteArray text = *shape;
    for (const Association &association : index.associations)
        text += (&association == &index.associations.front() ? " " : " + ") + association.model.toByteArray();
    return text;
}

Result<qint64> recordsIn(Reader &reader, const Group &group)
{
    if (group.target.isValid()) {
        const auto targets = reader.targetSummaries({&group.target, 1});
        if (!targets)
            return targets.error();
        return targets->isEmpty() ? 0 : targets->first().records;
    }
    if (!group.app.isValid())
        return reader.recordCount();
    if (group.model.isValid()) {
        const auto models = reader.models(group.app);
        if (!models)
            return models.error();
        const auto found = std::find_if(models->begin(), models->end(), [&group](const ModelSummary &model) { return model.row == group.model; });
        return found == models->end() ? 0 : found->records;
    }
    const auto apps = reader.apps();
    if (!apps)
        return apps.error();
    const auto found = std::find_if(apps->begin(), apps->end(), [&group](const AppSummary &app) { return app.row == group.app; });
    return found == apps->end() ? 0 : found->records;
}

} // namespace persistence
