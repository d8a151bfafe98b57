#pragma once

#include "model/record/recordindex.h"

#include <optional>
#include <span>
#include <vector>

namespace persistence {

/// The associations of a key as they are stored, in their order. They point into the document.
using KeyElements = std::vector<bson::Element>;

// What the server does when an app asks (domain reference, 4.1 and 4.2): it compares each association as a whole, so the order of its
// fields, additional fields and the BSON type of the id all count.

/// The list of associations of a record; nothing if it has none, as `create()` makes it.
[[nodiscard]] std::optional<KeyElements> keyElements(bson::DocumentView document);

[[nodiscard]] bool isSameAssociation(const bson::Element &a, const bson::Element &b);
[[nodiscard]] bool isIn(const bson::Element &association, std::span<const bson::Element> key);

/// `$all`: a read or a remove with the associations \a asked finds a record with \a key, in whatever order. Asking for nothing finds
/// nothing.
[[nodiscard]] bool readFinds(std::span<const bson::Element> asked, std::span<const bson::Element> key);
/// Equality of the lists: an update with \a asked may reach a record with \a key.
[[nodiscard]] bool updateFinds(std::span<const bson::Element> asked, std::span<const bson::Element> key);

/// The pair, if the association is exactly {model, id} with two texts, which is how apps write it.
[[nodiscard]] std::optional<Association> pairOf(const bson::Element &association);

/// Why no app finds a record under an association.
enum class AssociationOddity {
    None,
    NotAnObject,
    NoModel,
    NoId,
    ModelNotText,
    IdNotText,
    OtherOrder, ///< `id` before `model`
    OtherFields ///< fields beside `model` and `id`
};
[[nodiscard]] AssociationOddity oddityOf(const bson::Element &association);

} // namespace persistence
