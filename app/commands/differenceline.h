#pragma once

#include "model/bson/builder.h"
#include "model/edit/diff.h"

#include <QString>

namespace persistence {

/// One field that differs, in one line: `~ data.rating: 4 → 5`; + added, - removed, t another type, > another place.
[[nodiscard]] QString differenceLine(const Difference &difference);
/// The same as fields of a JSON object: kind, path, before, after.
void appendDifference(bson::Builder &builder, const Difference &difference);
/// One field that differs, as a line on standard output: + added, - removed, ~ changed, t another type, > another place.
void printDifference(const Difference &difference);

} // namespace persistence
