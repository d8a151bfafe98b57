#pragma once

#include "model/base/result.h"

#include <QString>

#include <memory>

namespace persistence {

/// Bytes that are pulled in pieces, from a file, a pipe, or another stream that is decoded. One thread at a time.
class ByteStream
{
public:
    virtual ~ByteStream() = default;

    /// Reads between 1 and \a size bytes; 0 means the end, and stays so. An Error means that the system or a limit stopped the reading;
    /// damage that only ends the content early is no Error, see incompleteReason().
    [[nodiscard]] virtual Result<qsizetype> read(char *to, qsizetype size) = 0;
    /// Bytes of the file read so far, before decoding, and in all; a total of 0 means unknown.
    [[nodiscard]] virtual qint64 bytesRead() const = 0;
    [[nodiscard]] virtual qint64 bytesTotal() const = 0;
    /// After the end: why the bytes are not all there (changed while read, gzip cut short), as a translated sentence; else empty.
    [[nodiscard]] virtual QString incompleteReason() const = 0;

protected:
    ByteStream() = default;
    Q_DISABLE_COPY_MOVE(ByteStream)
};

/// Opens a regular file for reading. Refuses folders, pipes, devices and sockets at once, without opening (and so waiting for) them.
/// The stream notes size, time and inode, and says at the end whether the file changed meanwhile. The file is never mapped: a mapped
/// file that somebody cuts short would kill the process.
[[nodiscard]] Result<std::unique_ptr<ByteStream>> openFileStream(const QString &path);

/// Standard input, whatever it is.
[[nodiscard]] std::unique_ptr<ByteStream> standardInputStream();

} // namespace persistence
