#pragma once

#include "model/base/result.h"
#include "model/sources/recordsource.h"

#include <QString>

#include <functional>
#include <memory>

namespace persistence {

/// Opens one file of a folder; the name of the file has told its collection.
using FileOpener = std::function<Result<std::unique_ptr<RecordSource>>(const QString &path, Collection collection)>;

/// The files of a mongodump folder, one after another: `dump/`, `dump/<database>/`, or any folder with `.bson` and `.json` files, gzipped
/// or not. Files of other collections are not opened; if no file bears a name of ours, all that are no part of a dump are read and each
/// document tells its collection. Links that lead out of the folder are not followed, and no name inside a file ever becomes a path.
/// An Error if there is nothing to read. Source: mongodb/mongo-tools mongodump/{prepare,metadata_dump}.go; domain reference, section 13.
[[nodiscard]] Result<std::unique_ptr<RecordSource>> openFolderSource(const QString &path, FileOpener open);

} // namespace persistence
