#include "model/workspace/database.h"

#include "model/workspace/statement.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>
#include <utility>

#include <sqlite3.h>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Database)
};

constexpr sqlite3_int64 kHeapLimit = sqlite3_int64(1) << 30;
constexpr int kBusyTimeout = 5000; // ms
/// SQLite instructions between two looks at the cancel flag: about 1 ms.
constexpr int kProgressInterval = 2000;
constexpr size_t kMaxIdleStatements = 64;

constexpr std::array<std::pair<int, int>, 11> kLimits = {{
    {SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024},
    {SQLITE_LIMIT_SQL_LENGTH, 100'000},
    {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_EXPR_DEPTH, 50},
    {SQLITE_LIMIT_COMPOUND_SELECT, 10},
    {SQLITE_LIMIT_VDBE_OP, 250'000},
    {SQLITE_LIMIT_FUNCTION_ARG, 16},
    {SQLITE_LIMIT_ATTACHED, 1},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 1000},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 10},
}};

constexpr std::array<std::pair<int, int>, 7> kSwitches = {{
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
}};

constexpr const char *kCommonSettings = "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;";
constexpr const char *kPageCache = "PRAGMA cache_size=-16000;";
constexpr const char *kWriterSettings =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000; PRAGMA secure_delete=ON;";
/// Beside a writer of a SQLite with the WAL-reset bug only that writer may checkpoint (reliability guide, section 2.2).
constexpr const char *kReaderSettings = "PRAGMA wal_autocheckpoint=0;";
/// A defensive connection ignores journal_mode=OFF without a word and would leave a journal file beside what it builds.
constexpr const char *kBuilderSettings = "PRAGMA page_size=8192; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;";

int stopWhenCancelled(void *progress)
{
    return static_cast<const Progress *>(progress)->isCancelled() ? 1 : 0;
}

/// `immutable` exists as a URI parameter only. Every byte of the path but plain ones is percent-encoded, so nothing in it is read as URI
/// syntax.
QByteArray immutableUri(const QString &path)
{
    return "file:" + QFile::encodeName(QFileInfo(path).absoluteFilePath()).toPercentEncoding("/") + "?immutable=1";
}

ErrorKind kindOf(int code, int systemCode)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return ErrorKind::NoSpace;
    case SQLITE_IOERR:
        return systemCode == ENOSPC || systemCode == EDQUOT ? ErrorKind::NoSpace : ErrorKind::Failed;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorKind::Busy;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
        return ErrorKind::Permission;
    case SQLITE_CANTOPEN:
        return systemCode == EACCES || systemCode == EPERM || systemCode == EROFS ? ErrorKind::Permission : ErrorKind::Failed;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorKind::Damaged;
    case SQLITE_INTERRUPT:
        return ErrorKind::Cancelled;
    default:
        return ErrorKind::Failed;
    }
}

QString reasonOf(ErrorKind kind, const char *sqliteMessage)
{
    switch (kind) {
    case ErrorKind::NoSpace:
        return Texts::tr("the disk is full");
    case ErrorKind::Busy:
        return Texts::tr("another program holds the file");
    case ErrorKind::Permission:
        return Texts::tr("the system refused access");
    case ErrorKind::Damaged:
        return Texts::tr("the file is damaged");
    default:
        return QString::fromUtf8(sqliteMessage);
    }
}

/// A sentence that starts with \a what.
Error describe(int code, int systemCode, const char *message, const QString &what)
{
    const ErrorKind kind = kindOf(code, systemCode);
    if (kind == ErrorKind::Cancelled)
        return Error::cancelled();
    return {kind, Texts::tr("%1: %2.").arg(what, reasonOf(kind, message)),
            QStringLiteral("SQLite %1: %2").arg(QString::number(code), QString::fromUtf8(message))};
}

} // namespace

int authorize(void *self, int action, const char *, const char *, const char *, const char *)
{
    switch (action) {
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
    case SQLITE_CREATE_INDEX:
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_CREATE_VIEW:
    case SQLITE_CREATE_VTABLE:
    case SQLITE_DROP_INDEX:
    case SQLITE_DROP_TABLE:
    case SQLITE_DROP_TRIGGER:
    case SQLITE_DROP_VIEW:
    case SQLITE_DROP_VTABLE:
    case SQLITE_ALTER_TABLE:
        return static_cast<Database *>(self)->m_schemaChangesAllowed ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_OK;
    }
}

Result<std::unique_ptr<Database>> Database::open(const QString &path, Mode mode)
{
    static std::once_flag heapLimit;
    std::call_once(heapLimit, [] { sqlite3_hard_heap_limit64(kHeapLimit); });

    int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
    QByteArray name = QFile::encodeName(path);
    switch (mode) {
    case Mode::ReadOnly:
        flags |= SQLITE_OPEN_READONLY;
        break;
    case Mode::Immutable:
        flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
        name = immutableUri(path);
        break;
    case Mode::Writer:
    case Mode::Recovery:
        flags |= SQLITE_OPEN_READWRITE;
        break;
    case Mode::Builder:
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        break;
    }
    sqlite3 *handle = nullptr;
    const int code = sqlite3_open_v2(name.constData(), &handle, flags, nullptr);
    std::unique_ptr<Database> database(new Database(handle, path, mode));
    if (code != SQLITE_OK)
        return database->error(Texts::tr("The workspace %1 cannot be opened").arg(path));
    if (auto configured = database->configure(); !configured)
        return configured.error();
    return database;
}

