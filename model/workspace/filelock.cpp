#include "model/workspace/filelock.h"

#include <QCoreApplication>
#include <QFile>
#include <QSysInfo>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace persistence {

namespace {

/// Whether the open file is still the one of that name: its holder removes it before letting go.
bool isNamed(int descriptor, const QByteArray &path)
{
    struct stat open = {};
    struct stat named = {};
    return ::fstat(descriptor, &open) == 0 && ::stat(path.constData(), &named) == 0 && open.st_dev == named.st_dev &&
           open.st_ino == named.st_ino;
}

QString holderOf(int descriptor)
{
    char content[1024];
    const ssize_t size = ::pread(descriptor, content, sizeof(content), 0);
    const QStringList lines = QString::fromUtf8(content, std::max<ssize_t>(size, 0)).split(u'\n');
    if (lines.size() < 3)
        return QCoreApplication::translate("Workspace", "another program");
    return QCoreApplication::translate("Workspace", "%1 (process %2 on %3)").arg(lines[1], lines[0], lines[2]);
}

/// For people only: the lock holds without it, so a full disk does not matter.
void writeHolder(int descriptor)
{
    const QByteArray text = QByteArray::number(QCoreApplication::applicationPid()) + '\n' + QCoreApplication::applicationName().toUtf8() +
                            '\n' + QSysInfo::machineHostName().toUtf8() + '\n';
    if (::ftruncate(descriptor, 0) == 0)
        (void)!::pwrite(descriptor, text.constData(), size_t(text.size()), 0);
}

} // namespace

FileLock::Attempt FileLock::take(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    while (true) {
        const int descriptor = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (descriptor < 0)
            return {nullptr, {}, errno};
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            Attempt refused{nullptr, holderOf(descriptor), errno};
            ::close(descriptor);
            return refused;
        }
        if (isNamed(descriptor, name)) {
            writeHolder(descriptor);
            return {std::unique_ptr<FileLock>(new FileLock(name, descriptor)), {}, 0};
        }
        ::close(descriptor);
    }
}

FileLock::~FileLock()
{
    ::unlink(m_path.constData());
    ::close(m_descriptor);
}

} // namespace persistence
