#pragma once

#include "model/find/filterterm.h"

#include <QString>

namespace persistence {

/// Whether the field of a term can be compared in this way at all.
[[nodiscard]] bool canCompare(const FilterTerm &term);
/// Why the value does not fit the field, translated, without a full stop; empty if it does.
[[nodiscard]] QString wrongValue(const FilterTerm &term);
/// Makes equal terms equal however they were written: a range with one end is a comparison, and quotes mean something only where a field
/// has a typed value.
void normalise(FilterTerm &term);

} // namespace persistence
