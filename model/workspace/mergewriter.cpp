#include "model/workspace/mergewriter.h"

#include "model/workspace/workspace.h"

#include <QCoreApplication>
#include <QDateTime>

#include <sqlite3.h>

namespace persistence {

MergeWriter::MergeWriter(Workspace &workspace, SameId sameId)
    : m_workspace(workspace), m_lock(workspace.writerMutex()), m_database(*workspace.writer()), m_sameId(sameId), m_log(m_database)
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
    if (auto committed = transaction.commit(); !committed)
        return committed.error();
    m_change = 0;
    return position;
}

Result<void> MergeWriter::append(const RecordBatch &batch)
{
    const qint64 changeBefore = m_change;
    const ImportSummary summaryBefore = m_log.current();
    const auto merged = [&]() -> Result<void> {
        if (auto inPlace = m_workspace.checkInPlace(); !inPlace)
            return inPlace;
        Transaction transaction(m_database, Transaction::Kind::Write);
        if (!transaction.begun())
            return transaction.begun();
        if (auto logged = m_log.append(batch); !logged)
            return logged;
        RecordStore store(m_database);
        for (const RecordBatch::Row &row : batch.rows()) {
            if (auto done = merge(batch, row, store); !done)
                return done;
        }
        if (auto saved = m_log.save(false, QCoreApplication::translate("Import", "The import was stopped before its end.")); !saved)
            return saved;
        return transaction.commit();
    }();
    if (!merged) {
        m_change = changeBefore;
        m_log.current() = summaryBefore;
    }
    return merged;
}

Result<void> MergeWriter::merge(const RecordBatch &batch, const RecordBatch::Row &row, RecordStore &store)
{
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
            if (m_sameId == SameId::Skip)
                return {};
            if (m_sameId == SameId::Replace) {
                ++m_log.current().replaced;
                if (auto kept = keepInHistory(**stored, body); !kept)
                    return kept;
                return store.replace(**stored, body, index);
            }
        }
    }
    const auto inserted = store.insert(body, index, batch.importRow);
    return inserted ? Result<void>() : inserted.error();
}

Result<void> MergeWriter::keepInHistory(const Record &before, QByteArrayView after)
{
    if (m_change == 0) {
        const QByteArray title = QCoreApplication::translate("Import", "Import of %1").arg(m_log.current().source).toUtf8();
        Statement insert(m_database, "INSERT INTO change (made_at, author, source, title) VALUES (?, x'', 1, ?)");
        if (auto inserted = insert.bind(QDateTime::currentMSecsSinceEpoch()).bind(title).run(); !inserted)
            return inserted;
        m_change = sqlite3_last_insert_rowid(m_database.handle());
    }
    Statement image(m_database, "INSERT INTO change_image (change, record, before, after) VALUES (?, ?, ?, ?)");
    return image.bind(m_change).bind(before.row).bind(before.body).bind(after).run();
}

Result<void> MergeWriter::end(const QString &format, const QString &incompleteReason)
{
    Transaction transaction(m_database, Transaction::Kind::Write);
    if (!transaction.begun())
        return transaction.begun();
    m_log.current().format = format;
    if (auto saved = m_log.save(true, incompleteReason); !saved)
        return saved;
    return transaction.commit();
}

} // namespace persistence
