#pragma once

#include "model/workspace/drafts.h"
#include "model/workspace/groups.h"

#include <optional>
#include <vector>

namespace persistence {

class Workspace;

/// A draft as it was kept, with the record that it belongs to as it is now; no record if that is gone, or never was there.
struct StoredDraft
{
    Draft draft;
    std::optional<Record> record;
};

/// All drafts of a workspace.
[[nodiscard]] Result<std::vector<StoredDraft>> readDrafts(Workspace &workspace);

/// The record that an editor of the draft begins with: if it is gone, what the draft kept of it; of one that is to be made, what it is made
/// of.
[[nodiscard]] Record recordOf(const StoredDraft &stored);

} // namespace persistence
