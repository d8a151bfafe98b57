#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/workspace/groups.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace persistence {

class Database;
class Statement;

/// What made a change. The numbers are stored in workspaces: never change them.
enum class ChangeSource { Import = 1, Edit = 2, BulkEdit = 3, Revert = 4, Undo = 5, Redo = 6, Pull = 7, Push = 8, Compaction = 9 };

/// Where a change stands in the list that undo and redo walk. The numbers are stored in workspaces.
enum class ChangeState {
    Stands = 0,    ///< undo may take it back
    Undone = 1,    ///< redo may repeat it
    Abandoned = 2, ///< undone, and then something else was changed
    Step = 3,      ///< not on the list: imports, and the undos and redos themselves
};

/// One line of the history.
struct Change
{
    ChangeRow row;
    qint64 madeAt = 0; ///< ms since 1970
    QString author;    ///< the name of the user on this computer; empty for imports
    ChangeSource source = ChangeSource::Edit;
    ChangeState state = ChangeState::Stands;
    QString title;
    qint64 import = 0; ///< the import that made it, or 0
    ChangeRow target;  ///< what an undo took back or a redo repeated
    qint64 images = 0; ///< records that it replaced, removed or made; those that an import only added do not count
    qint64 added = 0;  ///< records that an import only added
    qint64 bytes = 0;  ///< of the documents that the history keeps for it
};

/// What a change did to one record.
struct RecordImage
{
    RecordRow record;                 ///< invalid for a record that is to be made
    std::optional<QByteArray> before; ///< nothing: the change made the record
    std::optional<QByteArray> after;  ///< nothing: the change removed it
    Collection collection = Collection::Persistence;
};

/// The numbers of the oldest and the newest change; all between them are there. Invalid without a change.
struct ChangeSpan
{
    ChangeRow oldest;
    ChangeRow newest;
};

/// The changes that go if the history begins later.
struct HistoryCut
{
    ChangeRow first; ///< the first change that stays
    qint64 changes = 0;
    qint64 bytes = 0;
    qint64 newestAt = 0; ///< when the newest of them was made; ms since 1970
};

/// What the history takes, against the limit that the user set.
struct HistoryUsage
{
    qint64 changes = 0;
    qint64 bytes = 0;
    qint64 limit = 0; ///< bytes; 0 for none. Beyond it people are told; nothing is dropped unless they say so
};

/// Reads the history of a workspace. One thread at a time. Each call sees the newest saved state.
class History final
{
public:
    /// With a connection of its own: Workspace::history().
    explicit History(std::unique_ptr<Database> database);
    /// On a connection that somebody else owns, within its transaction.
    explicit History(Database &database);
    ~History();
    Q_DISABLE_COPY_MOVE(History)

    /// The newest \a count changes older than \a before (invalid: from the end), newest first.
    [[nodiscard]] Result<QList<Change>> changes(ChangeRow before, int count);
    /// All changes with an image of that record, newest first.
    [[nodiscard]] Result<QList<Change>> changesOf(RecordRow record);
    /// The numbers of these changes alone, newest first.
    [[nodiscard]] Result<std::vector<ChangeRow>> changeNumbersOf(RecordRow record);
    [[nodiscard]] Result<ChangeSpan> span();
    /// Nothing if there is no change of that number.
    [[nodiscard]] Result<std::optional<Change>> change(ChangeRow row);
    /// The oldest change made at or after \a time (ms since 1970).
    [[nodiscard]] Result<std::optional<Change>> firstSince(qint64 time);
    /// What undo() would take back and redo() repeat.
    [[nodiscard]] Result<std::optional<Change>> toUndo();
    [[nodiscard]] Result<std::optional<Change>> toRedo();

    /// The images of a change by record, of one record the newest first; one in memory at a time; \a receive ends the walk with an error.
    [[nodiscard]] Result<void> images(ChangeRow row, const std::function<Result<void>(RecordImage)> &receive);
    /// The numbers of the images of a change, in the order of images(); image() reads one of them, nothing if it is gone.
    [[nodiscard]] Result<std::vector<qint64>> imageNumbers(ChangeRow row);
    [[nodiscard]] Result<std::optional<RecordImage>> image(qint64 number);
    /// The documents of a record right after a change: nothing if it did not exist then. An invalid \a row: before the first change.
    [[nodiscard]] Result<std::optional<QByteArray>> version(RecordRow record, ChangeRow row);
    /// The records that changes from \a first on touched, and those that imports among them added.
    [[nodiscard]] Result<std::vector<RecordRow>> touchedSince(ChangeRow first);
    /// The records of one import that are still there.
    [[nodiscard]] Result<std::vector<RecordRow>> recordsOfImport(qint64 import);
    /// The import that brought a record, whether it is there or removed; 0 if none did.
    [[nodiscard]] Result<qint64> importOf(RecordRow record);
    /// The collection of a record, whether it is there or removed.
    [[nodiscard]] Result<Collection> collectionOf(RecordRow record);
    /// The imports that are changes from \a first on.
    [[nodiscard]] Result<std::vector<qint64>> importsSince(ChangeRow first);
    /// Removed records with that record id.
    [[nodiscard]] Result<std::vector<RecordRow>> removedRecords(const RecordId &id);

    /// Adds up all changes: takes time in proportion to their number.
    [[nodiscard]] Result<HistoryUsage> usage();
    /// HistoryUsage::limit alone.
    [[nodiscard]] Result<qint64> limit();
    /// What a history would lose that begins with the first change made at or after \a time (ms since 1970).
    [[nodiscard]] Result<HistoryCut> cutBefore(qint64 time);

private:
    [[nodiscard]] Result<std::vector<RecordRow>> rows(const char *sql, qint64 value);
    [[nodiscard]] Result<RecordImage> imageOf(const Statement &statement);

    std::unique_ptr<Database> m_owned;
    Database &m_database;
};

} // namespace persistence
