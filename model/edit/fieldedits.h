#pragma once

#include "model/edit/editbuffer.h"
#include "model/edit/fieldverbs.h"
#include "model/find/fieldpath.h"

namespace persistence {

// The verbs for fields as steps of a buffer, each with the title that undo names. Paths start at the document. Errors change nothing.

[[nodiscard]] Result<void> editValue(EditBuffer &buffer, const bson::Path &path, const FieldValue &value);
/// The same at a path as columns and filters write it. Where a record lacks the field it is added, with the objects on the way to it; only
/// inside of the value, and not where the path means several items.
[[nodiscard]] Result<void> editFieldValue(EditBuffer &buffer, const FieldPath &path, const FieldValue &value);
/// Whether that can be done as far as the path says.
[[nodiscard]] bool canSetField(const Record &record, const FieldPath &path);
/// Another field beside it may have that name; the tree marks it.
[[nodiscard]] Result<void> editName(EditBuffer &buffer, const bson::Path &path, QByteArrayView name);
[[nodiscard]] Result<void> editInsertion(EditBuffer &buffer, const bson::Path &container, qint64 position, QByteArrayView name,
                                         const FieldValue &value);
[[nodiscard]] Result<void> editRemoval(EditBuffer &buffer, std::vector<bson::Path> paths);
/// The first value at a path as columns and filters write it.
[[nodiscard]] Result<void> editFieldRemoval(EditBuffer &buffer, const FieldPath &path);
[[nodiscard]] Result<void> editCopy(EditBuffer &buffer, const bson::Path &path);
/// One or more fields, see moveFields().
[[nodiscard]] Result<void> editPlaces(EditBuffer &buffer, std::span<const bson::Path> paths, const bson::Path &container, qint64 position);
/// Members of one object or array one place up or down, see shiftMembers().
[[nodiscard]] Result<void> editShift(EditBuffer &buffer, const bson::Path &container, std::span<const qint64> positions, int direction);

} // namespace persistence
