#pragma once

#include "model/sources/recordsource.h"
#include "model/sources/streambuffer.h"

#include <memory>

namespace persistence {

/// Extended JSON of version 1 or 2 as mongoexport and others write it: a document a line, an array, concatenated or pretty documents
/// (domain reference, sections 11 and 12). Bare NaN and Infinity of old versions are read, too.
[[nodiscard]] std::unique_ptr<RecordSource> makeJsonSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format,
                                                           Collection collection);

} // namespace persistence
