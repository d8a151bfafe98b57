#include "model/transfer/exporttarget.h"

#include "model/workspace/workspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

QString exportingPathFor(const QString &path)
{
    return QFileInfo(path).absolutePath() + QStringLiteral("/.") + QFileInfo(path).fileName() + QStringLiteral(".exporting");
}

QString partsPathFor(const QString &buildPath)
{
    return buildPath + QStringLiteral(".parts");
}

Error refusal(const QString &message)
{
    return {ErrorKind::Failed, message, {}};
}

/// What must not be replaced; \a status is that of what stands at \a path now.
Result<void> checkReplaceable(const QString &path, const struct stat &status, const Untouchable &untouchable)
{
    if (S_ISDIR(status.st_mode))
        return refusal(Texts::tr("%1 is a folder. Choose the name of a file.").arg(path));
    if (!S_ISREG(status.st_mode))
        return refusal(Texts::tr("%1 is a device or pipe, not a file. Use - for standard output.").arg(path));
    const FileIdentity identity{quint64(status.st_dev), quint64(status.st_ino)};
    if (std::find(untouchable.begin(), untouchable.end(), identity) != untouchable.end())
        return refusal(Texts::tr("%1 is what the records come from. Choose another name.").arg(path));
    if (Workspace::isWorkspace(path))
        return refusal(Texts::tr("%1 is a workspace, and exports never replace one. Choose another name.").arg(path));
    return {};
}

/// Opens the file that is being written, or takes over what a killed export left. \a errorNumber is EWOULDBLOCK while another export writes
/// it.
int openLocked(const QByteArray &path, mode_t mode, int &errorNumber)
{
    for (;;) {
        const int descriptor = ::open(path.constData(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode);
        if (descriptor < 0) {
            errorNumber = errno;
            return -1;
        }
        struct stat opened = {}, named = {};
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 || ::ftruncate(descriptor, 0) != 0 || ::fstat(descriptor, &opened) != 0) {
            errorNumber = errno;
            ::close(descriptor);
            return -1;
        }
        // Another export may have given it its final name between the two calls; then it is not ours.
        if (::lstat(path.constData(), &named) == 0 && named.st_ino == opened.st_ino && named.st_dev == opened.st_dev)
            return descriptor;
        ::close(descriptor);
    }
}

} // namespace

