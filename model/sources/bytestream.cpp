#include "model/sources/bytestream.h"

#include "model/sources/sourcetext.h"

#include <QFile>

#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace persistence {

namespace {

/// Reads a descriptor; closes it if it is owned. Regular files are compared before and after.
class DescriptorStream final : public ByteStream
{
public:
    DescriptorStream(int descriptor, QString name, QByteArray path)
        : m_descriptor(descriptor)
        , m_name(std::move(name))
        , m_path(std::move(path))
    {
        m_isRegular = ::fstat(m_descriptor, &m_before) == 0 && S_ISREG(m_before.st_mode);
        if (m_isRegular)
            m_total = qMax(qint64(0), qint64(m_before.st_size) - qMax(qint64(0), qint64(::lseek(m_descriptor, 0, SEEK_CUR))));
        if (!m_path.isEmpty())
            ::posix_fadvise(m_descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    }

    ~DescriptorStream() override
    {
        if (!m_path.isEmpty())
            ::close(m_descriptor);
    }

    Result<qsizetype> read(char *to, qsizetype size) override
    {
        ssize_t count = 0;
        while (!m_isEnded && (count = ::read(m_descriptor, to, size_t(size))) < 0) {
            if (errno == EAGAIN) {
                pollfd waiting{m_descriptor, POLLIN, 0};
                ::poll(&waiting, 1, -1);
            } else if (errno != EINTR) {
                return systemError(SourceText::tr("“%1” could not be read").arg(m_name), errno);
            }
        }
        m_isEnded |= count == 0;
        m_read += count;
        return qsizetype(count);
    }

    qint64 bytesRead() const override { return m_read; }
    qint64 bytesTotal() const override { return m_total; }
    QString incompleteReason() const override { return hasChanged() ? SourceText::tr("The file changed while it was read.") : QString(); }

private:
    bool hasChanged() const
    {
        struct stat after = {};
        if (!m_isRegular || !m_isEnded || ::fstat(m_descriptor, &after) != 0)
            return false;
        // A file that was replaced under its name is still read whole, but it is no longer what stands there.
        struct stat named = after;
        if (!m_path.isEmpty() && ::stat(m_path.constData(), &named) != 0)
            return true;
        const bool isSameFile = named.st_ino == m_before.st_ino && named.st_dev == m_before.st_dev;
        const bool isSameTime = after.st_mtim.tv_sec == m_before.st_mtim.tv_sec && after.st_mtim.tv_nsec == m_before.st_mtim.tv_nsec;
        return !isSameFile || !isSameTime || after.st_size != m_before.st_size || m_read != m_total;
    }

    int m_descriptor;
    QString m_name;
    QByteArray m_path; ///< empty for a borrowed descriptor
    struct stat m_before = {};
    bool m_isRegular = false;
    bool m_isEnded = false;
    qint64 m_read = 0;
    qint64 m_total = 0;
};

std::optional<Error> refuseUnlessRegular(const QString &name, mode_t mode)
{
    if (S_ISREG(mode))
        return std::nullopt;
    QString message = SourceText::tr("“%1” is a device or socket, not a file. It was not opened.").arg(name);
    if (S_ISDIR(mode))
        message = SourceText::tr("“%1” is a folder, not a file.").arg(name);
    else if (S_ISFIFO(mode))
        message = SourceText::tr("“%1” is a pipe, not a file. Use “-” and redirect it to standard input.").arg(name);
    return Error{ErrorKind::Failed, message, {}};
}

} // namespace

Result<std::unique_ptr<ByteStream>> openFileStream(const QString &path)
{
    const QByteArray encoded = QFile::encodeName(path);
    const QString failure = SourceText::tr("“%1” could not be opened").arg(path);
    struct stat status = {};
    if (::stat(encoded.constData(), &status) != 0)
        return systemError(failure, errno);
    if (auto refusal = refuseUnlessRegular(path, status.st_mode))
        return *refusal;
    // O_NONBLOCK: should the file have become a pipe since, opening it does not wait.
    const int descriptor = ::open(encoded.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0)
        return systemError(failure, errno);
    if (::fstat(descriptor, &status) == 0) {
        if (auto refusal = refuseUnlessRegular(path, status.st_mode)) {
            ::close(descriptor);
            return *refusal;
        }
    }
    return std::unique_ptr<ByteStream>(std::make_unique<DescriptorStream>(descriptor, path, encoded));
}

std::unique_ptr<ByteStream> standardInputStream()
{
    return std::make_unique<DescriptorStream>(STDIN_FILENO, SourceText::tr("standard input"), QByteArray());
}

} // namespace persistence
