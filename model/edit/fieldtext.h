#pragma once

#include "model/edit/splice.h"

namespace persistence {

// Values as people type them into one line. Reentrant; no locale has a say.

/// How dates are shown and read.
enum class DateZone { Utc, Local };

/// What was typed, as a value.
struct TypedField
{
    FieldValue value;
    /// The digits typed are more than a double holds: value is the nearest double, and this is an Int64 with all of them, if there is one.
    bool isInexact = false;
    std::optional<FieldValue> exact;
};

/// The text of a value for a line to edit: whole and exact, so that parseField() of it gives the value back. Nothing for what cannot be a
/// line: objects, arrays, binaries, texts with line breaks or other characters that a line would alter, and those above kMaxLineBytes.
[[nodiscard]] std::optional<QString> lineText(const bson::Element &element, DateZone zone);
inline constexpr qsizetype kMaxLineBytes = 4 * 1024;

/// Text as it was stored if QString holds it unaltered; nothing if it is not UTF-8.
[[nodiscard]] std::optional<QString> exactText(QByteArrayView utf8);

/// What \a text means as a value of \a type; a typed `5` stays a double where a double is. A whole number too large for Int32 becomes an
/// Int64. Dates are ISO 8601 with or without zone (then in \a zone), or milliseconds since 1970. Under the types that have no text of their
/// own (pointers, code with scope, MinKey …) it is Extended JSON. An error says what would be right.
[[nodiscard]] Result<TypedField> parseField(bson::Type type, const QString &text, DateZone zone);
/// What \a text most likely is where no type is given: null, true, false, a number, `{` and `[` and JSON of objects and arrays; else a
/// text.
[[nodiscard]] FieldValue guessField(const QString &text);

} // namespace persistence
