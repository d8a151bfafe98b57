#include "model/workspace/recordstore.h"

#include "model/workspace/damage.h"
#include "model/workspace/database.h"
#include "model/workspace/keyshapes.h"
#include "model/workspace/recordbatch.h"
#include "model/workspace/statement.h"

#include <QCoreApplication>

#include <sqlite3.h>

#include <algorithm>

namespace persistence {

namespace {

constexpr const char *kInsertRecord = R"sql(
    INSERT INTO record (id, app, import, version, updated, marks, checksum, body, original) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
/// A record made here never came from anywhere. Where an edit brings the bytes back as they came, the record counts as unchanged again.
constexpr const char *kUpdateRecord = R"sql(
    UPDATE record SET app = ?1, version = version + 1, updated = ?2, marks = ?3, checksum = ?4, body = ?5,
                      original = CASE WHEN ?6 = 0 OR import = 0 OR coalesce(original, body) = ?5 THEN NULL ELSE coalesce(original, body) END
     WHERE id = ?7 AND version = ?8)sql";
constexpr const char *kRemember = R"sql(
    INSERT INTO removed (record, record_id, collection, import, version, original)
    SELECT id, ?, ?, import, version, CASE WHEN import = 0 THEN NULL ELSE coalesce(original, body) END
      FROM record WHERE id = ? AND version = ?)sql";
constexpr const char *kInsertTarget = R"sql(
    INSERT INTO target (app, model, target_id, records, bytes) VALUES (?, ?, ?, ?, ?))sql";
constexpr const char *kAddToModel = R"sql(
    UPDATE model_count SET records = records + ?, bytes = bytes + ? WHERE app = ? AND model = ?)sql";
constexpr const char *kAddToTarget = "UPDATE target SET records = records + ?, bytes = bytes + ? WHERE id = ?";
constexpr const char *kAddToApp = "UPDATE app SET records = records + ?, bytes = bytes + ? WHERE id = ?";
constexpr const char *kDropEmptyTarget = "DELETE FROM target WHERE id = ? AND records = 0";
constexpr const char *kUncountTarget = R"sql(
    UPDATE model_count SET targets = targets - 1, first_target = 0 WHERE app = ? AND model = ?)sql";
constexpr const char *kDropEmptyModel = "DELETE FROM model_count WHERE app = ? AND model = ? AND targets = 0";
constexpr const char *kDropEmptyApp = "DELETE FROM app WHERE id = ? AND records = 0";

QByteArray encodedRecordId(const RecordIndex &index)
{
    return index.marks.testFlag(RecordMark::NoRecordId) ? QByteArray() : RecordId(index.recordId).encoded();
}

std::optional<qint64> updatedOf(const RecordIndex &index)
{
    return index.marks.testFlag(RecordMark::NoUpdatedAt) ? std::nullopt : std::optional(index.updated);
}

/// Whether an earlier filing of the same record makes this one count twice in its target or its association model.
bool isFirstOfTarget(const std::vector<Filing> &filings, size_t i)
{
    return std::none_of(filings.begin(), filings.begin() + qsizetype(i), [&](const Filing &other) { return other == filings[i]; });
}

bool isFirstOfModel(const std::vector<Filing> &filings, size_t i)
{
    return std::none_of(filings.begin(), filings.begin() + qsizetype(i),
                        [&](const Filing &other) { return other.kind == filings[i].kind && other.model == filings[i].model; });
}

Error conflict()
{
    return {ErrorKind::Conflict,
            QCoreApplication::translate("RecordStore", "The record changed since it was read. Nothing was written; read it again."),
            {}};
}

/// The number of the row that \a select finds by both halves of \a key, or of the one that \a insert makes of them.
Result<qint64> findOrInsert(Database &database, const char *select, const char *insert, const std::pair<int, QByteArray> &key)
{
    Statement found(database, select);
    const auto row = found.bind(key.first).bind(key.second).step();
    if (!row)
        return row.error();
    if (*row)
        return found.integer(0);
    Statement added(database, insert);
    if (auto inserted = added.bind(key.first).bind(key.second).run(); !inserted)
        return inserted.error();
    return qint64(sqlite3_last_insert_rowid(database.handle()));
}

} // namespace

std::vector<Filing> filingsOf(const RecordIndex &index)
{
    std::vector<Filing> filings;
    filings.reserve(index.associations.size() + 1);
    for (const Association &association : index.associations)
        filings.push_back({ModelKind::Stored, association.model, association.id});
    if (index.marks.testFlag(RecordMark::OddAssociation))
        filings.push_back({ModelKind::Unreadable, {}, {}});
    else if (filings.empty())
        filings.push_back({ModelKind::NoKey, {}, {}});
    return filings;
}

