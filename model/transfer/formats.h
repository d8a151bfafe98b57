#pragma once

#include "model/base/result.h"
#include "model/sources/gzipstream.h"
#include "model/sources/recordsource.h"

#include <QStringList>

#include <memory>

namespace persistence {

/// Opens a source by looking at its content, never at its name (domain reference, section 10): a file in any format of the table, a
/// mongodump folder, or "-" for standard input. Refuses devices and pipes other than standard input, and workspaces, with a clear error.
[[nodiscard]] Result<std::unique_ptr<RecordSource>> openSource(const QString &path, HugeRatio hugeRatio = HugeRatio::Refuse);

/// The same for bytes from anywhere; \a name is what to call them. \a collection: what the surroundings tell.
[[nodiscard]] Result<std::unique_ptr<RecordSource>> openSource(std::unique_ptr<ByteStream> stream, const QString &name,
                                                               Collection collection = Collection::Unknown,
                                                               HugeRatio hugeRatio = HugeRatio::Refuse);

/// Filters for file dialogs, the one for all formats first. They only narrow the list of names: the content decides.
[[nodiscard]] QStringList formatFilters();

} // namespace persistence
