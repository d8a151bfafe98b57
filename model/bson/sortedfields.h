#pragma once

#include "model/bson/view.h"

#include <QByteArray>

namespace persistence::bson {

/// \a element, alone in a document under its name, with the fields of every object in it in the order of their bytes; fields of one name
/// keep their order, and so do the items of arrays. For reading only: the server matches objects with the order of their fields. The stack
/// does not grow with the nesting.
[[nodiscard]] QByteArray sortedFields(const Element &element);

} // namespace persistence::bson
