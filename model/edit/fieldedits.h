#pragma once

#include "model/edit/editbuffer.h"
#include "model/edit/fieldverbs.h"

namespace persistence {

// The verbs for fields as steps of a buffer, each with the title that undo names. Paths start at the document. Errors change nothing.

[[nodiscard]] Result<void> editValue(EditBuffer &buffer, const bson::Path &path, const FieldValue &value);
/// Another field beside it may have that name; the tree marks it.
[[nodiscard]] Result<void> editName(EditBuffer &buffer, const bson::Path &path, QByteArrayView name);
[[nodiscard]] Result<void> editInsertion(EditBuffer &buffer, const bson::Path &container, qint64 position, QByteArrayView name,
                                         const FieldValue &value);
[[nodiscard]] Result<void> editRemoval(EditBuffer &buffer, std::vector<bson::Path> paths);
[[nodiscard]] Result<void> editCopy(EditBuffer &buffer, const bson::Path &path);
[[nodiscard]] Result<void> editPlace(EditBuffer &buffer, const bson::Path &path, const bson::Path &container, qint64 position);

} // namespace persistence
