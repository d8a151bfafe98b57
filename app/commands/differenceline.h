#pragma once

#include "model/edit/diff.h"

namespace persistence {

/// One field that differs, as a line on standard output: + added, - removed, ~ changed, t another type, > another place.
void printDifference(const Difference &difference);

/// The name of a kind of difference in machine-readable output.
[[nodiscard]] const char *differenceName(DifferenceKind kind);

} // namespace persistence
