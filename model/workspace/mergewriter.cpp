#include "model/workspace/mergewriter.h"

#include "model/workspace/imagestore.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>
#include <QDateTime>

#include <sqlite3.h>

namespace persistence {

namespace {

// An import is reverted on its own, never undone by chance: it stands outside the list of undo (ChangeState::Step).
constexpr const char *kInsertChange = R"sql(
    INSERT INTO change (made_at, author, source, title, import, target, state, images, bytes) VALUES (?, x'', 1, ?, ?, 0, 3, 0, 0))sql";

/// What becomes durable together: some seconds of work.
constexpr size_t kPortionRecords = 32'768;
constexpr qsizetype kPortionBytes = 32 * 1024 * 1024;

} // namespace

MergeWriter::MergeWriter(Workspace &workspace, SameId sameId)
    : m_workspace(workspace)
    , m_lock(workspace.writerMutex())
    , m_database(*workspace.writer())
    , m_caching(m_database)
    , m_sameId(sameId)
    , m_log(m_database)
{
}

Result<qint64> MergeWriter::begin(const ImportStart &start)
{
    if (auto inPlace = m_workspace.checkInPlace(); !inPlace)
        return inPlace.error();
    Transaction transaction(m_database, Transaction::Kind::Write);
    if (!transaction.begun())
        return transaction.begun().error();
    qint64 position = 0;
    if (auto begun = m_log.begin(start, position); !begun)
        return begun.error();
    if (auto begun = beginChange(start); !begun)
        return begun.error();
    if (auto committed = transaction.commit(); !committed)
        return committed.error();
    m_inserted = position;
    m_durable = m_log.current();
    return position;
}

/// The import's line in the history; that of an import which goes on is there already.
Result<void> MergeWriter::beginChange(const ImportStart &start)
{
    Statement known(m_database, "SELECT id FROM change WHERE import = ?");
    auto found = known.bind(m_log.current().row).step();
    if (!found)
        return found.error();
    if (*found) {
        m_change = known.integer(0);
        return {};
    }
    const QByteArray title = QCoreApplication::translate("Import", "Import of %1").arg(start.source).toUtf8();
    Statement insert(m_database, kInsertChange);
    if (auto inserted = insert.bind(QDateTime::currentMSecsSinceEpoch()).bind(title).bind(m_log.current().row).run(); !inserted)
        return inserted;
    m_change = sqlite3_last_insert_rowid(m_database.handle());
    return {};
}

Result<void> MergeWriter::append(const RecordBatch &batch)
{
    if (auto appended = appendToPortion(batch); !appended)
        return endPortion(appended);
    const bool isFull = m_portion->records >= kPortionRecords || m_portion->bytes >= kPortionBytes;
    return isFull ? keep() : Result<void>();
}

/// The transaction of what becomes durable next.
Result<void> MergeWriter::beginPortion()
{
    if (!m_portion)
        m_portion.emplace(m_database);
    return m_portion->transaction.begun();
}

Result<void> MergeWriter::appendToPortion(const RecordBatch &batch)
{
    if (auto inPlace = m_workspace.checkInPlace(); !inPlace)
        return inPlace;
    if (auto begun = beginPortion(); !begun)
        return begun;
    if (auto logged = m_log.append(batch); !logged)
        return logged;
    for (const RecordBatch::Row &row : batch.rows()) {
        if (auto done = merge(batch, row); !done)
            return done;
    }
    m_portion->records += batch.rows().size();
    m_portion->bytes += batch.size();
    return {};
}

Result<void> MergeWriter::keep()
{
    if (!m_portion)
        return {};
    return endPortion(commitPortion(false, {}));
}

/// \a isEnded: this is the last of the import, see ImportLog::save().
Result<void> MergeWriter::commitPortion(bool isEnded, const QString &incompleteReason)
{
    auto done = m_portion->store.settle();
    if (done)
        done = m_log.save(isEnded, incompleteReason);
    if (done && isEnded && m_inserted == 0) {
        // An import that found everything there already changed nothing. Its number must be the last: the history has no gaps.
        Statement forget(m_database, "DELETE FROM change WHERE id = ? AND images = 0 AND id = (SELECT max(id) FROM change)");
        done = forget.bind(m_change).run();
    }
    return done ? m_portion->transaction.commit() : done;
}

/// \a outcome: whether the portion was committed; else it is rolled back, and so are the counts of the import.
Result<void> MergeWriter::endPortion(Result<void> outcome)
{
    m_portion.reset();
    if (outcome)
        m_durable = m_log.current();
    else
        m_log.current() = m_durable;
    return outcome;
}

Result<void> MergeWriter::merge(const RecordBatch &batch, const RecordBatch::Row &row)
{
    RecordStore &store = m_portion->store;
    const QByteArrayView body = batch.bytes(row.body);
    RecordIndex index;
    indexRecord(bson::DocumentView(body), row.collection, index);
    index.marks |= row.marks;
    if (!row.marks.testFlag(RecordMark::NoRecordId)) {
        const auto stored = store.find(RecordId(index.recordId), row.collection);
        if (!stored)
            return stored.error();
        if (*stored) {
            if ((*stored)->body == body) {
                ++m_log.current().unchanged;
                return {};
            }
            if (m_sameId != SameId::Replace)
                ++m_differing;
            if (m_sameId == SameId::Skip)
                return {};
            if (m_sameId == SameId::Replace) {
                ++m_log.current().replaced;
                if (auto kept = keepInHistory(**stored, body); !kept)
                    return kept;
                return store.replace(**stored, body, index, Origin::Import);
            }
        }
    }
    ++m_inserted;
    const auto inserted = store.insert(body, index, batch.importRow);
    return inserted ? Result<void>() : inserted.error();
}

Result<void> MergeWriter::keepInHistory(const Record &before, QByteArrayView after)
{
    const auto bytes = ImageStore(m_database).keep(ChangeRow{m_change}, before.row, QByteArrayView(before.body), after);
    if (!bytes)
        return bytes.error();
    Statement count(m_database, "UPDATE change SET images = images + 1, bytes = bytes + ? WHERE id = ?");
    return count.bind(*bytes).bind(m_change).run();
}

Result<void> MergeWriter::end(const QString &format, const QString &incompleteReason)
{
    if (auto begun = beginPortion(); !begun)
        return endPortion(begun);
    m_log.current().format = format;
    return endPortion(commitPortion(true, incompleteReason));
}

} // namespace persistence
