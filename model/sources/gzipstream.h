#pragma once

#include "model/sources/bytestream.h"
#include "model/sources/streambuffer.h"

namespace persistence {

/// Whether a stream that inflates to gigabytes from megabytes is read to its end.
enum class HugeRatio { Refuse, Allow };

/// Beyond this many bytes, content that is more than 100 times its compressed size is taken for an attack (reliability guide, 3.6).
inline constexpr qint64 kBombSize = qint64(1) << 30;

/// Whether \a start, the first bytes of a stream, begins a gzip member that can be inflated. The two magic bytes alone would also fit a
/// BSON document of 35,615 bytes and more (domain reference, section 10).
[[nodiscard]] bool isGzip(QByteArrayView start);

/// The content of gzip data of one or several members (RFC 1952); checksum and size of each are verified. What was inflated before the
/// data is damaged or cut short is given; the rest ends the stream with a reason. Bytes behind the last member are reported, not read.
[[nodiscard]] std::unique_ptr<ByteStream> makeGzipStream(std::unique_ptr<StreamBuffer> compressed, HugeRatio hugeRatio);

} // namespace persistence
