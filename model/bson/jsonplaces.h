#pragma once

#include "model/base/progress.h"
#include "model/base/textspan.h"
#include "model/bson/path.h"

#include <span>

namespace persistence::bson {

/// Where a value is in a JSON text, in bytes.
struct JsonPlace
{
    TextSpan name;  ///< of its field, with the quotes; empty for an item of an array and for the whole text
    TextSpan value; ///< with its quotes or brackets; empty if it is not there

    bool operator==(const JsonPlace &) const = default;
};

/// Where the values at \a paths are in the text of a value, for each path one place. The text need not be sound: what stands before its
/// first error is found, and line breaks within texts are taken for a part of them. A value in the form of Extended JSON, such as
/// `{"$date": 0}`, is found as a whole. The stack does not grow with the nesting. Finds less once \a progress is cancelled.
[[nodiscard]] std::vector<JsonPlace> findInJson(QByteArrayView json, std::span<const Path> paths, const Progress &progress);

} // namespace persistence::bson
