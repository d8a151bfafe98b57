#include "model/workspace/filesystem.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE (1 << 0)
#endif

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(FileSystem)
};

/// statfs numbers of NFS, CIFS, SMB2, FUSE and 9P (linux/magic.h; the reliability guide, section 3.2).
constexpr std::array<quint32, 5> kNetworkFileSystems = {0x6969, 0xFF534D42, 0xFE534D42, 0x65735546, 0x01021997};

Result<void> flush(const QString &path, int flags)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC);
    if (descriptor < 0)
        return systemError(Texts::tr("%1 could not be flushed to the disk").arg(path), errno);
    const int code = ::fsync(descriptor);
    const int errorNumber = errno;
    ::close(descriptor);
    if (code != 0)
        return systemError(Texts::tr("%1 could not be flushed to the disk").arg(path), errorNumber);
    return {};
}

} // namespace

Result<void> flushFile(const QString &path)
{
    if (auto flushed = flush(path, O_RDONLY); !flushed)
        return flushed;
    return flushFolderOf(path);
}

Result<void> flushFolderOf(const QString &path)
{
    return flush(QFileInfo(path).absolutePath(), O_RDONLY | O_DIRECTORY);
}

EarlyFlush::EarlyFlush(const QString &path) : m_descriptor(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC))
{
}

EarlyFlush::~EarlyFlush()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void EarlyFlush::grewTo(qint64 size)
{
    constexpr qint64 kPiece = 8 * 1024 * 1024;
    if (m_descriptor < 0 || size - m_sent < kPiece)
        return;
    ::sync_file_range(m_descriptor, m_sent, size - m_sent, SYNC_FILE_RANGE_WRITE);
    m_sent = size;
}

Result<void> renameWithoutReplacing(const QString &from, const QString &to)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
    int code = int(::syscall(SYS_renameat2, AT_FDCWD, source.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE));
    if (code != 0 && (errno == EINVAL || errno == ENOSYS)) {
        // Some file systems lack the flag; a hard link does not replace either.
        code = ::link(source.constData(), target.constData());
        if (code == 0)
            ::unlink(source.constData());
    }
    if (code != 0)
        return systemError(Texts::tr("%1 could not be given its name").arg(to), errno);
    auto flushed = flushFolderOf(to);
    if (!flushed)
        ::rename(target.constData(), source.constData());
    return flushed;
}

QString buildPathFor(const QString &path)
{
    // SQLite opens no path with a symbolic link in it (SQLITE_OPEN_NOFOLLOW), which people do have in their folders.
    const QFileInfo info(path);
    const QString folder = QFileInfo(info.absolutePath()).canonicalFilePath();
    return (folder.isEmpty() ? info.absolutePath() : folder) + QStringLiteral("/.") + info.fileName() + QStringLiteral(".building");
}

std::optional<FileIdentity> fileIdentity(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return std::nullopt;
    return FileIdentity{quint64(status.st_dev), quint64(status.st_ino)};
}

bool isOnNetworkFileSystem(const QString &path)
{
    struct statfs status = {};
    if (::statfs(QFile::encodeName(path).constData(), &status) != 0)
        return false;
    return std::find(kNetworkFileSystems.begin(), kNetworkFileSystems.end(), quint32(status.f_type)) != kNetworkFileSystems.end();
}

} // namespace persistence
