#include "ui/editor/loadedrecord.h"

namespace persistence {

namespace {

QByteArray nameOfModel(const QList<ModelSummary> &models, ModelRow row, ModelKind &kind)
{
    for (const ModelSummary &model : models) {
        if (model.row == row) {
            kind = model.kind;
            return model.name;
        }
    }
    return {};
}

Result<std::vector<KeyPart>> filedUnder(Reader &reader, RecordRow row)
{
    const auto groups = reader.groupsOf(row);
    if (!groups)
        return groups.error();
    std::vector<KeyPart> parts;
    QList<ModelSummary> models;
    AppRow app;
    for (const Group &group : *groups) {
        if (group.app != app) {
            auto read = reader.models(group.app);
            if (!read)
                return read.error();
            models = std::move(read).value();
            app = group.app;
        }
        KeyPart part;
        part.group = group;
        part.model = nameOfModel(models, group.model, part.kind);
        const auto targets = reader.targetSummaries({&group.target, 1});
        if (!targets)
            return targets.error();
        if (!targets->isEmpty()) {
            part.id = targets->front().id;
            part.label = targets->front().label;
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

} // namespace

Result<LoadedRecord> loadRecord(Reader &reader, RecordRow row)
{
    auto record = reader.record(row);
    if (!record)
        return record.error();
    auto parts = filedUnder(reader, row);
    if (!parts)
        return parts.error();
    LoadedRecord loaded;
    loaded.record = std::move(record).value();
    loaded.key = std::move(parts).value();
    if (const auto id = bson::DocumentView(loaded.record.body).find("_id"))
        loaded.recordId = RecordId(*id);
    const auto apps = reader.apps();
    if (!apps)
        return apps.error();
    for (const AppSummary &app : *apps) {
        if (app.row == loaded.record.app)
            loaded.appName = app.name;
    }
    return loaded;
}

LoadedRecord describeRecord(const Record &record)
{
    LoadedRecord loaded;
    loaded.record = record;
    if (const auto id = bson::DocumentView(record.body).find("_id"))
        loaded.recordId = RecordId(*id);
    RecordIndex index;
    if (!indexRecord(bson::DocumentView(record.body), record.collection, index))
        return loaded;
    loaded.record.appId = index.appId.toByteArray();
    loaded.record.marks = quint32(index.marks.toInt());
    for (const Association &association : index.associations) {
        KeyPart part;
        part.model = association.model.toByteArray();
        part.id = association.id.toByteArray();
        loaded.key.push_back(std::move(part));
    }
    return loaded;
}

} // namespace persistence
