#pragma once

#include "model/base/result.h"
#include "model/find/fieldpath.h"
#include "model/workspace/groups.h"

namespace persistence {

/// What "find and replace" does to the texts of a record.
struct TextReplacement
{
    QByteArray from; ///< UTF-8, exactly; not empty
    QByteArray to;
    /// Only the texts at these places and below; the whole value, if not given.
    std::optional<FieldPath> within;
    /// Also the ids of the key.
    bool includesKey = false;
};

/// The document of a record with \a replacement done in its string values: names of fields, numbers and all other types stay, and so does
/// every byte that is not part of a replaced text or a length around it. The same bytes if the text does not occur. An error of kind Failed
/// if the document would become larger than a server stores, or is nested too deep.
[[nodiscard]] Result<QByteArray> replaceText(const Record &record, const TextReplacement &replacement);

} // namespace persistence
