#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/sources/gzipstream.h"
#include "model/workspace/groups.h"
#include "model/workspace/importwriter.h"

#include <QStringList>

#include <memory>

namespace persistence {

class RecordSource;
class Workspace;

struct ImportOptions
{
    /// Files, folders, or "-" for standard input.
    QStringList sources;
    SameId sameId = SameId::Replace;
    /// Whether to read gzip that inflates to more than a hundred times its size; such files are refused unless the user wants it.
    HugeRatio hugeRatio = HugeRatio::Refuse;
};

/// What an import has found so far, for showing it while it runs. Thread-safe.
class ImportProgress final : public Progress
{
public:
    struct GroupCount
    {
        QByteArray appId;
        QByteArray model;
        qint64 records = 0;
    };

    /// A snapshot of the records so far by app and association model (an empty model: the app's distinct records), by app, then model.
    [[nodiscard]] std::vector<GroupCount> counts() const;
    void setCounts(std::vector<GroupCount> counts);

private:
    mutable std::mutex m_countsMutex;
    std::vector<GroupCount> m_counts;
};

struct ImportResult
{
    QList<ImportSummary> imports; ///< one for each source
    qint64 read = 0;              ///< good + problems
    qint64 good = 0;
    qint64 problems = 0;
    qint64 replaced = 0;
    qint64 unchanged = 0;
    qint64 differing = 0; ///< since this import began or went on
    qint64 labels = 0;
    qint64 skipped = 0;
    bool isComplete = true;
};

/// Builds a new workspace beside \a path and renames it to \a path when it is complete, flushed and verified. \a path must not exist.
/// A cancelled or failed import leaves nothing. Runs on the calling thread and one more.
[[nodiscard]] Result<ImportResult> importToNewWorkspace(const QString &path, const ImportOptions &options, ImportProgress &progress);

/// Merges into an open workspace, in durable batches with the position reached; after a crash or cancel the import is marked incomplete
/// and goes on from there when the same source is imported again.
[[nodiscard]] Result<ImportResult> importToWorkspace(Workspace &workspace, const ImportOptions &options, ImportProgress &progress);

} // namespace persistence
