#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/workspace/groups.h"

#include <functional>
#include <memory>
#include <span>

namespace persistence {

class Database;

/// Reads a workspace through a read-only connection of its own. One thread at a time; open one Reader for each thread
/// (Workspace::reader()). Each call sees the newest saved state. Calls that may take long take a Progress and stop soon after it is
/// cancelled.
class Reader final
{
public:
    explicit Reader(std::unique_ptr<Database> database);
    ~Reader();
    Q_DISABLE_COPY_MOVE(Reader)

    /// Apps by name, then by app id; the group of custom fields last.
    [[nodiscard]] Result<QList<AppSummary>> apps();
    /// The association models of one app: stored ones by name, then records without a key, then unreadable associations.
    [[nodiscard]] Result<QList<ModelSummary>> models(AppRow app);
    /// The key shapes of one app, by the names of their association models.
    [[nodiscard]] Result<QList<KeyShapeSummary>> keyShapes(AppRow app);
    /// The ids of one association model in byte order. Takes no time for number ranges, about 100 ms for a million others.
    [[nodiscard]] Result<TargetList> targets(AppRow app, ModelRow model);
    /// In the order of \a rows; rows that are gone are left out.
    [[nodiscard]] Result<QList<TargetSummary>> targetSummaries(std::span<const TargetRow> rows);
    /// The app and association model of a target; an invalid group if it is gone.
    [[nodiscard]] Result<Group> groupOf(TargetRow target);
    /// The targets whose id or resolved name contains \a needle (UTF-8, ASCII letters in either case), in the order of their numbers, in
    /// chunks to \a receive, which returns false to stop.
    [[nodiscard]] Result<void> findTargets(const QByteArray &needle, Progress &progress,
                                           const std::function<bool(std::span<const TargetRow>)> &receive);

    /// The distinct records of a group, in key order, in chunks to \a receive, which returns false to stop.
    [[nodiscard]] Result<void> records(const Group &group, Progress &progress,
                                       const std::function<bool(std::span<const RecordRow>)> &receive);
    /// The distinct records of a group, all at once.
    [[nodiscard]] Result<std::vector<RecordRow>> records(const Group &group, Progress &progress);
    /// In the order of \a rows; rows that are gone are left out.
    [[nodiscard]] Result<QList<RecordSummary>> recordSummaries(std::span<const RecordRow> rows);
    /// One record, whole. Its checksum is verified: damaged bytes are an error of kind Damaged, never shown as good.
    [[nodiscard]] Result<Record> record(RecordRow row);
    /// Records with that record id (normally one), first those of apps.
    [[nodiscard]] Result<std::vector<RecordRow>> findRecords(const RecordId &id);
    /// The targets that a record is filed under, in the order of its key; each with its app and association model.
    [[nodiscard]] Result<std::vector<Group>> groupsOf(RecordRow row);

    /// The resolved name for an id under an association model, such as "#general"; empty if unknown, or if its bytes do not match their
    /// checksum. Cached.
    [[nodiscard]] QByteArray label(QByteArrayView model, QByteArrayView id);

    [[nodiscard]] Result<qint64> recordCount();
    [[nodiscard]] Result<qint64> problemCount();
    /// Problems in order of arrival, \a count of them after \a after.
    [[nodiscard]] Result<QList<Problem>> problems(ProblemRow after, int count);
    [[nodiscard]] Result<QByteArray> problemBytes(ProblemRow row);
    [[nodiscard]] Result<QList<ImportSummary>> imports();

    /// Calls \a receive for every record in the order of record id, then bytes; \a receive returns false to stop. For the fingerprint.
    [[nodiscard]] Result<void> forEachByRecordId(Progress &progress,
                                                 const std::function<bool(QByteArrayView recordId, QByteArrayView body)> &receive);

private:
    struct Cache;
    /// Which associations select the records of a group, and the values for it.
    [[nodiscard]] Result<void> selectRecords(const Group &group, const std::function<bool(RecordRow)> &receive);
    [[nodiscard]] Result<bool> selectUnbroken(const std::function<bool(RecordRow)> &receive);

    std::unique_ptr<Database> m_database;
    std::unique_ptr<Cache> m_cache;
};

} // namespace persistence
