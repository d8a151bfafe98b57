#include "model/items/groupshape.h"

#include "model/record/recordindex.h"
#include "model/workspace/reader.h"

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
    if (!shape || !(group.model.isValid() || group.shape.isValid()))
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

} // namespace persistence
