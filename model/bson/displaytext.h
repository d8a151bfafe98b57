#pragma once

#include <QByteArrayView>
#include <QString>

namespace persistence::bson {

/// Stored text for people: characters that draw nothing or change how others are drawn become visible tokens (␀, ↵, ‹U+202E›), bytes that
/// are not UTF-8 become `\xHH`. Only the first \a maxBytes are looked at; a cut text ends with an ellipsis. Plain text: not escaped for
/// HTML. Source of the list of characters: reliability guide, section 3.7; Unicode 15 (Cf, Zl, Zp).
QString displayText(QByteArrayView utf8, qsizetype maxBytes);

} // namespace persistence::bson
