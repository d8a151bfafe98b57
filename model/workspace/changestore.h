#pragma once

#include "model/workspace/database.h"
#include "model/workspace/history.h"
#include "model/workspace/imagestore.h"
#include "model/workspace/recordstore.h"
#include "model/workspace/statement.h"

#include <memory>
#include <mutex>

namespace persistence {

class Workspace;

/// What a new change says about itself.
struct ChangeHead
{
    ChangeSource source = ChangeSource::Edit;
    QString title;
    QString author;
    ChangeRow target; ///< what it takes back or repeats
};

/// Writes one change of an open workspace: records, everything derived from them and the history entry, in one transaction that is durable
/// when commit() returns and has never been when the store goes without it. Holds the workspace's writing connection while it lives, so it
/// must not outlive the call that made it.
class ChangeStore final
{
public:
    /// Takes the write lock. An error if the workspace is read-only, was moved away, or another program writes.
    [[nodiscard]] static Result<std::unique_ptr<ChangeStore>> begin(Workspace &workspace, const ChangeHead &head, Progress *progress);
    ~ChangeStore();
    Q_DISABLE_COPY_MOVE(ChangeStore)

    /// The record as it is now; nothing if it is not there.
    [[nodiscard]] Result<std::optional<Record>> current(RecordRow row) { return m_records.current(row); }
    /// Checks that the record is as \a image says it was (else an error of kind Conflict that names it), that the new document is sound and
    /// a record, and writes it. Equal documents are passed over. Gives the record's number, also of a new one.
    [[nodiscard]] Result<RecordRow> write(const RecordImage &image);
    /// Where the change stands in the list of undo; a change that was not set Stands and ends the list of redo.
    [[nodiscard]] Result<void> setState(ChangeRow row, ChangeState state);
    [[nodiscard]] Result<void> discardDraft(DraftRow row);
    /// Takes the changes before \a first out of the history, for good: their documents, and what could bring back records that only they
    /// touched. The records themselves stay as they are. This change stays as the line that tells it.
    [[nodiscard]] Result<void> dropHistoryBefore(ChangeRow first);
    /// The history within this transaction.
    [[nodiscard]] History &history() { return m_history; }

    /// Sets HistoryUsage::limit, which is no change of its own.
    [[nodiscard]] static Result<void> setHistoryLimit(Workspace &workspace, qint64 bytes);

    /// Makes it durable: the number of the change; an invalid one if nothing was written.
    [[nodiscard]] Result<ChangeRow> commit(bool isStep);

private:
    ChangeStore(Workspace &workspace, Progress *progress);
    [[nodiscard]] Result<void> insertChange(const ChangeHead &head);
    [[nodiscard]] Result<void> keep(RecordRow row, const RecordImage &image);

    std::lock_guard<std::mutex> m_lock;
    Database &m_database;
    Transaction m_transaction;
    RecordStore m_records;
    History m_history;
    ImageStore m_kept;
    ChangeRow m_change;
    qint64 m_images = 0;
    qint64 m_bytes = 0;
    bool m_hasOtherWork = false;
    bool m_isLine = false; ///< it stays in the history though it touches no record
};

} // namespace persistence
