#pragma once

#include "model/workspace/history.h"
#include "model/workspace/reader.h"

#include <QString>

namespace persistence {

class Database;

/// An open workspace file. Holds the application lock and the only connection that writes and checkpoints; hands out readers.
/// Lives on any thread; open(), reader() and the accessors may be called from every thread.
/// While it is open nothing but SQLite may open the file: closing any other descriptor of it drops SQLite's locks (style guide, SQL).
class Workspace final
{
public:
    enum class Access { ReadOnly, ReadWrite };

    /// Opens a workspace and checks that it is one of ours, not newer than this program and of a known schema. An older one is migrated
    /// after a backup. ReadWrite falls back to read-only where the place or another instance does not allow more: see readOnlyReason().
    [[nodiscard]] static Result<std::shared_ptr<Workspace>> open(const QString &path, Access access);
    ~Workspace();
    Q_DISABLE_COPY_MOVE(Workspace)

    /// Whether the file at \a path starts like a workspace. Looks at 100 bytes unless it is open here; never at devices or pipes.
    [[nodiscard]] static bool isWorkspace(const QString &path);

    [[nodiscard]] QString path() const;
    [[nodiscard]] bool isReadOnly() const;
    /// One sentence for the banner: why nothing can be saved; empty if it can.
    [[nodiscard]] QString readOnlyReason() const;
    /// The error of an attempt to write: readOnlyReason(), of kind Busy where another program holds the workspace, NoSpace on a full disk.
    [[nodiscard]] Error readOnlyError() const;
    /// One sentence for the banner about how the file came to be as it is, such as a copy made while it was open; usually empty.
    [[nodiscard]] QString notice() const;
    /// Whether the path still names the file that is open here. Asked before each write: what was moved or replaced must not be written to.
    [[nodiscard]] Result<void> checkInPlace() const;
    /// Size of the file in bytes.
    [[nodiscard]] qint64 fileSize() const;

    /// A reader with a connection of its own.
    [[nodiscard]] Result<std::unique_ptr<Reader>> reader() const;
    /// The history, read through a connection of its own.
    [[nodiscard]] Result<std::unique_ptr<History>> history() const;

    /// A reading connection, for the other classes of this folder.
    [[nodiscard]] Result<std::unique_ptr<Database>> connection() const;

    /// SQLite's own quick check; reads the whole file. Nothing is returned if it is sound, else an error of kind Damaged.
    [[nodiscard]] Result<void> quickCheck(Progress &progress) const;
    /// Everything that must hold: integrity check, foreign keys, every checksum, the index rebuilt and compared, counts.
    /// The list of violations, translated; empty if all is well. Stops at 100.
    [[nodiscard]] Result<QStringList> verify(Progress &progress) const;
    /// Writes a complete, compacted copy to \a target, which must not exist.
    [[nodiscard]] Result<void> copyTo(const QString &target, Progress &progress) const;

    /// Brings what only the log holds into the file, for those who read it page by page afterwards. Does nothing while somebody writes, and
    /// leaves out what readers of an older state keep from the file.
    void writeLogToFile() const;

    /// The writing connection; null if read-only. For the importer and edits only, which lock it by writerMutex().
    [[nodiscard]] Database *writer() const;
    [[nodiscard]] std::mutex &writerMutex() const;

private:
    struct Private;
    explicit Workspace(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

/// SHA-256 over (record id, document) of all records in the order of record id, in hex: equal for equal contents, whatever the format or
/// order that brought them. Each part is preceded by its length as a little-endian 64-bit number.
[[nodiscard]] Result<QByteArray> fingerprint(Reader &reader, Progress &progress);

} // namespace persistence
