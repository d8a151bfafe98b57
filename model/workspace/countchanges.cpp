#include "model/workspace/countchanges.h"

#include "model/workspace/database.h"
#include "model/workspace/keyshapes.h"
#include "model/workspace/statement.h"

namespace persistence {

namespace {

constexpr const char *kAddToApp = "UPDATE app SET records = records + ?, bytes = bytes + ? WHERE id = ?";
constexpr const char *kAddToTarget = "UPDATE target SET records = records + ?, bytes = bytes + ? WHERE id = ?";
/// A new id stands at the end of the table, not in key order: the numbers of the group are no range any more.
constexpr const char *kAddToModel = R"sql(
    INSERT INTO model_count (app, model, first_target, targets, records, bytes) VALUES (?1, ?2, 0, ?3, ?4, ?5)
    ON CONFLICT (app, model) DO UPDATE SET targets = targets + ?3, records = records + ?4, bytes = bytes + ?5,
                                           first_target = CASE WHEN ?3 > 0 THEN 0 ELSE first_target END)sql";

} // namespace

void CountChanges::addToShape(const KeyShapeCode &shape, RecordRow record, qint64 bytes)
{
    auto known = m_shapes.find(shape.whole());
    if (known == m_shapes.end())
        known = m_shapes.try_emplace(shape.whole().toByteArray()).first;
    known->second.records.push_back(record.value);
    known->second.bytes += bytes;
}

void CountChanges::growShape(const KeyShapeCode &shape, qint64 growth)
{
    m_shapes[shape.whole().toByteArray()].growth += growth;
}

Result<void> CountChanges::write(Database &database)
{
    auto written = writeSums(database);
    if (written)
        written = writeShapes(database);
    m_apps.clear();
    m_models.clear();
    m_targets.clear();
    m_shapes.clear();
    return written;
}

Result<void> CountChanges::writeSums(Database &database) const
{
    Statement addToApp(database, kAddToApp);
    for (const auto &[app, sum] : m_apps) {
        if (auto added = addToApp.bind(sum.records).bind(sum.bytes).bind(app).run(); !added)
            return added;
    }
    Statement addToModel(database, kAddToModel);
    for (const auto &[group, sum] : m_models) {
        addToModel.bind(group.first).bind(group.second).bind(sum.targets).bind(sum.records).bind(sum.bytes);
        if (auto added = addToModel.run(); !added)
            return added;
    }
    Statement addToTarget(database, kAddToTarget);
    for (const auto &[target, sum] : m_targets) {
        if (auto added = addToTarget.bind(sum.records).bind(sum.bytes).bind(target).run(); !added)
            return added;
    }
    return {};
}

Result<void> CountChanges::writeShapes(Database &database) const
{
    KeyShapeStore store(database);
    for (const auto &[code, sum] : m_shapes) {
        const AppRow app{KeyShapeCode::appOf(code)};
        const QByteArrayView models = KeyShapeCode::modelsOf(code);
        if (!sum.records.empty()) {
            if (auto added = store.add(app, models, sum.records, sum.bytes); !added)
                return added;
        }
        if (sum.growth != 0) {
            if (auto grown = store.resize(app, models, sum.growth); !grown)
                return grown;
        }
    }
    return {};
}

} // namespace persistence
