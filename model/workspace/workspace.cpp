#include "model/workspace/workspace.h"

#include "model/workspace/database.h"
#include "model/workspace/filelock.h"
#include "model/workspace/filesystem.h"
#include "model/workspace/schema.h"
#include "model/workspace/statement.h"
#include "model/workspace/verification.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <map>
#include <mutex>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Workspace)
};

constexpr qsizetype kHeaderSize = 100;
constexpr qint64 kQuickCheckAtOpen = qint64(1) << 30;

/// All open workspaces of the program, by device and inode: the same file is never opened twice, nor read past SQLite while it is open.
struct Registry
{
    std::mutex mutex;
    std::map<FileIdentity, std::weak_ptr<Workspace>> workspaces;
};

Registry &registry()
{
    static Registry instance;
    return instance;
}

struct Header
{
    quint32 applicationId = 0;
    quint32 version = 0;
    qint64 size = 0; ///< that the file must have; 0 if the header does not tell
};

/// Counted pages times page size, where the count is in force. Source: sqlite.org/fileformat.html, sections 1.3.2 and 1.3.7.
qint64 sizeOf(const QByteArray &header)
{
    const auto number = [&header](int offset) { return qFromBigEndian<quint32>(header.constData() + offset); };
    const quint16 pageSize = qFromBigEndian<quint16>(header.constData() + 16);
    return number(24) == number(92) ? qint64(number(28)) * (pageSize == 1 ? 65536 : pageSize) : 0;
}

/// Reads the SQLite header before any connection exists. Source: sqlite.org/fileformat.html, section 1.3.
std::optional<Header> readHeader(const QString &path)
{
    if (!QFileInfo(path).isFile())
        return std::nullopt;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray bytes = file.read(kHeaderSize);
    if (bytes.size() != kHeaderSize || !bytes.startsWith(QByteArrayView("SQLite format 3\0", 16)))
        return std::nullopt;
    return Header{qFromBigEndian<quint32>(bytes.constData() + 68), qFromBigEndian<quint32>(bytes.constData() + 60), sizeOf(bytes)};
}

bool hasSideFile(const QString &path)
{
    return QFileInfo::exists(path + QStringLiteral("-wal")) || QFileInfo::exists(path + QStringLiteral("-journal"));
}

Result<Header> checkHeader(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Error{ErrorKind::Failed, Texts::tr("There is no file %1.").arg(path), {}};
    if (!info.isReadable())
        return Error{ErrorKind::Permission, Texts::tr("The system does not let you read %1.").arg(path), {}};
    const auto header = readHeader(path);
    if (!header || header->applicationId != kApplicationId)
        return Error{ErrorKind::Failed, Texts::tr("%1 is not a workspace. If it is a dump, import it.").arg(path), {}};
    if (header->version > quint32(kSchemaVersion))
        return Error{
            ErrorKind::NewerVersion,
            Texts::tr(
                "%1 was written by a newer version of this program (workspace version %2, this program knows %3). It was not changed.")
                .arg(path, QString::number(header->version), QString::number(kSchemaVersion)),
            {}};
    // SQLite reads zeros for what is missing at the end. While a journal is there the two may differ.
    if (header->size > info.size() && !hasSideFile(path))
        return Error{
            ErrorKind::Damaged,
            Texts::tr("%1 is cut short: its end is missing. It was not changed. Import the dump again, or go back to a copy.").arg(path),
            {}};
    return *header;
}

/// A program that was killed may have left a journal, which a connection that only reads cannot take back. Any failure shows at the next
/// read.
void takeBackHalfDone(const QString &path)
{
    const QFileInfo info(path);
    if (!QFileInfo::exists(path + QStringLiteral("-journal")) || !info.isWritable() || !QFileInfo(info.absolutePath()).isWritable())
        return;
    const auto attempt = FileLock::take(path + QStringLiteral(".lock"));
    if (!attempt.lock)
        return; // the journal of a program that is at work
    if (auto database = Database::open(path, Database::Mode::Recovery))
        (void)(*database)->queryInteger("SELECT count(*) FROM sqlite_schema");
}

/// A copy of all that \a database holds, complete and flushed or not there at all. Afterwards nobody needs to ask whether it is sound.
Result<void> copyWhole(Database &database, const QString &target)
{
    const QString building = buildPathFor(target);
    QFile::remove(building);
    database.setSchemaChangesAllowed(true);
    const QByteArray name = QFile::encodeName(building);
    auto done = [&] {
        Statement statement(database, "VACUUM INTO ?");
        return statement.bindText(name).run();
    }();
    database.setSchemaChangesAllowed(false);
    if (done)
        done = clearOpenMark(building);
    if (done)
        done = flushFile(building);
    if (done)
        done = renameWithoutReplacing(building, target);
    if (!done)
        QFile::remove(building);
    return done;
}

} // namespace

struct Workspace::Private
{
    QString path;
    FileIdentity identity;
    Database::Mode readerMode = Database::Mode::ReadOnly;
    QString readOnlyReason;
    QString notice;
    ErrorKind readOnlyKind = ErrorKind::Permission;
    std::unique_ptr<FileLock> lock;
    std::unique_ptr<Database> writer;
    std::mutex writerMutex;

