#pragma once

#include "model/bson/extendedjsonreader.h"
#include "model/edit/splice.h"

#include <optional>

namespace persistence {

/// Typed text with what it stands for: a value, or the error that keeps it from being one.
struct ParsedText
{
    QByteArray text;
    std::optional<FieldValue> value;
    bson::JsonError error;                    ///< if there is no value
    std::optional<bson::JsonError> duplicate; ///< a field whose name its object has already; allowed, but most often a mistake

    bool operator==(const ParsedText &) const = default;
};

/// Reads \a text as the value of a record: an object, an array or null, because the server stores nothing else. Reentrant.
[[nodiscard]] ParsedText parseValueText(const QByteArray &text);

/// The value that \a text stands for written with \a indent spaces a level (0: one line). Nothing if it is none, or if what was written
/// would not read back to the same bytes.
[[nodiscard]] std::optional<QByteArray> laidOutText(const QByteArray &text, bool isCanonical, int indent);

} // namespace persistence
