#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/record/label.h"
#include "model/workspace/groups.h"

#include <functional>
#include <memory>
#include <span>
#include <unordered_map>

namespace persistence {

class Database;
class Workspace;

/// Reads whole documents in bulk, through a connection and a snapshot of its own: whatever is changed meanwhile, two looks at a record see
/// the same. For exports. One thread at a time.
class BodyReader final
{
public:
    [[nodiscard]] static Result<std::unique_ptr<BodyReader>> open(const Workspace &workspace);
    ~BodyReader();
    Q_DISABLE_COPY_MOVE(BodyReader)

    /// The documents of \a rows, in that order; \a receive returns false to stop. Each is compared with its checksum: damaged bytes are an
    /// error of kind Damaged. A row that is not there is an error of kind Conflict. Rows that follow each other are read fastest.
    [[nodiscard]] Result<void> read(std::span<const RecordRow> rows, Progress &progress,
                                    const std::function<bool(Collection collection, QByteArrayView body)> &receive);

    /// Whether the workspace ever held messages with custom fields.
    [[nodiscard]] bool holdsMessages() const;

    /// The names that the workspace knows, by kind and id; \a receive returns false to stop.
    [[nodiscard]] Result<void> labels(Progress &progress, const std::function<bool(Label label)> &receive);

private:
    explicit BodyReader(std::unique_ptr<Database> database);
    [[nodiscard]] Result<bool> readRun(std::span<const RecordRow> run, const std::function<bool(Collection, QByteArrayView)> &receive);
    [[nodiscard]] Result<void> readApps();

    std::unique_ptr<Database> m_database;
    std::unordered_map<qint64, Collection> m_collections; ///< by app row
};

} // namespace persistence
