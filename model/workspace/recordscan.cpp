#include "model/workspace/recordscan.h"

#include "model/workspace/database.h"
#include "model/workspace/labelstore.h"
#include "model/workspace/recordbatch.h"
#include "model/workspace/statement.h"

#include <algorithm>

// What RecordScan reads by SQL.

namespace persistence {

namespace {

/// Rows of app and of target are numbered without large gaps; a damaged number must not ask for all memory.
constexpr qint64 kMaxAppRow = 1'000'000;

} // namespace

bool StoredRecord::isSound() const
{
    return bodyChecksum(body) == checksum;
}

Result<void> RecordScan::holdState()
{
    m_state = std::make_unique<Transaction>(*m_database, Transaction::Kind::Read);
    return m_state->begun();
}

Result<void> RecordScan::readCollections()
{
    m_collections.clear();
    Statement statement(*m_database, "SELECT id, collection FROM app ORDER BY id");
    return statement.forEachRow([&] {
        const qint64 row = statement.integer(0);
        if (row < 0 || row > kMaxAppRow)
            return;
        m_collections.resize(size_t(row) + 1, Collection::Persistence);
        m_collections[size_t(row)] = Collection(int(statement.integer(1)));
    });
}

Result<Collection> RecordScan::collectionOf(qint64 app)
{
    if (app >= 0 && size_t(app) >= m_collections.size() && app <= kMaxAppRow) {
        if (auto read = readCollections(); !read)
            return read.error();
    }
    return app >= 0 && size_t(app) < m_collections.size() ? m_collections[size_t(app)] : Collection::Persistence;
}

Result<void> RecordScan::range(RecordRow first, RecordRow end, Progress &progress, const Receive &receive)
{
    const ProgressGuard guard(*m_database, progress);
    const auto goesOn = m_byPages ? rangeByPages(first, end, progress, receive) : rangeBySql(first, end, receive);
    return goesOn ? Result<void>() : goesOn.error();
}

Result<bool> RecordScan::rangeBySql(RecordRow first, RecordRow end, const Receive &receive)
{
    const ReadingInOrder reading(*m_database);
    Statement statement(*m_database, "SELECT id, app, checksum, body FROM record WHERE id >= ? AND id < ? ORDER BY id");
    statement.bind(first).bind(end);
    bool goesOn = true;
    const auto read = statement.forEachRow([&]() -> Result<bool> {
        const auto collection = collectionOf(statement.integer(1));
        if (!collection)
            return collection.error();
        goesOn = receive({statement.row<RecordRow>(0), *collection, statement.view(3), quint64(statement.integer(2))});
        return goesOn;
    });
    return read ? Result<bool>(goesOn) : read.error();
}

Result<void> RecordScan::list(std::span<const RecordRow> rows, Progress &progress, const Receive &receive)
{
    const ProgressGuard guard(*m_database, progress);
    // One lock for all of them, not one for each.
    std::optional<Transaction> lock;
    if (!m_state)
        lock.emplace(*m_database, Transaction::Kind::Read);
    if (lock && !lock->begun())
        return lock->begun();
    const bool isInOrder = m_byPages && std::is_sorted(rows.begin(), rows.end());
    const auto goesOn = isInOrder ? listByPages(rows, progress, receive) : listBySql(rows, progress, receive);
    return goesOn ? Result<void>() : goesOn.error();
}

Result<bool> RecordScan::listBySql(std::span<const RecordRow> rows, Progress &progress, const Receive &receive)
{
    Statement statement(*m_database, "SELECT app, checksum, body FROM record WHERE id = ?");
    for (const RecordRow record : rows) {
        if (progress.isCancelled())
            return Error::cancelled();
        auto row = statement.bind(record).step();
        if (!row)
            return row.error();
        if (*row) {
            const auto collection = collectionOf(statement.integer(0));
            if (!collection)
                return collection.error();
            if (!receive({record, *collection, statement.view(2), quint64(statement.integer(1))}))
                return false;
        }
        statement.reset();
    }
    return true;
}

Result<RecordRow> RecordScan::firstFrom(RecordRow from)
{
    Statement statement(*m_database, "SELECT coalesce(min(id), 0) FROM record WHERE id >= ?");
    auto row = statement.bind(from).step();
    if (!row)
        return row.error();
    return *row ? statement.row<RecordRow>(0) : RecordRow();
}

Result<void> RecordScan::labels(LabelKind kind, Progress &progress,
                                const std::function<void(QByteArrayView id, QByteArrayView name)> &receive)
{
    const ProgressGuard guard(*m_database, progress);
    constexpr const char *kLabels = R"sql(
        SELECT kind, label_id, name, detail, version, status, checksum FROM label WHERE kind = ? ORDER BY label_id)sql";
    Statement statement(*m_database, kLabels);
    statement.bind(int(kind));
    return statement.forEachRow([&] {
        if (const auto label = soundLabel(statement, 0, quint64(statement.integer(6))))
            receive(label->id, label->name);
    });
}

Result<QList<TargetSummary>> RecordScan::targets(std::optional<QByteArrayView> model, QByteArrayView id)
{
    // There are few apps and association models: one look into the index for each pair of them.
    constexpr const char *kTargets = R"sql(
        SELECT t.id, t.target_id, t.records, t.bytes
          FROM model_count c JOIN association_model m ON m.id = c.model JOIN target t ON t.app = c.app AND t.model = c.model AND t.target_id = ?
         WHERE m.kind = 0 AND (? OR m.name = ?) ORDER BY t.id)sql";
    Statement statement(*m_database, kTargets);
    const QByteArrayView name = model.value_or(QByteArrayView(""));
    statement.bind(id).bind(model ? 0 : 1).bind(name);
    return statement.list([&] {
        return TargetSummary{statement.row<TargetRow>(0), statement.bytes(1), {}, statement.integer(2), statement.integer(3)};
    });
}

Result<QList<QByteArray>> RecordScan::idsFrom(QByteArrayView model, QByteArrayView prefix, int limit)
{
    // The last byte of a prefix plus one ends its range; 0xff is no byte of UTF-8.
    constexpr const char *kIds = R"sql(
        SELECT DISTINCT t.target_id
          FROM model_count c JOIN association_model m ON m.id = c.model
               JOIN target t ON t.app = c.app AND t.model = c.model AND t.target_id >= ? AND t.target_id < ?
         WHERE m.kind = 0 AND m.name = ? ORDER BY t.target_id LIMIT ?)sql";
    const QByteArray start = prefix.toByteArray();
    const QByteArray end = start + '\xff';
    Statement statement(*m_database, kIds);
    statement.bind(start).bind(end).bind(model).bind(limit);
    return statement.list([&] { return statement.bytes(0); });
}

} // namespace persistence