Database::Database(sqlite3 *handle, QString path, Mode mode) : m_handle(handle), m_path(std::move(path)), m_mode(mode)
{
}

Database::~Database()
{
    for (const auto &[sql, statement] : m_idle)
        sqlite3_finalize(statement);
    sqlite3_close_v2(m_handle);
}

Result<void> Database::configure()
{
    for (const auto &[option, value] : kSwitches)
        sqlite3_db_config(m_handle, option, value, nullptr);
    if (m_mode == Mode::ReadOnly || m_mode == Mode::Immutable)
        sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    for (const auto &[limit, value] : kLimits)
        sqlite3_limit(m_handle, limit, value);
    sqlite3_busy_timeout(m_handle, kBusyTimeout);
    sqlite3_set_authorizer(m_handle, &authorize, this);

    const char *settings = kReaderSettings;
    if (m_mode == Mode::Writer)
        settings = kWriterSettings;
    else if (m_mode == Mode::Builder)
        settings = kBuilderSettings;
    for (const char *common : {kCommonSettings, kPageCache}) {
        if (auto executed = execute(common); !executed)
            return executed;
    }
    return execute(settings);
}

sqlite3_stmt *Database::borrow(const char *sql)
{
    if (const auto idle = m_idle.find(sql); idle != m_idle.end())
        return m_idle.extract(idle).mapped();
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v3(m_handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    return statement;
}

void Database::giveBack(sqlite3_stmt *statement)
{
    if (!statement)
        return;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (m_idle.size() < kMaxIdleStatements)
        m_idle.emplace(sqlite3_sql(statement), statement);
    else
        sqlite3_finalize(statement);
}

Result<void> Database::execute(const char *sql)
{
    if (sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return error(Texts::tr("The workspace %1 could not be read or written").arg(m_path));
    return {};
}

Result<qint64> Database::queryInteger(const char *sql)
{
    Statement statement(*this, sql);
    auto row = statement.step();
    if (!row)
        return row.error();
    return *row ? statement.integer(0) : 0;
}

Result<QByteArray> Database::readBodyHead(qint64 record, qint64 size)
{
    sqlite3_blob *blob = nullptr;
    QByteArray head;
    int code = sqlite3_blob_open(m_handle, "main", "record", "body", record, 0, &blob);
    if (code == SQLITE_OK) {
        head.resize(std::min<qint64>(size, sqlite3_blob_bytes(blob)));
        code = sqlite3_blob_read(blob, head.data(), int(head.size()), 0);
    }
    sqlite3_blob_close(blob);
    if (code != SQLITE_OK)
        return error(Texts::tr("A record of the workspace %1 could not be read").arg(m_path));
    return head;
}

Result<void> Database::readFile(qint64 offset, char *to, qsizetype size)
{
    sqlite3_file *file = nullptr;
    sqlite3_file_control(m_handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    return fileResult(file->pMethods->xRead(file, to, int(size), offset));
}

Result<void> Database::writeFile(qint64 offset, QByteArrayView bytes)
{
    sqlite3_file *file = nullptr;
    sqlite3_file_control(m_handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    return fileResult(file->pMethods->xWrite(file, bytes.data(), int(bytes.size()), offset));
}

Result<void> Database::fileResult(int code) const
{
    if (code == SQLITE_OK)
        return {};
    int systemCode = 0;
    sqlite3_file_control(m_handle, "main", SQLITE_FCNTL_LAST_ERRNO, &systemCode);
    return describe(code, systemCode, sqlite3_errstr(code), Texts::tr("The workspace %1 could not be read or written").arg(m_path));
}

void Database::setProgress(Progress *progress)
{
    m_progress = progress;
    sqlite3_progress_handler(m_handle, progress ? kProgressInterval : 0, progress ? &stopWhenCancelled : nullptr, progress);
}

void Database::setSchemaChangesAllowed(bool allowed)
{
    m_schemaChangesAllowed = allowed;
}

Error Database::error(const QString &what) const
{
    if (!m_handle)
        return describe(SQLITE_NOMEM, 0, "out of memory", what);
    return describe(sqlite3_extended_errcode(m_handle), sqlite3_system_errno(m_handle), sqlite3_errmsg(m_handle), what);
}

ReadingInOrder::ReadingInOrder(Database &database) : m_database(database)
{
    // A setting of memory alone, which cannot fail in a way that matters.
    (void)m_database.execute("PRAGMA cache_size=-512");
}

ReadingInOrder::~ReadingInOrder()
{
    (void)m_database.execute(kPageCache);
}

ChangingEverywhere::ChangingEverywhere(Database &database) : m_database(database)
{
    (void)m_database.execute("PRAGMA cache_size=-64000");
}

ChangingEverywhere::~ChangingEverywhere()
{
    (void)m_database.execute(kPageCache);
}

} // namespace persistence