    void openForWriting();
    [[nodiscard]] Result<void> openWriter();
    [[nodiscard]] Result<void> migrateIfOlder(int version);
};

/// Tries to become the one program that writes; says why where that is not possible.
void Workspace::Private::openForWriting()
{
    const QFileInfo info(path);
    if (!info.isWritable() || !QFileInfo(info.absolutePath()).isWritable()) {
        readOnlyReason = Texts::tr("Locked: the system does not allow writing to %1.").arg(info.fileName());
        return;
    }
    auto attempt = FileLock::take(path + QStringLiteral(".lock"));
    lock = std::move(attempt.lock);
    if (!lock) {
        const Error error = systemError(Texts::tr("no lock file can be made beside the workspace"), attempt.errorNumber);
        readOnlyKind = attempt.holder.isEmpty() ? error.kind : ErrorKind::Busy;
        readOnlyReason = attempt.holder.isEmpty() ? Texts::tr("Locked: %1").arg(error.message)
                                                  : Texts::tr("Locked: %1 has this workspace open.").arg(attempt.holder);
        return;
    }
    if (auto opened = openWriter(); !opened) {
        readOnlyKind = opened.error().kind;
        readOnlyReason = Texts::tr("Locked: %1").arg(opened.error().message);
        writer.reset();
        lock.reset();
    }
}

Result<void> Workspace::Private::openWriter()
{
    auto database = Database::open(path, Database::Mode::Writer);
    if (!database)
        return database.error();
    writer = *std::move(database);
    if (isOnNetworkFileSystem(path)) {
        readOnlyReason = Texts::tr("Locked: the workspace is on a network drive, where it could be damaged. Save a copy on this computer.");
        writer.reset();
        lock.reset();
    }
    return {};
}

Result<void> Workspace::Private::migrateIfOlder(int version)
{
    if (version == kSchemaVersion)
        return {};
    if (!writer)
        return Error{
            ErrorKind::OlderVersion,
            Texts::tr("%1 has the format of an older version. The command \"migrate\" brings it to the present one and keeps a copy. %2")
                .arg(path, readOnlyReason),
            {}};
    const QString backup = QStringLiteral("%1.v%2.bak").arg(path, QString::number(version));
    if (!QFileInfo::exists(backup)) {
        if (auto copied = copyWhole(*writer, backup); !copied)
            return copied;
    }
    if (auto migrated = migrate(*writer, migrationSteps(), kSchemaVersion); !migrated)
        return migrated;
    notice = Texts::tr("This file was brought to the present format. As it was before it is kept as %1.").arg(QFileInfo(backup).fileName());
    return {};
}

Workspace::Workspace(std::unique_ptr<Private> priv) : d(std::move(priv))
{
}

Workspace::~Workspace()
{
    if (d->writer) {
        // At rest a workspace is one plain file in rollback mode: whoever only reads it then needs no side files and leaves none.
        // Where another program still reads, it stays in WAL mode, which is as safe.
        (void)d->writer->execute("DELETE FROM state WHERE name = 'open'");
        (void)d->writer->execute("PRAGMA journal_mode=DELETE");
    }
    const std::lock_guard guard(registry().mutex);
    // Somebody may have opened the file anew meanwhile.
    const auto known = registry().workspaces.find(d->identity);
    if (known != registry().workspaces.end() && known->second.expired())
        registry().workspaces.erase(known);
}

bool Workspace::isWorkspace(const QString &path)
{
    if (const auto identity = fileIdentity(path)) {
        const std::lock_guard guard(registry().mutex);
        if (registry().workspaces.contains(*identity))
            return true;
    }
    const auto header = readHeader(path);
    return header && header->applicationId == kApplicationId;
}

Result<std::shared_ptr<Workspace>> Workspace::open(const QString &givenPath, Access access)
{
    const QFileInfo info(givenPath);
    const QString path = info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
    if (const auto identity = fileIdentity(path)) {
        const std::lock_guard guard(registry().mutex);
        const auto known = registry().workspaces.find(*identity);
        if (known != registry().workspaces.end()) {
            if (auto open = known->second.lock())
                return open;
        }
    }
    const auto header = checkHeader(path);
    if (!header)
        return header.error();

    auto d = std::make_unique<Private>();
    d->path = path;
    d->identity = *fileIdentity(path);
    const bool hadSideFile = hasSideFile(path);
    if (access == Access::ReadWrite)
        d->openForWriting();
    else
        d->readOnlyReason = Texts::tr("Locked: opened for reading.");
    if (!d->writer)
        takeBackHalfDone(path);
    const bool canMakeSideFiles = QFileInfo(info.absolutePath()).isWritable();
    if (!d->writer && !canMakeSideFiles) {
        if (hasSideFile(path))
            return Error{
                ErrorKind::Permission,
                Texts::tr("%1 has unsaved pages beside it and lies in a place that cannot be written. Copy it with its -wal file to "
                          "another folder and open it there.")
                    .arg(path),
                {}};
        d->readerMode = Database::Mode::Immutable;
    }
    if (auto migrated = d->migrateIfOlder(int(header->version)); !migrated)
        return migrated.error();
    auto probe = Database::open(path, d->readerMode);
    if (!probe)
        return probe.error();
    if (auto checked = checkSchema(**probe); !checked)
        return checked.error();
    const auto wasOpen = (*probe)->queryInteger("SELECT EXISTS (SELECT 1 FROM state WHERE name = 'open' AND value = 1)");
    if (!wasOpen)
        return wasOpen.error();
    if (*wasOpen != 0 && !hadSideFile)
        d->notice = Texts::tr(
            "This file was copied while the program had it open, so the newest changes may be missing in it. What it holds is sound.");
    if (d->writer) {
        // The mark lies in the main file, so that a copy made while the workspace was open can be told.
        if (auto marked =
                d->writer->execute("INSERT OR REPLACE INTO state (name, value) VALUES ('open', 1); PRAGMA wal_checkpoint(TRUNCATE)");
            !marked)
            return marked.error();
    }
    std::shared_ptr<Workspace> workspace(new Workspace(std::move(d)));
    const std::lock_guard guard(registry().mutex);
    registry().workspaces[workspace->d->identity] = workspace;
    return workspace;
}

