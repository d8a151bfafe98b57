#pragma once

#include "model/edit/comparison.h"

#include <vector>

namespace persistence {

/// The rows of two records that are taken as the same; an invalid row where there is none.
using RecordPair = std::pair<RecordRow, RecordRow>;

/// Which records of two sides are taken as the same, whatever is in them: in the order of the first workspace, and what is only in the
/// second comes last, in its order. Takes about 50 bytes for each record.
[[nodiscard]] Result<std::vector<RecordPair>> recordPairs(const Workspace &before, const Workspace &after, const CompareOptions &options,
                                                          Progress &progress);

/// Whether a record is to be compared. A damaged one is: nobody can tell that it does not pass.
[[nodiscard]] bool isInScope(const CompareScope &scope, const StoredRecord &record, MatchMemory &memory);

} // namespace persistence
