#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"

#include <QByteArray>

#include <memory>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace persistence {

/// One SQLite connection with the settings of the reliability guide, section 3.1: hardened, limited, without ATTACH, triggers and views.
/// One thread at a time. Nothing else may open the file while a connection is open.
class Database final
{
public:
    enum class Mode {
        ReadOnly,  ///< never writes, never checkpoints
        Immutable, ///< on read-only media, and only if the file has neither `-wal` nor `-journal`
        Writer,    ///< the one connection that writes and checkpoints: WAL, synchronous=FULL
        Recovery,  ///< may write, but only takes back what a writer that was killed left half-done
        Builder,   ///< a new file that nobody else sees: no journal, no sync; whoever publishes it flushes it first
    };

    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString &path, Mode mode);
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    /// Runs SQL without parameters and results.
    [[nodiscard]] Result<void> execute(const char *sql);
    [[nodiscard]] Result<void> execute(const QByteArray &sql) { return execute(sql.constData()); }
    /// One integer from a query without parameters.
    [[nodiscard]] Result<qint64> queryInteger(const char *sql);

    /// The first \a size bytes of a record's body, without reading the rest.
    [[nodiscard]] Result<QByteArray> readBodyHead(qint64 record, qint64 size);

    /// Bytes of the file itself, through the connection's own handle: the locks of a process end when it closes any other. For PageFile
    /// alone.
    [[nodiscard]] Result<void> readFile(qint64 offset, char *to, qsizetype size);
    [[nodiscard]] Result<void> writeFile(qint64 offset, QByteArrayView bytes);

    /// While \a progress lives here, statements of this connection stop within milliseconds after it is cancelled. Null ends that.
    void setProgress(Progress *progress);
    /// Allows CREATE, ATTACH and writing pragmas: only while a schema is made or the file is copied.
    void setSchemaChangesAllowed(bool allowed);

    /// A statement for \a sql, prepared or taken from those that are idle; null if it cannot be prepared. giveBack() ends the loan:
    /// preparing takes longer than running most of our statements.
    [[nodiscard]] sqlite3_stmt *borrow(const char *sql);
    void giveBack(sqlite3_stmt *statement);

    /// The error of the last call on this connection, as a sentence that starts with \a what.
    [[nodiscard]] Error error(const QString &what) const;
    [[nodiscard]] sqlite3 *handle() const { return m_handle; }
    [[nodiscard]] QString path() const { return m_path; }

private:
    Database(sqlite3 *handle, QString path, Mode mode);
    [[nodiscard]] Result<void> configure();
    [[nodiscard]] Result<void> fileResult(int code) const;

    sqlite3 *m_handle = nullptr;
    QString m_path;
    Mode m_mode;
    std::unordered_multimap<std::string_view, sqlite3_stmt *> m_idle; ///< by their SQL, which they own
    Progress *m_progress = nullptr;
    bool m_schemaChangesAllowed = false;

    friend int authorize(void *, int, const char *, const char *, const char *, const char *);
};

/// While it lives, the statements of a connection stop within milliseconds after \a progress is cancelled.
class ProgressGuard final
{
public:
    ProgressGuard(Database &database, Progress &progress) : m_database(database) { database.setProgress(&progress); }
    ~ProgressGuard() { m_database.setProgress(nullptr); }
    Q_DISABLE_COPY_MOVE(ProgressGuard)

private:
    Database &m_database;
};

/// While it lives, a connection holds few pages: for reading many records in the order of their rows. No page is wanted a second time
/// then, and memory that was never touched before costs more than the reading; a few pages stay in the processor's cache.
class ReadingInOrder final
{
public:
    explicit ReadingInOrder(Database &database);
    ~ReadingInOrder();
    Q_DISABLE_COPY_MOVE(ReadingInOrder)

private:
    Database &m_database;
};

/// While it lives, a connection holds many pages (64 MB): for changes all over a large file, each of which would read its page again.
class ChangingEverywhere final
{
public:
    explicit ChangingEverywhere(Database &database);
    ~ChangingEverywhere();
    Q_DISABLE_COPY_MOVE(ChangingEverywhere)

private:
    Database &m_database;
};

} // namespace persistence
