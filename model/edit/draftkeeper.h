#pragma once

#include "model/base/latestjob.h"
#include "model/edit/editbuffer.h"
#include "model/edit/editing.h"
#include "model/edit/storeddrafts.h"

#include <QHash>
#include <QTimer>

#include <functional>

namespace persistence {

struct DraftSaving;
struct DraftWriting;

/// How the saving of a draft stands.
enum class SaveState {
    Idle,   ///< nothing was asked for since the last edit
    Saving, ///< on its way; the window goes on
    Saved,  ///< on the disk and read back
    Failed, ///< nothing was written; the draft is kept
};

/// What became of the stored record since a draft of it was begun.
enum class Behind { Nothing, Changed, Gone };

/// What the keeper knows about a buffer beside what is in it.
struct DraftStatus
{
    SaveState save = SaveState::Idle;
    qint64 savedAt = 0; ///< ms since 1970; 0 if it was not saved since it was opened
    Error failure;      ///< of a save that Failed
    Behind behind = Behind::Nothing;
    std::optional<Record> now; ///< the record as it is stored, if it Changed
    qint64 changedAt = 0;      ///< when the draft was edited last, in ms since 1970
    bool isKept = true;        ///< what is in the buffer is on the disk, saved or as a draft
};

/// Keeps what is edited and not saved in one workspace: a buffer for each record with changes and for the one on screen, whatever is shown
/// meanwhile. Every edit is on the disk within a second and comes back in the next session. Saves drafts through `Editing`, and notices
/// when their records change or vanish. Lives on the thread of the window; its destructor waits until everything is on the disk.
class DraftKeeper final : public QObject
{
    Q_OBJECT

public:
    /// Edits wait this long for more of them before they go to the disk, in ms.
    static constexpr int kKeepPauseMs = 300;

    /// \a editing outlives this.
    explicit DraftKeeper(Editing &editing, QObject *parent = nullptr);
    ~DraftKeeper() override;

    /// Takes up the drafts of the last session.
    void takeUp(const std::vector<StoredDraft> &drafts);

    /// The buffer for a record as it was just read: the one with its draft, or a new one. It stays until it is released and has nothing to
    /// save.
    [[nodiscard]] EditBuffer *open(const Record &record);
    /// A draft of a record that is to be made: \a record has no row, and its document is what it is made of.
    [[nodiscard]] EditBuffer *openNew(const Record &record);
    /// Edits a record that needs not be on screen: \a step changes its buffer. \a record as it was just read.
    [[nodiscard]] Result<void> edit(const Record &record, const std::function<Result<void>(EditBuffer &)> &step);
    /// Makes a draft of deleting \a record, as it was just read.
    void markForDeletion(const Record &record);
    /// The buffer of a draft is on screen; it stays until it is released.
    void hold(EditBuffer *buffer);
    /// The buffer is not on screen any more.
    void release(EditBuffer *buffer);

    /// Those with something to save, in the order in which they were begun.
    [[nodiscard]] QList<EditBuffer *> drafts() const;
    /// The draft of a record; null if there is none.
    [[nodiscard]] EditBuffer *draftOf(RecordRow row) const;
    [[nodiscard]] DraftStatus status(const EditBuffer *buffer) const;

    /// Saves drafts as one change. Those with errors, and those whose record changed behind them, are left out. What was typed must have
    /// been handed to the buffers before.
    void save(const QList<EditBuffer *> &buffers);
    /// Makes the record as it is stored now the one that the draft began with; the draft stays. Then save() overwrites it.
    void rebase(EditBuffer *buffer);
    /// Saves the draft of a record that is gone as a new one.
    void saveAsNew(EditBuffer *buffer);
    /// Throws drafts away, and says which in discarded(). A buffer on screen goes back to what is stored.
    void discard(const QList<EditBuffer *> &buffers);
    /// Brings discarded drafts back.
    void bringBack(const std::vector<StoredDraft> &drafts);

    /// Writes all drafts to the disk now, and waits for it: before the program ends.
    Result<void> keepNow();
    /// Looks again whether the records of the drafts are as they were.
    void checkRecords();

signals:
    /// A draft came or went, or is another kind of draft now.
    void draftsChanged();
    /// \a buffer, or its status, is another one.
    void statusChanged(EditBuffer *buffer);
    /// The draft was saved and read back.
    void saved(EditBuffer *buffer);
    /// There is nothing to show in \a buffer any more: its record was deleted, or is not to be made. It goes soon.
    void closed(EditBuffer *buffer);
    /// bringBack() takes this back.
    void discarded(const std::vector<StoredDraft> &drafts);
    /// Drafts cannot be written to the disk; they stay in memory and are tried again.
    void keepingFailed(const Error &error);

private:
    struct Entry;

    Entry *entryOf(const EditBuffer *buffer) const;
    Entry *entryOf(RecordRow row) const;
    EditBuffer *add(const Record &record);
    void restore(const StoredDraft &stored);
    void takeEdit(Entry &entry);
    void announce();
    void close(Entry &entry);
    void keepSoon(int pause);
    [[nodiscard]] std::shared_ptr<DraftWriting> wantedWriting() const;
    void startKeeping();
    void takeKept(const DraftWriting &writing);
    void takeSaved(const std::vector<DraftSaving> &saving, const Result<Applied> &result);
    void takeRecord(EditBuffer *buffer, const std::optional<Record> &record);
    void forgetIdle();

    Editing &m_editing;
    std::vector<std::unique_ptr<Entry>> m_entries;
    QList<std::pair<const EditBuffer *, DraftKind>> m_announced;
    QTimer m_keepTimer;
    std::shared_ptr<DraftWriting> m_writing; ///< while m_keepJob runs
    std::unique_ptr<Job> m_keepJob;
    LatestJob m_checkJob;
    bool m_isKeepingFailing = false;
};

} // namespace persistence
