#pragma once

#include "model/bson/view.h"

#include <optional>

namespace persistence {

/// How values are sorted in lists: missing, null, numbers by what they are worth, texts by their bytes, then the other types, each among
/// its own. Negative, 0 or positive.
[[nodiscard]] int compareForSort(const std::optional<bson::Element> &a, const std::optional<bson::Element> &b);

} // namespace persistence