Result<std::optional<Record>> storedRecord(Database &database, RecordRow row)
{
    constexpr const char *kRecord = R"sql(
        SELECT r.app, a.collection, a.app_id, r.version, r.updated, r.marks, r.checksum, r.body, r.original, r.import
          FROM record r JOIN app a ON a.id = r.app WHERE r.id = ?)sql";
    Statement statement(database, kRecord);
    auto found = statement.bind(row).step();
    if (!found)
        return found.error();
    if (!*found)
        return std::optional<Record>();
    Record record;
    record.row = row;
    record.app = statement.row<AppRow>(0);
    record.collection = Collection(int(statement.integer(1)));
    record.appId = statement.bytes(2);
    record.version = statement.integer(3);
    record.updated = statement.optionalInteger(4);
    record.marks = quint32(statement.integer(5));
    record.body = statement.bytes(7);
    record.original = statement.bytes(8);
    record.import = statement.integer(9);
    if (bodyChecksum(record.body) != quint64(statement.integer(6)))
        return damagedRecord(row);
    return std::optional(std::move(record));
}

Result<AppRow> RecordStore::appRow(Collection collection, QByteArrayView appId)
{
    const std::pair key(int(collection), appId.toByteArray());
    if (const auto known = m_apps.constFind(key); known != m_apps.constEnd())
        return *known;
    const auto row = findOrInsert(m_database, "SELECT id FROM app WHERE collection = ? AND app_id = ?",
                                  "INSERT INTO app (collection, app_id, records, bytes) VALUES (?, ?, 0, 0)", key);
    if (!row)
        return row.error();
    return *m_apps.insert(key, AppRow{*row});
}

Result<ModelRow> RecordStore::modelRow(ModelKind kind, QByteArrayView name)
{
    const std::pair key(int(kind), name.toByteArray());
    if (const auto known = m_models.constFind(key); known != m_models.constEnd())
        return *known;
    const auto row = findOrInsert(m_database, "SELECT id FROM association_model WHERE kind = ? AND name = ?",
                                  "INSERT INTO association_model (kind, name) VALUES (?, ?)", key);
    if (!row)
        return row.error();
    return *m_models.insert(key, ModelRow{*row});
}

Result<TargetRow> RecordStore::targetRow(AppRow app, ModelRow model, QByteArrayView id, qint64 size, bool isFirst)
{
    Statement select(m_database, "SELECT id FROM target WHERE app = ? AND model = ? AND target_id = ?");
    auto row = select.bind(app).bind(model).bind(id).step();
    if (!row)
        return row.error();
    const qint64 records = isFirst ? 1 : 0;
    if (*row) {
        const auto target = select.row<TargetRow>(0);
        if (isFirst)
            m_changes.addToTarget(target, records, size);
        return target;
    }
    Statement insert(m_database, kInsertTarget);
    if (auto inserted = insert.bind(app).bind(model).bind(id).bind(records).bind(records * size).run(); !inserted)
        return inserted.error();
    m_changes.addTarget(app, model);
    return TargetRow{sqlite3_last_insert_rowid(m_database.handle())};
}

Result<void> RecordStore::file(RecordRow record, const RecordIndex &index, qint64 size)
{
    const auto app = appRow(index.collection, index.appId);
    if (!app)
        return app.error();
    m_changes.addToApp(*app, 1, size);
    const std::vector<Filing> filings = filingsOf(index);
    Statement associate(m_database, "INSERT INTO association (target, record, position) VALUES (?, ?, ?)");
    KeyShapeCode shape;
    shape.restart(app->value);
    for (size_t i = 0; i < filings.size(); ++i) {
        const auto model = modelRow(filings[i].kind, filings[i].model);
        if (!model)
            return model.error();
        shape.add(model->value);
        const auto target = targetRow(*app, *model, filings[i].id, size, isFirstOfTarget(filings, i));
        if (!target)
            return target.error();
        if (isFirstOfModel(filings, i))
            m_changes.addToModel(*app, *model, 1, size);
        if (auto associated = associate.bind(*target).bind(record).bind(int(i)).run(); !associated)
            return associated;
    }
    m_changes.addToShape(shape, record, size);
    if (auto settled = settleIfDue(); !settled)
        return settled;
    const QByteArray recordId = encodedRecordId(index);
    Statement name(m_database, "INSERT INTO record_id (record_id, record) VALUES (?, ?)");
    return name.bind(recordId).bind(record).run();
}

Result<void> RecordStore::fileAgain(RecordRow record, const RecordIndex &index, qint64 size)
{
    auto filed = settle();
    if (filed)
        filed = file(record, index, size);
    return filed ? settle() : filed;
}