Untouchable untouchableFiles(const QString &workspacePath, const QStringList &sources)
{
    QStringList paths = sources;
    for (const char *suffix : {"", "-wal", "-shm", "-journal", ".lock"})
        paths.append(workspacePath + QLatin1StringView(suffix));
    for (const QString &source : sources) {
        QDirIterator inside(source, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (QFileInfo(source).isDir() && inside.hasNext())
            paths.append(inside.next());
    }
    Untouchable files;
    for (const QString &path : paths) {
        if (const auto identity = fileIdentity(path))
            files.push_back(*identity);
    }
    return files;
}

Result<std::unique_ptr<ExportFile>> ExportFile::create(const QString &path, const Untouchable &untouchable)
{
    mode_t mode = 0666;
    QString target = QFileInfo(path).absoluteFilePath();
    struct stat status = {};
    if (::stat(QFile::encodeName(target).constData(), &status) == 0) {
        if (auto checked = checkReplaceable(path, status, untouchable); !checked)
            return checked.error();
        mode = status.st_mode & 0777;
        target = QFileInfo(target).canonicalFilePath();
    } else if (errno != ENOENT || QFileInfo(target).isSymLink()) {
        return systemError(Texts::tr("%1 cannot be written").arg(path), errno);
    }
    const QString buildPath = exportingPathFor(target);
    int errorNumber = 0;
    const int descriptor = openLocked(QFile::encodeName(buildPath), mode, errorNumber);
    if (descriptor < 0 && errorNumber == EWOULDBLOCK)
        return Error{ErrorKind::Busy, Texts::tr("Another export is writing %1 right now.").arg(path), {}};
    if (descriptor < 0)
        return systemError(Texts::tr("%1 could not be made").arg(path), errorNumber);
    // What a killed export left may be open to more people than the file that it is to replace.
    if (QFileInfo::exists(target))
        ::fchmod(descriptor, mode);
    QDir(partsPathFor(buildPath)).removeRecursively();
    const QString name = QFileInfo(path).fileName();
    return std::unique_ptr<ExportFile>(new ExportFile(target, buildPath, std::make_unique<FileWriter>(descriptor, buildPath, name)));
}

ExportFile::ExportFile(QString path, QString buildPath, std::unique_ptr<FileWriter> writer)
    : m_path(std::move(path))
    , m_buildPath(std::move(buildPath))
    , m_writer(std::move(writer))
{
}

ExportFile::~ExportFile()
{
    QDir(partsPathFor(m_buildPath)).removeRecursively();
    if (!m_isPublished)
        ::unlink(QFile::encodeName(m_buildPath).constData());
}

Result<QString> ExportFile::makePartsFolder() const
{
    const QString parts = partsPathFor(m_buildPath);
    if (::mkdir(QFile::encodeName(parts).constData(), 0700) != 0)
        return systemError(Texts::tr("%1 could not be made").arg(parts), errno);
    return parts;
}

Result<void> ExportFile::publish()
{
    if (::rename(QFile::encodeName(m_buildPath).constData(), QFile::encodeName(m_path).constData()) != 0)
        return systemError(Texts::tr("%1 could not be given its name; choose another place").arg(m_path), errno);
    m_isPublished = true;
    return flushFolderOf(m_path);
}

Result<std::unique_ptr<ExportFolder>> ExportFolder::create(const QString &path)
{
    const QFileInfo info(path);
    if (info.exists() || info.isSymLink())
        return refusal(Texts::tr("%1 exists already and was left as it is. Choose another name for the folder.").arg(path));
    const QString target = QFileInfo(info.absoluteFilePath()).absoluteFilePath();
    std::unique_ptr<ExportFolder> folder(new ExportFolder(target, exportingPathFor(target)));
    // What a killed export left goes; what another one is filling does not.
    const QByteArray buildPath = QFile::encodeName(folder->m_buildPath);
    const int left = ::open(buildPath.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    const bool isBusy = left >= 0 && ::flock(left, LOCK_EX | LOCK_NB) != 0;
    if (left >= 0)
        ::close(left);
    if (isBusy) {
        folder->m_isPublished = true; // it is not ours to remove
        return Error{ErrorKind::Busy, Texts::tr("Another export is writing %1 right now.").arg(path), {}};
    }
    QDir(folder->m_buildPath).removeRecursively();
    if (::mkdir(buildPath.constData(), 0777) != 0)
        return systemError(Texts::tr("%1 could not be made").arg(path), errno);
    folder->m_lock = ::open(buildPath.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (folder->m_lock < 0 || ::flock(folder->m_lock, LOCK_EX | LOCK_NB) != 0)
        return systemError(Texts::tr("%1 could not be made").arg(path), errno);
    return folder;
}

ExportFolder::~ExportFolder()
{
    if (m_lock >= 0)
        ::close(m_lock);
    if (!m_isPublished)
        QDir(m_buildPath).removeRecursively();
}

Result<FileWriter *> ExportFolder::makeFile(const QByteArray &name)
{
    const QString path = m_buildPath + u'/' + QFile::decodeName(name);
    const QString folder = QFileInfo(path).absolutePath();
    if (!m_folders.contains(folder)) {
        if (::mkdir(QFile::encodeName(folder).constData(), 0777) != 0)
            return systemError(Texts::tr("%1 could not be made").arg(folder), errno);
        m_folders.append(folder);
    }
    auto file = FileWriter::create(path);
    if (!file)
        return file.error();
    m_files.push_back(*std::move(file));
    return m_files.back().get();
}

Result<void> ExportFolder::publish()
{
    for (const QString &folder : m_folders) {
        if (auto flushed = flushFolderOf(folder + QStringLiteral("/.")); !flushed)
            return flushed;
        if (auto flushed = flushFolderOf(folder); !flushed)
            return flushed;
    }
    if (auto renamed = renameWithoutReplacing(m_buildPath, m_path); !renamed)
        return renamed;
    m_isPublished = true;
    return {};
}

} // namespace persistence
