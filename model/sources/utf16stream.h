#pragma once

#include "model/sources/streambuffer.h"

#include <memory>

namespace persistence {

/// Whether \a start begins with the byte order mark of UTF-16, of either order.
[[nodiscard]] bool isUtf16(QByteArrayView start);

/// UTF-16 text with a byte order mark, as UTF-8 without it. A lone surrogate becomes the three bytes that UTF-8 forbids for it, so that a
/// reader refuses it instead of taking a replacement for it. Offsets of what is read count the UTF-8.
[[nodiscard]] std::unique_ptr<ByteStream> makeUtf16Stream(std::unique_ptr<StreamBuffer> input);

} // namespace persistence
