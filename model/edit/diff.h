#pragma once

#include "model/bson/path.h"

#include <vector>

namespace persistence {

/// How a field differs between two documents.
enum class DifferenceKind {
    Added,   ///< only in the second
    Removed, ///< only in the first
    Changed, ///< another value
    Retyped, ///< the same number or text under another BSON type: 1, 1.0, int64 1, "1"
    Moved,   ///< the same field at another place among its neighbours
    Same,    ///< equal in both; only where equal fields are asked for
};

/// Whether fields that are equal in both documents are told as well: a container that is equal as a whole is one of them.
enum class EqualFields { Skip, Keep };

/// One field that differs. The elements point into the documents that were compared.
struct Difference
{
    DifferenceKind kind = DifferenceKind::Changed;
    /// Where it is in the second document; where it was, if it is not there any more.
    bson::Path path;
    std::optional<bson::Element> before; ///< nothing for Added
    std::optional<bson::Element> after;  ///< nothing for Removed
};

/// The fields that differ, in the order of the second document, the removed ones of each document or array last. Fields are matched by
/// name, several of one name in their order; items of arrays by what is equal around them, whatever they are numbered. Looks into documents
/// down to bson::kMaxDepth; what differs deeper is one changed value. Iterative. Reentrant.
[[nodiscard]] std::vector<Difference> differences(bson::DocumentView before, bson::DocumentView after,
                                                  EqualFields equal = EqualFields::Skip);

} // namespace persistence
