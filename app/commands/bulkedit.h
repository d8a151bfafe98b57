#pragma once

#include "app/commands/editsteps.h"
#include "model/base/progress.h"

namespace persistence {

/// An edit of all records that pass a filter.
struct BulkEdit
{
    QString workspace;
    QString filter;
    std::vector<EditStep> steps;
    bool isWholeDocument = false;
    bool isDryRun = false; ///< print what would change, and change nothing
    bool ack = false;
};

/// Does the edit as one change with one way back, or none of it. A dry run also reads dumps.
[[nodiscard]] Result<void> runBulkEdit(const BulkEdit &edit, Progress &progress);

} // namespace persistence
