#pragma once

#include "model/base/result.h"
#include "model/sources/recordsource.h"

#include <memory>

namespace persistence {

/// Opens a source by looking at its content, never at its name (domain reference, section 10): a file in any format of the table, a
/// mongodump folder, or "-" for standard input. Refuses devices and pipes other than standard input, and workspaces, with a clear error.
[[nodiscard]] Result<std::unique_ptr<RecordSource>> openSource(const QString &path);

} // namespace persistence
