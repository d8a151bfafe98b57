#pragma once

#include "model/sources/recordsource.h"
#include "model/sources/streambuffer.h"

#include <memory>

namespace persistence {

/// Whether \a start, the first bytes of a stream, begins a mongodump archive.
[[nodiscard]] bool isArchive(QByteArrayView start);

/// A mongodump archive: blocks of documents of all collections, mixed; those of other collections are passed over by their lengths. The
/// checksum of each collection that is read is compared at its end. A cut archive keeps what arrived and says that it is incomplete.
/// Source: mongodb/mongo-tools common/archive/{spec.md,parser.go,demultiplexer.go}; domain reference, section 14.
[[nodiscard]] std::unique_ptr<RecordSource> makeArchiveSource(std::unique_ptr<StreamBuffer> input, const QString &name,
                                                              const QString &format);

} // namespace persistence
