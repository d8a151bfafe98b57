#pragma once

#include "model/edit/verbs.h"

#include <QObject>

#include <memory>

namespace persistence {

class ChangeStore;
class Workspace;

/// What was written, for everybody who shows it.
struct Applied
{
    ChangeRow change; ///< invalid: every record was as it is meant to be already, so nothing was written
    QString title;
    qint64 count = 0; ///< records made, changed or removed
    /// The records, unless there are more than kMaxListed: then everything may have changed.
    std::vector<RecordRow> records;
    /// Groups, counts or keys may differ: some record came, went, or has another app, key or id.
    bool areGroupsChanged = false;
    /// The history takes more than the limit that the user set. Nothing was dropped.
    bool isHistoryOverLimit = false;

    static constexpr qint64 kMaxListed = 10'000;
    [[nodiscard]] bool isWritten() const { return change.isValid(); }
    [[nodiscard]] bool isListed() const { return qint64(records.size()) == count; }
};

/// The one gate for every change of an open workspace: views, dialogs, undo, bulk edits and the command line alike. Each call is one
/// transaction with its history entry; when it returns a change, that is on the disk. On any error, and when it is cancelled, nothing was
/// written. An edit fits only records that are as it found them, else the error is of kind Conflict and names the record.
/// May be called from any thread; calls wait for each other. `changed` comes on the calling thread.
class Session final : public QObject
{
    Q_OBJECT

public:
    /// \a author: the name that the history keeps; by default that of the user of this computer.
    explicit Session(std::shared_ptr<Workspace> workspace, const QString &author = userName(), QObject *parent = nullptr);
    ~Session() override;
    Q_DISABLE_COPY_MOVE(Session)

    [[nodiscard]] static QString userName();
    [[nodiscard]] Workspace &workspace() const { return *m_workspace; }

    [[nodiscard]] Result<Applied> apply(const Edit &edit);
    /// Applies \a verb to each of \a rows, one record in memory at a time. Records that are gone are passed over.
    [[nodiscard]] Result<Applied> applyToMany(const QString &title, std::span<const RecordRow> rows, const BodyVerb &verb,
                                              Progress &progress);

    /// Takes back the newest change that stands (imports are not on that list), as a new change; redo() repeats what was undone last.
    /// Both lists survive a restart; a new change ends the list of redo. An error of kind Failed if there is nothing to do.
    [[nodiscard]] Result<Applied> undo(Progress &progress);
    [[nodiscard]] Result<Applied> redo(Progress &progress);

    /// Takes back one change, also an import, wherever it stands in the history. A conflict if one of its records was changed later.
    [[nodiscard]] Result<Applied> revertChange(ChangeRow change, Progress &progress);
    /// Brings every record back to what it was before \a first, whatever changed it since; records that came since go.
    [[nodiscard]] Result<Applied> revertSince(ChangeRow first, Progress &progress);
    /// Brings a record back to what it was right after \a change (invalid: before its first one).
    [[nodiscard]] Result<Applied> revertRecord(RecordRow record, ChangeRow change, Progress &progress);

    /// Takes the changes before \a first out of the history, for good; a line of the history says so. They can neither be undone nor
    /// reverted then. Records stay as they are. Nothing is written if there are none.
    [[nodiscard]] Result<Applied> compactHistory(ChangeRow first, Progress &progress);

    /// The bytes that the history may take before people are told; 0 for no limit. It never drops anything.
    [[nodiscard]] Result<void> setHistoryLimit(qint64 bytes);

signals:
    /// Something was written; it is on the disk.
    void changed(const persistence::Applied &applied);

private:
    class Writing;

    [[nodiscard]] Result<Applied> takeBack(const Change &change, ChangeSource source, const QString &title, ChangeState state,
                                           Progress &progress);
    Result<Applied> announce(Result<Applied> applied);

    std::shared_ptr<Workspace> m_workspace;
    QString m_author;
};

} // namespace persistence
