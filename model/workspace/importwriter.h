#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/workspace/groups.h"
#include "model/workspace/recordbatch.h"

namespace persistence {

/// What to do with a record whose `_id` is in the workspace already with other bytes. Equal bytes are never stored twice.
enum class SameId { Replace, KeepBoth, Skip };

/// Where an import starts: which source, and how to know it again when an import is continued.
struct ImportStart
{
    QString source;
    QString format;
    /// Absolute path, size and time of the source; empty if it cannot be read again (standard input).
    QByteArray identity;
    qint64 startedAt = 0; ///< ms since 1970
};

/// Brings the batches of an import into a workspace. Two kinds: a new file is built in one go, an open one is merged into.
/// One thread at a time. Imports do not overlap: begin, append …, end; then finish.
class ImportWriter
{
public:
    virtual ~ImportWriter() = default;

    /// Starts or continues the import of one source: the number of its items that are in already.
    [[nodiscard]] virtual Result<qint64> begin(const ImportStart &start) = 0;
    [[nodiscard]] virtual Result<void> append(const RecordBatch &batch) = 0;
    /// The current import stops before its end: makes durable what was appended. Nothing for a writer whose work appears as a whole.
    [[nodiscard]] virtual Result<void> keep() { return {}; }
    /// Ends the current import; \a incompleteReason is empty if its source was read to its end.
    [[nodiscard]] virtual Result<void> end(const QString &format, const QString &incompleteReason) = 0;
    /// After the last import: everything is durable when it returns.
    [[nodiscard]] virtual Result<void> finish(Progress &progress) = 0;
    /// All imports of this writer, with their final counts after finish().
    [[nodiscard]] virtual QList<ImportSummary> imports() const = 0;
    /// Records that have the id of one with other bytes that stays as it is: left out or added beside it, as SameId says. Not stored, so
    /// an import that goes on counts from there.
    [[nodiscard]] virtual qint64 differing() const = 0;

protected:
    ImportWriter() = default;
    Q_DISABLE_COPY_MOVE(ImportWriter)
};

} // namespace persistence
