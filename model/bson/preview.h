#pragma once

#include "model/bson/view.h"

#include <QString>

namespace persistence::bson {

/// A value in one short line for lists: `{name: Anna, tags: [a, b], …}`. Texts as displayText(), without quotes at the top; whole doubles
/// without their point, dates as ISO 8601 in UTC, ObjectIds in hex, binary as "binary, 12 bytes". At most \a maxCharacters, the last one an
/// ellipsis if something was left out; it stops walking then, so a value of 16 MiB costs no more than a small one.
QString preview(const Element &element, int maxCharacters);

/// The BSON type for people: Int32, Int64, Double, Text, Date, ObjectId … Translated.
QString typeName(Type type);

} // namespace persistence::bson
