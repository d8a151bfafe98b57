#pragma once

#include "model/edit/verbs.h"

namespace persistence {

// Changes of fields and items for editors that show a record as a tree. Like the verbs of verbs.h: pure, paths start at the document, only
// the named part changes.

/// A value put into the object or array at \a container, before the member that is number \a position now. In an array without a name.
[[nodiscard]] Result<QByteArray> insertField(const Record &record, const bson::Path &container, qint64 position, QByteArrayView name,
                                             const FieldValue &value, SameName sameName = SameName::Refuse);
/// All of \a paths left out. Paths inside one another count once.
[[nodiscard]] Result<QByteArray> removeFields(const Record &record, const std::vector<bson::Path> &paths);
/// A copy of a field or item right behind it; the copy of a field is named "rating copy".
[[nodiscard]] Result<QByteArray> duplicateField(const Record &record, const bson::Path &path);
/// A field or item moved to number \a position of the object or array at \a container, which may be the one that it is in. An
/// item that becomes a field is named "item". Moving into itself is an error.
[[nodiscard]] Result<QByteArray> moveField(const Record &record, const bson::Path &path, const bson::Path &container, qint64 position);
/// All of \a paths moved there one behind another, in the order in which they are in the document, before the member that is number
/// \a position now. Paths inside one another count once.
[[nodiscard]] Result<QByteArray> moveFields(const Record &record, std::span<const bson::Path> paths, const bson::Path &container,
                                            qint64 position);

/// Where the members at \a positions (rising) of a container with \a count are once each went one place up (-1) or down (1): those for
/// which there is no room stay, and others close up to them.
[[nodiscard]] std::vector<qint64> shiftedPositions(std::span<const qint64> positions, qint64 count, int direction);
/// Moves the members at these positions so, all at once.
[[nodiscard]] Result<QByteArray> shiftMembers(const Record &record, const bson::Path &container, std::span<const qint64> positions,
                                              int direction);

/// \a wanted, or with a number behind it, so that no field of \a container has that name: "field", "field 2".
[[nodiscard]] QByteArray freeName(bson::DocumentView container, QByteArrayView wanted);
/// The object or array at \a path (the empty path: the document itself), and whether it is an array.
struct ContainerAt
{
    bson::DocumentView members;
    bool isArray = false;
};
[[nodiscard]] std::optional<ContainerAt> containerAt(bson::DocumentView document, const bson::Path &path);
/// The step to a member by its number.
[[nodiscard]] bson::PathStep stepAt(const ContainerAt &container, qint64 position);
/// The value of the same shape with nothing in it: texts empty, numbers 0, objects with their fields emptied, arrays without items. What
/// "Add like the first item" adds.
[[nodiscard]] FieldValue emptyLike(const bson::Element &element);

/// The path of what \a path is in.
[[nodiscard]] bson::Path parentOf(const bson::Path &path);
[[nodiscard]] bson::Path joined(const bson::Path &container, bson::PathStep step);

} // namespace persistence
