#pragma once

#include "model/sinks/bytesink.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>

struct XXH3_state_s;

namespace persistence {

/// Writes a file from front to back. Writes are at most 1 MiB and each is checked; finish() flushes to the disk. What was written is
/// remembered by size and checksum, so that readBack() can tell whether it is there. One thread at a time.
class FileWriter final : public ByteSink
{
public:
    /// Creates \a path anew; it must not exist. \a mode: permissions before the umask.
    [[nodiscard]] static Result<std::unique_ptr<FileWriter>> create(const QString &path, quint32 mode = 0666);
    /// Takes over a descriptor of an empty file that the caller has opened; \a name is for messages.
    FileWriter(int descriptor, const QString &path, const QString &name);
    ~FileWriter() override;

    [[nodiscard]] Result<void> write(QByteArrayView bytes) override;
    [[nodiscard]] Result<void> finish() override;

    [[nodiscard]] qint64 size() const { return m_size; }
    /// Reads the file again and compares it with what was written; \a look sees all bytes, in order. After finish().
    [[nodiscard]] Result<void> readBack(const std::function<void(QByteArrayView)> &look) const;

private:
    [[nodiscard]] Result<void> writeOut(QByteArrayView bytes);

    int m_descriptor;
    QString m_path;
    QString m_name;
    QByteArray m_gathered;
    qint64 m_size = 0;
    qint64 m_sent = 0; ///< bytes on their way to the disk
    XXH3_state_s *m_checksum;
};

} // namespace persistence
