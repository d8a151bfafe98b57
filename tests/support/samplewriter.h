#pragma once

#include "model/base/result.h"
#include "tests/support/samplegenerator.h"

#include <QString>

namespace persistence::test {

/// The forms in which people have their data (domain reference, section 10).
enum class SampleFormat {
    Archive, ///< mongodump --archive: all collections, interleaved, with an empty one
    ArchiveGzip,
    Folder, ///< mongodump: a folder with one .bson and one .metadata.json for each collection
    FolderGzip,
    Bson, ///< the records alone, as all formats below
    BsonGzip,
    JsonLines, ///< mongoexport, relaxed Extended JSON v2
    JsonLinesGzip,
    JsonCanonical, ///< mongoexport --jsonFormat=canonical
    JsonV1,        ///< mongoexport up to 4.0
    JsonArray,     ///< mongoexport --jsonArray, relaxed: all on one line
    JsonPretty,    ///< mongoexport --pretty, canonical
    Csv,           ///< mongoexport --type=csv
};

/// The name of each format on the command line, such as "archive.gz".
QList<std::pair<QString, SampleFormat>> sampleFormats();

/// Writes everything that \a generator still has to give to \a path ("-" for standard output), in constant memory.
/// A folder is made; a file is replaced. The number of records written is returned.
[[nodiscard]] Result<qint64> writeSample(SampleGenerator &generator, SampleFormat format, const QString &path);

} // namespace persistence::test
