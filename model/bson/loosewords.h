#pragma once

#include <QByteArray>

#include <optional>
#include <vector>

namespace persistence::bson {

/// A literal or a number as JSON has them.
[[nodiscard]] bool isJsonWord(QByteArrayView word);

/// The JSON value for a word without quotes that other languages write: `True`, `None`, `NaN`, `.5`, `0x1f`; nothing for any other word.
[[nodiscard]] std::optional<QByteArray> jsonOfWord(QByteArrayView word);

/// The Extended JSON of a call such as ObjectId("…") or NumberLong(5), as the MongoDB shell and its drivers write values; nothing if it is
/// none. \a arguments: JSON texts and bare words.
[[nodiscard]] std::optional<QByteArray> jsonOfCall(QByteArrayView function, const std::vector<QByteArray> &arguments);

/// \a raw, the inside of a text as it was typed, between double quotes: sound escapes stay, what JSON does not allow is escaped.
[[nodiscard]] QByteArray quotedJson(QByteArrayView raw);

} // namespace persistence::bson
