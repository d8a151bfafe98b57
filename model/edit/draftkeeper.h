#pragma once

#include "model/edit/editbuffer.h"
#include "model/edit/editing.h"

#include <map>

namespace persistence {

/// How the saving of a draft stands.
enum class SaveState {
    Idle,   ///< nothing was asked for since the last edit
    Saving, ///< on its way; the window goes on
    Saved,  ///< on the disk and read back
    Failed, ///< nothing was written; the draft is kept
};

/// What the keeper knows about a buffer beside what is in it.
struct DraftStatus
{
    SaveState save = SaveState::Idle;
    qint64 savedAt = 0; ///< ms since 1970; 0 if it was not saved since it was opened
    Error failure;      ///< of a save that Failed
};

/// Keeps what is edited and not saved in one workspace: a buffer for each record with changes and for the one on screen, whatever is shown
/// meanwhile. Saves them through `Editing`. Lives on the thread of the window.
class DraftKeeper final : public QObject
{
    Q_OBJECT

public:
    /// \a editing outlives this.
    explicit DraftKeeper(Editing &editing, QObject *parent = nullptr);
    ~DraftKeeper() override;

    /// The buffer for a record as it was just read: the one with its draft, or a new one. It stays until it is released and has nothing to
    /// save.
    [[nodiscard]] EditBuffer *open(const Record &record);
    /// The buffer is not on screen any more.
    void release(EditBuffer *buffer);

    [[nodiscard]] DraftStatus status(const EditBuffer *buffer) const;
    [[nodiscard]] int draftCount() const;

    /// Saves one draft as one change. What was typed must have been handed to the buffer before.
    void save(EditBuffer *buffer);

signals:
    /// The status of \a buffer is another one.
    void statusChanged(EditBuffer *buffer);
    /// A draft came, went, or was edited.
    void draftsChanged();
    /// The draft was saved and read back.
    void saved(EditBuffer *buffer);

private:
    struct Entry
    {
        std::unique_ptr<EditBuffer> buffer;
        DraftStatus status;
        bool isShown = false;
    };

    Entry *entryOf(const EditBuffer *buffer);
    void takeSaved(const QPointer<EditBuffer> &buffer, const Result<Applied> &result, const std::optional<Record> &stored);
    void forgetIdle();

    Editing &m_editing;
    std::vector<std::unique_ptr<Entry>> m_entries;
};

} // namespace persistence