QString Workspace::path() const
{
    return d->path;
}

bool Workspace::isReadOnly() const
{
    return !d->writer;
}

QString Workspace::readOnlyReason() const
{
    return d->readOnlyReason;
}

Error Workspace::readOnlyError() const
{
    return {d->readOnlyKind, d->readOnlyReason, {}};
}

QString Workspace::notice() const
{
    return d->notice;
}

Result<void> Workspace::checkInPlace() const
{
    if (fileIdentity(d->path) == d->identity)
        return {};
    return Error{
        ErrorKind::Conflict,
        Texts::tr(
            "%1 was moved, deleted or replaced since it was opened. Nothing was written. Save a copy of the workspace under another name.")
            .arg(d->path),
        {}};
}

qint64 Workspace::fileSize() const
{
    return QFileInfo(d->path).size();
}

void Workspace::writeLogToFile() const
{
    const std::unique_lock lock(d->writerMutex, std::try_to_lock);
    // Only the writer may do it (reliability guide, section 2.2). What cannot be written now stays in the log, where it is safe.
    if (lock.owns_lock() && d->writer)
        (void)d->writer->execute("PRAGMA wal_checkpoint(PASSIVE)");
}

Database *Workspace::writer() const
{
    return d->writer.get();
}

std::mutex &Workspace::writerMutex() const
{
    return d->writerMutex;
}

Result<std::unique_ptr<Database>> Workspace::connection() const
{
    // Another file that has its name by now is not to be shown as this one.
    if (auto inPlace = checkInPlace(); !inPlace)
        return inPlace.error();
    return Database::open(d->path, d->readerMode);
}

Result<std::unique_ptr<Reader>> Workspace::reader() const
{
    auto database = connection();
    if (!database)
        return database.error();
    return std::make_unique<Reader>(*std::move(database));
}

Result<std::unique_ptr<History>> Workspace::history() const
{
    auto database = connection();
    if (!database)
        return database.error();
    return std::make_unique<History>(*std::move(database));
}

Result<void> Workspace::quickCheck(Progress &progress) const
{
    auto database = Database::open(d->path, d->readerMode);
    if (!database)
        return database.error();
    return persistence::quickCheck(**database, progress);
}

Result<QStringList> Workspace::verify(Progress &progress) const
{
    auto database = Database::open(d->path, d->readerMode);
    if (!database)
        return database.error();
    return persistence::verify(**database, progress);
}

Result<void> Workspace::copyTo(const QString &target, Progress &progress) const
{
    if (QFileInfo::exists(target))
        return Error{
            ErrorKind::Failed, Texts::tr("%1 exists already and was left as it is. Choose another name for the copy.").arg(target), {}};
    progress.setStage(Texts::tr("Copying the workspace"));
    // Moved or deleted it is within reach of its open connections only; what is at its path by now is another file.
    if (auto inPlace = checkInPlace(); !inPlace) {
        if (!d->writer)
            return inPlace;
        const std::lock_guard lock(d->writerMutex);
        const ProgressGuard guard(*d->writer, progress);
        return copyWhole(*d->writer, target);
    }
    auto database = Database::open(d->path, d->readerMode);
    if (!database)
        return database.error();
    const ProgressGuard guard(**database, progress);
    return copyWhole(**database, target);
}

Result<QByteArray> fingerprint(Reader &reader, Progress &progress)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](QByteArrayView part) {
        char length[8];
        qToLittleEndian(quint64(part.size()), length);
        hash.addData(QByteArrayView(length, sizeof(length)));
        hash.addData(part);
    };
    const auto read = reader.forEachByRecordId(progress, [&](QByteArrayView recordId, QByteArrayView body) {
        add(recordId);
        add(body);
        return !progress.isCancelled();
    });
    if (!read)
        return read.error();
    if (progress.isCancelled())
        return Error::cancelled();
    return hash.result().toHex();
}

} // namespace persistence
