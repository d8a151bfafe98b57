#pragma once

#include "model/sinks/recordsink.h"

#include <functional>
#include <memory>

namespace persistence {

/// The documents back to back, as a `.bson` file of mongodump holds them.
[[nodiscard]] std::unique_ptr<RecordSink> makeBsonSink(ByteSink &to);

/// A mongodump archive of one database, "rocketchat", with the collections of the records; mongorestore reads it. \a hasMessages: whether
/// messages will come. An archive names its collections before the first record, and `mongorestore --drop` empties all that are named.
/// Source: domain reference, section 14.
[[nodiscard]] std::unique_ptr<RecordSink> makeArchiveSink(ByteSink &to, bool hasMessages);

/// Makes the file of that name, with `/` between folder and file, in the folder that a sink fills. It stays with whoever makes it.
using FileMaker = std::function<Result<ByteSink *>(const QByteArray &name)>;

/// What mongodump writes into its folder: `rocketchat/<collection>.bson` and `.metadata.json` for each collection of the records; with
/// \a gzip each file compressed and named `.gz`. Source: domain reference, section 13.
[[nodiscard]] std::unique_ptr<RecordSink> makeFolderSink(FileMaker makeFile, bool gzip);

} // namespace persistence
