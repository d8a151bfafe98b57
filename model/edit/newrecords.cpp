#include "model/edit/newrecords.h"

#include "model/bson/builder.h"
#include "model/workspace/reader.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(NewRecords)
};

FieldValue emptyValue()
{
    bson::Builder builder;
    return {bson::Type::Document, builder.finish().toByteArray()};
}

/// The one association that a group stands for; none for a whole app, and for what has no model to write.
Result<std::vector<KeyItem>> keyOfGroup(Reader &reader, const Group &group)
{
    std::vector<KeyItem> key;
    if (!group.model.isValid())
        return key;
    const auto models = reader.models(group.app);
    if (!models)
        return models.error();
    const auto model = std::find_if(models->begin(), models->end(), [&](const ModelSummary &one) { return one.row == group.model; });
    if (model == models->end() || model->kind != ModelKind::Stored)
        return key;
    QByteArray id;
    if (group.target.isValid()) {
        const auto targets = reader.targetSummaries({&group.target, 1});
        if (!targets)
            return targets.error();
        if (!targets->isEmpty())
            id = targets->front().id;
    }
    key.push_back({model->name, id, -1});
    return key;
}

} // namespace

Result<Record> newRecordIn(Reader &reader, const Group &group)
{
    const auto apps = reader.apps();
    if (!apps)
        return apps.error();
    const auto app = std::find_if(apps->begin(), apps->end(), [&](const AppSummary &one) { return one.row == group.app; });
    if (app == apps->end() || app->collection != Collection::Persistence)
        return Error{ErrorKind::Failed,
                     Texts::tr("No record was made, because a record belongs to an app. Select an app or a group of one first."),
                     {}};
    const auto key = keyOfGroup(reader, group);
    if (!key)
        return key.error();
    Record record;
    record.app = app->row;
    record.appId = app->appId;
    record.body = newRecord(app->appId, *key, emptyValue(), makeRecordId());
    return record;
}

Result<Record> cloneOfRecord(const Record &record)
{
    auto body = cloneOf(record, makeRecordId());
    if (!body)
        return body.error();
    Record clone;
    clone.app = record.app;
    clone.collection = record.collection;
    clone.appId = record.appId;
    clone.body = *std::move(body);
    return clone;
}

} // namespace persistence