/// Takes a record out of the counts of one of its groups, and the group out of the tree if that was the last one in it.
Result<void> RecordStore::uncount(AppRow app, ModelRow model, TargetRow target, qint64 size, bool isFirstOfItsModel,
                                  bool isFirstOfItsTarget)
{
    if (isFirstOfItsModel) {
        Statement addToModel(m_database, kAddToModel);
        if (auto done = addToModel.bind(-1).bind(-size).bind(app).bind(model).run(); !done)
            return done;
    }
    if (!isFirstOfItsTarget)
        return {};
    Statement addToTarget(m_database, kAddToTarget);
    if (auto done = addToTarget.bind(-1).bind(-size).bind(target).run(); !done)
        return done;
    Statement dropTarget(m_database, kDropEmptyTarget);
    if (auto done = dropTarget.bind(target).run(); !done)
        return done;
    if (sqlite3_changes(m_database.handle()) == 0)
        return {};
    Statement uncountTarget(m_database, kUncountTarget);
    if (auto done = uncountTarget.bind(app).bind(model).run(); !done)
        return done;
    Statement dropModel(m_database, kDropEmptyModel);
    return dropModel.bind(app).bind(model).run();
}

Result<void> RecordStore::unfile(RecordRow record, const RecordIndex &index, qint64 size)
{
    // What becomes empty is told by the counts.
    if (auto settled = settle(); !settled)
        return settled;
    const auto app = appRow(index.collection, index.appId);
    if (!app)
        return app.error();
    const std::vector<Filing> filings = filingsOf(index);
    // All associations go before the first group does: a group that the key names twice must still be there the second time.
    std::vector<std::pair<ModelRow, TargetRow>> groups;
    KeyShapeCode shape;
    shape.restart(app->value);
    Statement dissociate(m_database, "DELETE FROM association WHERE target = ? AND record = ? AND position = ?");
    for (size_t i = 0; i < filings.size(); ++i) {
        const auto model = modelRow(filings[i].kind, filings[i].model);
        if (!model)
            return model.error();
        shape.add(model->value);
        const auto target = targetRow(*app, *model, filings[i].id, 0, false);
        if (!target)
            return target.error();
        if (auto done = dissociate.bind(*target).bind(record).bind(int(i)).run(); !done)
            return done;
        groups.emplace_back(*model, *target);
    }
    // A group that was missing, which is damage, has been made above.
    if (auto settled = settle(); !settled)
        return settled;
    for (size_t i = 0; i < filings.size(); ++i) {
        if (auto done = uncount(*app, groups[i].first, groups[i].second, size, isFirstOfModel(filings, i), isFirstOfTarget(filings, i));
            !done)
            return done;
    }
    if (auto done = KeyShapeStore(m_database).remove(*app, shape.models(), record, size); !done)
        return done;
    Statement addToApp(m_database, kAddToApp);
    if (auto done = addToApp.bind(-1).bind(-size).bind(*app).run(); !done)
        return done;
    Statement dropApp(m_database, kDropEmptyApp);
    if (auto done = dropApp.bind(*app).run(); !done)
        return done;
    m_apps.clear();
    const QByteArray recordId = encodedRecordId(index);
    Statement unname(m_database, "DELETE FROM record_id WHERE record_id = ? AND record = ?");
    return unname.bind(recordId).bind(record).run();
}

/// The record stays under its groups with another size. Their numbers stay as well, so that views keep their places.
Result<void> RecordStore::resize(const RecordIndex &index, qint64 growth)
{
    const auto app = appRow(index.collection, index.appId);
    if (!app)
        return app.error();
    m_changes.addToApp(*app, 0, growth);
    const std::vector<Filing> filings = filingsOf(index);
    Statement addToTarget(m_database, "UPDATE target SET bytes = bytes + ? WHERE app = ? AND model = ? AND target_id = ?");
    KeyShapeCode shape;
    shape.restart(app->value);
    for (size_t i = 0; i < filings.size(); ++i) {
        const auto model = modelRow(filings[i].kind, filings[i].model);
        if (!model)
            return model.error();
        shape.add(model->value);
        if (isFirstOfModel(filings, i))
            m_changes.addToModel(*app, *model, 0, growth);
        if (isFirstOfTarget(filings, i)) {
            if (auto added = addToTarget.bind(growth).bind(*app).bind(*model).bind(filings[i].id).run(); !added)
                return added;
        }
    }
    m_changes.growShape(shape, growth);
    return settleIfDue();
}

Result<qint64> RecordStore::takeRow()
{
    if (m_nextRow == 0) {
        const auto last = m_database.queryInteger(
            "SELECT max(coalesce((SELECT max(id) FROM record), 0), coalesce((SELECT max(record) FROM removed), 0))");
        if (!last)
            return last.error();
        m_nextRow = *last + 1;
    }
    return m_nextRow++;
}

