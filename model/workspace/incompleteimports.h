#pragma once

#include "model/base/result.h"
#include "model/workspace/groups.h"

#include <vector>

namespace persistence {

class Database;
class Workspace;

/// An import that did not reach the end of its source, and of which something is still in the workspace. It was stopped, or the source
/// itself is incomplete.
struct IncompleteImport
{
    ImportSummary import;
    QString path;     ///< of the source; empty if it cannot be read again (standard input)
    ChangeRow change; ///< what to revert to remove what it brought; invalid where that is no change of the history
};

/// The incomplete imports, the oldest first. Not those that a later import of the same source finished, nor those whose records were
/// removed. Reads rows of the record table only where there are incomplete imports.
[[nodiscard]] Result<std::vector<IncompleteImport>> incompleteImports(const Workspace &workspace);

/// All imports, for the classes of this folder.
[[nodiscard]] Result<QList<ImportSummary>> readImports(Database &database);

/// Whether what an import brought into records was taken back. Such an import must not go on: what was taken back would be missing.
[[nodiscard]] Result<bool> isTakenBack(Database &database, const ImportSummary &import);

/// The records that an import added; the others took the place of a record or were there already.
[[nodiscard]] inline qint64 addedRecords(const ImportSummary &import)
{
    return import.good - import.replaced - import.unchanged;
}

} // namespace persistence
