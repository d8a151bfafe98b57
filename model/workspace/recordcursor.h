#pragma once

#include "model/workspace/recordscan.h"

namespace persistence {

class Database;
class Statement;
class Workspace;

/// Goes through all records in the order of their record ids, a step at a time, so that two workspaces can be walked side by side. Sees the
/// state that was saved when it began. Has a connection of its own; one thread at a time.
class RecordCursor final
{
public:
    [[nodiscard]] static Result<std::unique_ptr<RecordCursor>> open(const Workspace &workspace);
    ~RecordCursor();
    Q_DISABLE_COPY_MOVE(RecordCursor)

    /// Goes to the next record; false at the end.
    [[nodiscard]] Result<bool> next();
    /// Of the record that it is at; valid until the next step.
    [[nodiscard]] QByteArrayView recordId() const; ///< encoded, see RecordId
    [[nodiscard]] StoredRecord record() const;

private:
    explicit RecordCursor(std::unique_ptr<Database> database);

    std::unique_ptr<Database> m_database;
    std::unique_ptr<Statement> m_statement;
};

} // namespace persistence
