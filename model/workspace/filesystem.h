#pragma once

#include "model/base/result.h"

#include <compare>
#include <optional>

namespace persistence {

/// Flushes a file and then its folder to the disk. The file must not be open in SQLite (style guide, SQL: the lock-drop trap).
[[nodiscard]] Result<void> flushFile(const QString &path);
/// Flushes the folder that holds \a path, so that a rename or removal in it survives a power cut.
[[nodiscard]] Result<void> flushFolderOf(const QString &path);

/// Sends a file that grows at its end to the disk while it is made, so that the flush at its end has little to wait for. A hint only, which
/// cannot fail. It must not end while SQLite holds a lock on the file (the lock-drop trap).
class EarlyFlush final
{
public:
    explicit EarlyFlush(const QString &path);
    ~EarlyFlush();
    Q_DISABLE_COPY_MOVE(EarlyFlush)

    void grewTo(qint64 size);

private:
    int m_descriptor;
    qint64 m_sent = 0;
};

/// Gives \a from the name \a to, which must not exist: another program's file is never replaced. Where that cannot be made sure of, because
/// the folder could not be flushed, \a from keeps its name.
[[nodiscard]] Result<void> renameWithoutReplacing(const QString &from, const QString &to);

/// Where a file is written before it is complete and gets the name \a path: hidden, beside it, in a folder that is no symbolic link.
[[nodiscard]] QString buildPathFor(const QString &path);

/// A file by device and inode, which no second name of it can hide.
struct FileIdentity
{
    quint64 device = 0;
    quint64 inode = 0;
    auto operator<=>(const FileIdentity &) const = default;
};
/// Looks with stat() only, never opens the file. Nothing if it does not exist.
[[nodiscard]] std::optional<FileIdentity> fileIdentity(const QString &path);

/// Whether the file lies on a network or an unknown file system where locks and memory maps cannot be trusted.
[[nodiscard]] bool isOnNetworkFileSystem(const QString &path);

} // namespace persistence
