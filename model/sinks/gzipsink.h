#pragma once

#include "model/sinks/bytesink.h"

#include <memory>

namespace persistence {

/// Compresses into one gzip member (RFC 1952) without a name or time, so that equal bytes give equal files. \a to must outlive it and is
/// finished with it.
[[nodiscard]] std::unique_ptr<ByteSink> makeGzipSink(ByteSink &to);

} // namespace persistence
