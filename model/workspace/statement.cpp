#include "model/workspace/statement.h"

#include "model/workspace/database.h"

#include <QCoreApplication>

#include <sqlite3.h>

namespace persistence {

Statement::Statement(Database &database, const char *sql) : m_database(database), m_statement(database.borrow(sql))
{
}

Statement::~Statement()
{
    m_database.giveBack(m_statement);
}

Statement &Statement::bind(qint64 value)
{
    sqlite3_bind_int64(m_statement, ++m_parameter, value);
    return *this;
}

Statement &Statement::bind(QByteArrayView bytes)
{
    // A null pointer would bind NULL; no bytes are still bytes.
    const char *data = bytes.isEmpty() ? "" : bytes.data();
    sqlite3_bind_blob64(m_statement, ++m_parameter, data, sqlite3_uint64(bytes.size()), SQLITE_STATIC);
    return *this;
}

Statement &Statement::bind(const std::optional<qint64> &value)
{
    return value ? bind(*value) : bindNull();
}

Statement &Statement::bindText(const QByteArray &utf8)
{
    sqlite3_bind_text64(m_statement, ++m_parameter, utf8.constData(), sqlite3_uint64(utf8.size()), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Statement &Statement::bindNull()
{
    sqlite3_bind_null(m_statement, ++m_parameter);
    return *this;
}

Result<bool> Statement::step()
{
    const int code = m_statement ? sqlite3_step(m_statement) : SQLITE_ERROR;
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    return m_database.error(
        QCoreApplication::translate("Database", "The workspace %1 could not be read or written").arg(m_database.path()));
}

Result<void> Statement::run()
{
    auto row = step();
    if (!row)
        return row.error();
    reset();
    return {};
}

void Statement::reset()
{
    sqlite3_reset(m_statement);
    m_parameter = 0;
}

qint64 Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

std::optional<qint64> Statement::optionalInteger(int column) const
{
    if (sqlite3_column_type(m_statement, column) == SQLITE_NULL)
        return std::nullopt;
    return integer(column);
}

std::optional<QByteArray> Statement::optionalBytes(int column) const
{
    if (sqlite3_column_type(m_statement, column) == SQLITE_NULL)
        return std::nullopt;
    const QByteArray found = bytes(column);
    return found.isNull() ? QByteArray("") : found;
}

QByteArrayView Statement::view(int column) const
{
    const void *data = sqlite3_column_blob(m_statement, column);
    return {static_cast<const char *>(data), sqlite3_column_bytes(m_statement, column)};
}

Transaction::Transaction(Database &database, Kind kind)
    : m_database(database)
    , m_begun(database.execute(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN"))
{
    m_isOpen = m_begun.isOk();
}

Transaction::~Transaction()
{
    if (m_isOpen && sqlite3_get_autocommit(m_database.handle()) == 0)
        sqlite3_exec(m_database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Transaction::commit()
{
    auto committed = m_database.execute("COMMIT");
    if (committed)
        m_isOpen = false;
    return committed;
}

} // namespace persistence
