#include "model/transfer/filewriter.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

constexpr qsizetype kLargestWrite = 1024 * 1024;
/// So many bytes at a time are sent to the disk while the next ones are made, so that the flush at the end has little to wait for.
constexpr qint64 kSentAhead = 8 * 1024 * 1024;

/// A descriptor that is closed with its scope.
class Descriptor final
{
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Q_DISABLE_COPY_MOVE(Descriptor)

    [[nodiscard]] int number() const { return m_number; }

private:
    int m_number;
};

} // namespace

Result<std::unique_ptr<FileWriter>> FileWriter::create(const QString &path, quint32 mode)
{
    const QString name = QFileInfo(path).fileName();
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (descriptor < 0)
        return systemError(Texts::tr("%1 could not be made").arg(name), errno);
    return std::make_unique<FileWriter>(descriptor, path, name);
}

FileWriter::FileWriter(int descriptor, const QString &path, const QString &name)
    : m_descriptor(descriptor)
    , m_path(path)
    , m_name(name)
    , m_checksum(XXH3_createState())
{
    Q_CHECK_PTR(m_checksum);
    XXH3_64bits_reset(m_checksum);
}

FileWriter::~FileWriter()
{
    XXH3_freeState(m_checksum);
    ::close(m_descriptor);
}

Result<void> FileWriter::write(QByteArrayView bytes)
{
    if (m_gathered.isEmpty() && bytes.size() >= kLargestWrite / 4)
        return writeOut(bytes);
    m_gathered += bytes;
    if (m_gathered.size() < kLargestWrite / 4)
        return {};
    auto written = writeOut(m_gathered);
    m_gathered.resize(0);
    return written;
}

Result<void> FileWriter::writeOut(QByteArrayView bytes)
{
    XXH3_64bits_update(m_checksum, bytes.data(), size_t(bytes.size()));
    m_size += bytes.size();
    while (!bytes.isEmpty()) {
        const ssize_t count = ::write(m_descriptor, bytes.data(), size_t(std::min(bytes.size(), kLargestWrite)));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return systemError(Texts::tr("%1 could not be written").arg(m_name), count < 0 ? errno : ENOSPC);
        bytes = bytes.sliced(count);
    }
    if (m_size - m_sent >= kSentAhead) {
        // A hint only: finish() makes sure.
        ::sync_file_range(m_descriptor, m_sent, m_size - m_sent, SYNC_FILE_RANGE_WRITE);
        m_sent = m_size;
    }
    return {};
}

Result<void> FileWriter::finish()
{
    if (auto written = writeOut(m_gathered); !written)
        return written;
    m_gathered.clear();
    if (::fsync(m_descriptor) != 0)
        return systemError(Texts::tr("%1 could not be flushed to the disk").arg(m_name), errno);
    return {};
}

Result<void> FileWriter::readBack(const std::function<void(QByteArrayView)> &look) const
{
    const Descriptor file(::open(QFile::encodeName(m_path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file.number() < 0)
        return systemError(Texts::tr("%1 could not be read back").arg(m_name), errno);
    XXH3_state_t *checksum = XXH3_createState();
    Q_CHECK_PTR(checksum);
    XXH3_64bits_reset(checksum);
    QByteArray piece(kLargestWrite, Qt::Uninitialized);
    qint64 size = 0;
    ssize_t count = 0;
    while ((count = ::read(file.number(), piece.data(), size_t(piece.size()))) != 0) {
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            break;
        XXH3_64bits_update(checksum, piece.constData(), size_t(count));
        size += count;
        look(QByteArrayView(piece).first(count));
    }
    const int errorNumber = count < 0 ? errno : 0;
    const bool isSame = size == m_size && XXH3_64bits_digest(checksum) == XXH3_64bits_digest(m_checksum);
    XXH3_freeState(checksum);
    if (errorNumber != 0)
        return systemError(Texts::tr("%1 could not be read back").arg(m_name), errorNumber);
    if (!isSame)
        return Error{ErrorKind::Failed, Texts::tr("%1 read back is not what was written, so it was not kept.").arg(m_name), {}};
    return {};
}

} // namespace persistence
