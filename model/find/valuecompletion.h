#pragma once

#include "model/find/filtercompletion.h"
#include "model/find/valuecounts.h"

#include <functional>

namespace persistence {

/// A field whose values are asked for where somebody types a filter, and what is typed of one of them.
struct ValueQuestion
{
    FieldPath path;
    qsizetype start = 0; ///< the part of the text that a value replaces, in bytes; it ends at the cursor
    qsizetype size = 0;
    QByteArray typed;      ///< of a value, without an opening quote
    bool isSearch = false; ///< any part of a value would do: those that only contain what is typed are offered as well
    bool isInBox = false;  ///< over a column, where values need no quotes
    QByteArray sign;       ///< in a box: what stands before the value, such as `<=` or `1~`

    bool operator==(const ValueQuestion &) const = default;
};

/// What is asked for at byte \a cursor of a filter, as in `data.rating<=`; nothing where that is no value of a field.
[[nodiscard]] std::optional<ValueQuestion> valueQuestionAt(QByteArrayView filter, qsizetype cursor);

/// The same in the box over the column of a field; nothing where the box takes a pattern.
[[nodiscard]] std::optional<ValueQuestion> valueQuestionInBox(const FieldPath &path, QByteArrayView text, qsizetype cursor);

/// The resolved name of an id, such as "@alice"; empty if it has none. Asked about texts that look like ids.
using IdNames = std::function<QByteArray(QByteArrayView id)>;

/// The values that fit, the most frequent first; behind those that begin with what is typed the ones that contain it, if any part would
/// do. The name of an id may be typed as well, with or without its mark. At most \a limit. Values that no filter can write are left out.
[[nodiscard]] FilterCompletion completeValue(const ValueQuestion &question, const ValueCounts &counts, int limit,
                                             const IdNames &nameOf = {});

} // namespace persistence
