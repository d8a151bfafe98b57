#pragma once

#include "model/find/compiledterm.h"

namespace persistence {

/// Looks for one term in one record, "not equal" as if it were "equal": whether it was found. Without a receiver it ends at the first hit
/// and makes no paths, else \a receive gets each hit until it returns false. Iterative: the depth comes with the data.
bool searchTerm(const CompiledTerm &term, const StoredRecord &record, MatchMemory &memory, const CompiledTerm::Receive *receive);

} // namespace persistence
