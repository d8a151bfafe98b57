#pragma once

#include "model/base/ids.h"
#include "model/base/result.h"
#include "model/record/recordindex.h"
#include "model/workspace/countchanges.h"
#include "model/workspace/groups.h"

#include <QHash>

namespace persistence {

class Database;

/// Where new bytes of a record come from.
enum class Origin { Import, Edit };

/// Puts single records into a workspace, replaces and removes them, with everything derived from them: groups, counts, record ids.
/// All within the caller's transaction on the writing connection; nothing else writes these tables of an open workspace.
/// One thread at a time. Row numbers of apps and association models are cached: make a new one after a rollback.
class RecordStore final
{
public:
    /// When the counts of groups are written: with each record, or for many records at once by settle().
    enum class Counts { AtOnce, Gathered };

    explicit RecordStore(Database &database, Counts counts = Counts::AtOnce) : m_database(database), m_counts(counts) {}

    /// Writes the counts that were gathered; to be called before the transaction ends.
    [[nodiscard]] Result<void> settle() { return m_changes.write(m_database); }

    /// Adds a record; \a body must be the document that \a index was derived from.
    [[nodiscard]] Result<RecordRow> insert(QByteArrayView body, const RecordIndex &index, qint64 importRow);
    /// Brings a removed record back under its old number. An error of kind Conflict if it is not among the removed ones.
    [[nodiscard]] Result<void> restore(RecordRow row, QByteArrayView body, const RecordIndex &index);
    /// Gives a record other bytes. \a record.version must be the stored one, else nothing changes and the error is of kind Conflict.
    /// An edit keeps the bytes as they came until they are back; bytes from an import are what came.
    [[nodiscard]] Result<void> replace(const Record &record, QByteArrayView body, const RecordIndex &index, Origin origin);
    /// Removes a record. \a record.version must be the stored one, else the error is of kind Conflict.
    [[nodiscard]] Result<void> remove(const Record &record);

    /// The record of that collection with that record id (the first, if there are several); nothing if there is none.
    [[nodiscard]] Result<std::optional<Record>> find(const RecordId &id, Collection collection);
    /// The record of that number; nothing if it is not there. Damaged bytes are an error.
    [[nodiscard]] Result<std::optional<Record>> current(RecordRow row);

private:
    /// The number for a new record: never that of a removed one, which its history still names.
    [[nodiscard]] Result<qint64> takeRow();
    /// A row of table `record` with \a record's number, import and version; not yet filed.
    [[nodiscard]] Result<void> write(const Record &record, QByteArrayView body, const RecordIndex &index,
                                     const std::optional<QByteArray> &original);
    [[nodiscard]] Result<AppRow> appRow(Collection collection, QByteArrayView appId);
    [[nodiscard]] Result<ModelRow> modelRow(ModelKind kind, QByteArrayView name);
    /// \a record: behind all that were filed since the last settle().
    [[nodiscard]] Result<void> file(RecordRow record, const RecordIndex &index, qint64 size);
    /// The same for a record whose number is not a new one.
    [[nodiscard]] Result<void> fileAgain(RecordRow record, const RecordIndex &index, qint64 size);
    [[nodiscard]] Result<void> unfile(RecordRow record, const RecordIndex &index, qint64 size);
    [[nodiscard]] Result<void> uncount(AppRow app, ModelRow model, TargetRow target, qint64 size, bool isFirstOfItsModel,
                                       bool isFirstOfItsTarget);
    [[nodiscard]] Result<void> resize(const RecordIndex &index, qint64 growth);
    [[nodiscard]] Result<TargetRow> targetRow(AppRow app, ModelRow model, QByteArrayView id, qint64 size, bool isFirst);

    [[nodiscard]] Result<void> settleIfDue() { return m_counts == Counts::AtOnce ? settle() : Result<void>(); }

    Database &m_database;
    Counts m_counts;
    CountChanges m_changes;
    qint64 m_nextRow = 0;
    QHash<std::pair<int, QByteArray>, AppRow> m_apps;
    QHash<std::pair<int, QByteArray>, ModelRow> m_models;
};

/// The groups that a record is filed under, in the order of its key: one for each readable association, then the special one for unreadable
/// associations or for no key at all. Each stands for one row of table `association`; the position is that in the list.
struct Filing
{
    ModelKind kind = ModelKind::Stored;
    QByteArrayView model;
    QByteArrayView id;

    bool operator==(const Filing &) const = default;
};
[[nodiscard]] std::vector<Filing> filingsOf(const RecordIndex &index);

/// The record of that number, whole; nothing if it is not there. Bytes that do not match their checksum are an error of kind Damaged.
[[nodiscard]] Result<std::optional<Record>> storedRecord(Database &database, RecordRow row);

} // namespace persistence
