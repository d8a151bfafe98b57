#include "model/workspace/recordcursor.h"

#include "model/workspace/database.h"
#include "model/workspace/statement.h"
#include "model/workspace/workspace.h"

namespace persistence {

namespace {

constexpr const char *kByRecordId = R"sql(
    SELECT i.record_id, r.id, a.collection, r.checksum, r.body
      FROM record_id i CROSS JOIN record r ON r.id = i.record CROSS JOIN app a ON a.id = r.app
     ORDER BY i.record_id, i.record)sql";

} // namespace

RecordCursor::RecordCursor(std::unique_ptr<Database> database)
    : m_database(std::move(database))
    , m_statement(std::make_unique<Statement>(*m_database, kByRecordId))
{
}

RecordCursor::~RecordCursor()
{
    m_statement.reset();
}

Result<std::unique_ptr<RecordCursor>> RecordCursor::open(const Workspace &workspace)
{
    auto database = workspace.connection();
    if (!database)
        return database.error();
    return std::unique_ptr<RecordCursor>(new RecordCursor(*std::move(database)));
}

Result<bool> RecordCursor::next()
{
    return m_statement->step();
}

QByteArrayView RecordCursor::recordId() const
{
    return m_statement->view(0);
}

StoredRecord RecordCursor::record() const
{
    return {m_statement->row<RecordRow>(1), Collection(int(m_statement->integer(2))), m_statement->view(4),
            quint64(m_statement->integer(3))};
}

} // namespace persistence
