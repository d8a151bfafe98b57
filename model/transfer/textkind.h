#pragma once

#include <QByteArray>

#include <vector>

namespace persistence {

/// What a text, or a part of one, is by its look. Only what can be told with some certainty: an unknown secret looks like any word.
enum class TextKind {
    Email,  ///< anna@example.org
    Url,    ///< http, https, ws, wss or ftp, up to the next space, quote or bracket
    Token,  ///< 20 and more letters, digits, `_`, `-` with both letters and digits, which is neither a UUID nor an ObjectId
    UserId, ///< 17 characters as Meteor makes the ids of users, rooms and messages (domain reference, 5.7)
    Phone,  ///< 7 to 15 digits after `+` or `0`, with usual signs between them
};

struct TextFind
{
    TextKind kind = TextKind::Email;
    qsizetype start = 0;
    qsizetype size = 0;

    bool operator==(const TextFind &) const = default;
};

/// The parts of \a text that are of a kind, from front to back; they do not overlap. Takes time in proportion to its length. Reentrant.
[[nodiscard]] std::vector<TextFind> findTextKinds(QByteArrayView text);

} // namespace persistence
