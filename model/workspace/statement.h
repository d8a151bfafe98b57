#pragma once

#include "model/base/ids.h"
#include "model/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>
#include <type_traits>

struct sqlite3_stmt;

namespace persistence {

class Database;

/// One prepared statement. Parameters are numbered from 1 in the order of bind(), columns from 0. A failed preparation is reported by the
/// first step(). One thread at a time; must not outlive its database.
class Statement final
{
public:
    Statement(Database &database, const char *sql);
    ~Statement();
    Q_DISABLE_COPY_MOVE(Statement)

    /// Binds the next parameter. Byte views are bound as BLOB in place: they must live until the statement is stepped for the last time.
    Statement &bind(qint64 value);
    Statement &bind(int value) { return bind(qint64(value)); }
    Statement &bind(QByteArrayView bytes);
    Statement &bind(const QByteArray &bytes) { return bind(QByteArrayView(bytes)); }
    Statement &bind(const std::optional<qint64> &value);
    /// As TEXT, for what SQLite itself reads: file names.
    Statement &bindText(const QByteArray &utf8);
    Statement &bindNull();
    template <typename Tag>
    Statement &bind(RowId<Tag> id)
    {
        return bind(id.value);
    }

    /// Goes to the next row; false at the end.
    [[nodiscard]] Result<bool> step();
    /// Calls \a take for each row. It returns nothing, or false to stop, or a Result of either, whose error ends it.
    template <typename Take>
    [[nodiscard]] Result<void> forEachRow(Take take)
    {
        using Taken = std::invoke_result_t<Take>;
        while (true) {
            auto row = step();
            if (!row)
                return row.error();
            if (!*row)
                return {};
            if constexpr (std::is_void_v<Taken>) {
                take();
            } else if constexpr (std::is_same_v<Taken, bool>) {
                if (!take())
                    return {};
            } else {
                const Taken taken = take();
                if (!taken)
                    return taken.error();
                if constexpr (std::is_same_v<Taken, Result<bool>>) {
                    if (!*taken)
                        return {};
                }
            }
        }
    }
    /// The rows as a list, each made by \a make.
    template <typename Make>
    [[nodiscard]] auto list(Make make) -> Result<QList<std::invoke_result_t<Make>>>
    {
        QList<std::invoke_result_t<Make>> rows;
        if (auto read = forEachRow([&] { rows.append(make()); }); !read)
            return read.error();
        return rows;
    }
    /// Runs a statement that gives no rows, and makes it ready to be bound again.
    [[nodiscard]] Result<void> run();
    /// Makes it ready to be bound and stepped again.
    void reset();

    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] std::optional<qint64> optionalInteger(int column) const;
    /// Valid until the next step or reset.
    [[nodiscard]] QByteArrayView view(int column) const;
    [[nodiscard]] QByteArray bytes(int column) const { return view(column).toByteArray(); }
    /// Nothing for NULL, which no bytes are not.
    [[nodiscard]] std::optional<QByteArray> optionalBytes(int column) const;
    template <typename Id>
    [[nodiscard]] Id row(int column) const
    {
        return Id{integer(column)};
    }

private:
    Database &m_database;
    sqlite3_stmt *m_statement = nullptr;
    int m_parameter = 0;
};

/// A transaction that is rolled back unless committed. The writer takes the write lock at once, so that a conflict shows at the start.
class Transaction final
{
public:
    enum class Kind { Read, Write };

    Transaction(Database &database, Kind kind);
    ~Transaction();
    Q_DISABLE_COPY_MOVE(Transaction)

    /// Why the transaction could not be begun, if so; look before the first statement.
    [[nodiscard]] const Result<void> &begun() const { return m_begun; }
    [[nodiscard]] Result<void> commit();

private:
    Database &m_database;
    Result<void> m_begun;
    bool m_isOpen = false;
};

} // namespace persistence
