#pragma once

#include "model/edit/splice.h"

#include <span>

namespace persistence {

/// A value under another type, and one sentence on what gets lost; empty if nothing does.
struct Conversion
{
    FieldValue value;
    QString loss;
};
/// The most sensible value of \a type for a value: number, date and text into each other where that is possible, anything into a list with
/// that item. Where nothing is kept it is the empty value of that type, and the loss says so.
[[nodiscard]] Conversion converted(const bson::Element &element, bson::Type type);
/// The types that a type menu offers, in its order.
[[nodiscard]] std::span<const bson::Type> offeredTypes();

} // namespace persistence
