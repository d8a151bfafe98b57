#pragma once

#include <QByteArray>

#include <optional>

namespace persistence::bson {

/// What \a text is most likely meant to be, as valid Extended JSON; nothing if that cannot be told. Valid text comes back as it is. Mended
/// are missing and surplus commas, quotes of other kinds or none, comments, `undefined`, `None`, `True`, bare NaN and infinities, calls of
/// the MongoDB shell such as ObjectId("…"), brackets and texts that are not closed, several values in a row, line breaks in texts. Layout
/// and everything sound stay byte for byte, and no word of a text or name is lost; only comments go. What comes back always reads. The
/// stack does not grow with the nesting. Reentrant.
[[nodiscard]] std::optional<QByteArray> repairJson(const QByteArray &text);

} // namespace persistence::bson
