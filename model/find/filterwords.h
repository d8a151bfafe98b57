#pragma once

#include <QByteArray>
#include <QByteArrayView>

/// How the filter language writes words. Shared by those who read and who write it.
namespace persistence::filterwords {

/// In double quotes, with the escapes of JSON.
[[nodiscard]] QByteArray quoted(QByteArrayView text);
/// A plain word where it can be one, else in quotes.
[[nodiscard]] QByteArray plainText(QByteArrayView text);
/// The same for what follows a field and its operator, where more words are plain.
[[nodiscard]] QByteArray plainValue(QByteArrayView text);

/// Whether a word would be taken as "and", "or" or "not".
[[nodiscard]] bool isKeyword(QByteArrayView word);
/// Whether a word can stand before a colon as an association model.
[[nodiscard]] bool isModelName(QByteArrayView word);
/// Whether a word or value ends at this character.
[[nodiscard]] bool endsWord(char c);

} // namespace persistence::filterwords