Result<void> RecordStore::write(const Record &record, QByteArrayView body, const RecordIndex &index,
                                const std::optional<QByteArray> &original)
{
    const auto app = appRow(index.collection, index.appId);
    if (!app)
        return app.error();
    Statement statement(m_database, kInsertRecord);
    statement.bind(record.row).bind(*app).bind(record.import).bind(record.version).bind(updatedOf(index)).bind(qint64(index.marks.toInt()));
    statement.bind(qint64(bodyChecksum(body))).bind(body);
    return (original ? statement.bind(*original) : statement.bindNull()).run();
}

Result<RecordRow> RecordStore::insert(QByteArrayView body, const RecordIndex &index, qint64 importRow)
{
    const auto row = takeRow();
    if (!row)
        return row.error();
    Record record;
    record.row = RecordRow{*row};
    record.version = 1;
    record.import = importRow;
    if (auto written = write(record, body, index, std::nullopt); !written)
        return written.error();
    if (auto filed = file(record.row, index, body.size()); !filed)
        return filed.error();
    return record.row;
}

Result<void> RecordStore::restore(RecordRow row, QByteArrayView body, const RecordIndex &index)
{
    Statement statement(m_database, "SELECT import, version, original FROM removed WHERE record = ?");
    auto found = statement.bind(row).step();
    if (!found)
        return found.error();
    if (!*found)
        return conflict();
    Record record;
    record.row = row;
    record.import = statement.integer(0);
    record.version = statement.integer(1) + 1;
    std::optional<QByteArray> original = statement.bytes(2);
    if (record.import == 0 || *original == body)
        original.reset();
    statement.reset();
    if (auto written = write(record, body, index, original); !written)
        return written;
    if (auto filed = fileAgain(row, index, body.size()); !filed)
        return filed;
    Statement forget(m_database, "DELETE FROM removed WHERE record = ?");
    return forget.bind(row).run();
}

Result<void> RecordStore::replace(const Record &record, QByteArrayView body, const RecordIndex &index, Origin origin)
{
    RecordIndex before;
    indexRecord(bson::DocumentView(record.body), record.collection, before);
    const auto app = appRow(index.collection, index.appId);
    if (!app)
        return app.error();
    Statement statement(m_database, kUpdateRecord);
    statement.bind(*app).bind(updatedOf(index)).bind(qint64(index.marks.toInt())).bind(qint64(bodyChecksum(body))).bind(body);
    if (auto updated = statement.bind(origin == Origin::Edit ? 1 : 0).bind(record.row).bind(record.version).run(); !updated)
        return updated;
    if (sqlite3_changes(m_database.handle()) != 1)
        return conflict();
    const bool staysWhereItIs =
        before.appId == index.appId && filingsOf(before) == filingsOf(index) && encodedRecordId(before) == encodedRecordId(index);
    if (staysWhereItIs)
        return resize(index, body.size() - record.body.size());
    if (auto unfiled = unfile(record.row, before, record.body.size()); !unfiled)
        return unfiled;
    // Unfiling may have dropped the app that the record had just been put under.
    if (auto filed = fileAgain(record.row, index, body.size()); !filed)
        return filed;
    const auto appNow = appRow(index.collection, index.appId);
    if (!appNow)
        return appNow.error();
    if (*appNow == *app)
        return {};
    Statement move(m_database, "UPDATE record SET app = ? WHERE id = ?");
    return move.bind(*appNow).bind(record.row).run();
}

Result<void> RecordStore::remove(const Record &record)
{
    RecordIndex before;
    indexRecord(bson::DocumentView(record.body), record.collection, before);
    const QByteArray recordId = encodedRecordId(before);
    Statement remember(m_database, kRemember);
    if (auto remembered = remember.bind(recordId).bind(int(record.collection)).bind(record.row).bind(record.version).run(); !remembered)
        return remembered;
    if (sqlite3_changes(m_database.handle()) != 1)
        return conflict();
    Statement statement(m_database, "DELETE FROM record WHERE id = ?");
    if (auto removed = statement.bind(record.row).run(); !removed)
        return removed;
    return unfile(record.row, before, record.body.size());
}

Result<std::optional<Record>> RecordStore::current(RecordRow row)
{
    return storedRecord(m_database, row);
}

Result<std::optional<Record>> RecordStore::find(const RecordId &id, Collection collection)
{
    constexpr const char *kFind = R"sql(
        SELECT r.id, r.app, r.version, r.body
          FROM record_id i JOIN record r ON r.id = i.record JOIN app a ON a.id = r.app
         WHERE i.record_id = ? AND a.collection = ? ORDER BY r.id LIMIT 1)sql";
    Statement statement(m_database, kFind);
    auto row = statement.bind(id.encoded()).bind(int(collection)).step();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<Record>();
    Record record;
    record.row = statement.row<RecordRow>(0);
    record.app = statement.row<AppRow>(1);
    record.collection = collection;
    record.version = statement.integer(2);
    record.body = statement.bytes(3);
    return std::optional(std::move(record));
}

} // namespace persistence
