#pragma once

#include "model/bson/view.h"
#include "model/items/iconid.h"

#include <QString>

namespace persistence {

/// The longest text that a cell shows, in bytes of UTF-8 (reliability guide, section 3.7). The whole text is in the text view and in
/// copies.
inline constexpr qsizetype kMaxCellBytes = 4 * 1024;

/// The value in one line for a cell: texts as they are, control characters and invalid bytes as visible tokens, long ones cut with an
/// ellipsis. \a members: the number of fields or items of a container. Dates are in UTC, or in local time with their own offset.
QString cellText(const bson::Element &element, qsizetype members, bool localTime);

/// A text or a name for people: control characters and bytes that are not UTF-8 as visible tokens, never interpreted. Cut after \a
/// maxBytes.
QString visibleText(QByteArrayView utf8, qsizetype maxBytes = kMaxCellBytes);

IconId typeIcon(bson::Type type);

/// The value alone for the clipboard: a text raw and whole, a number or date as it is shown, anything else as cellText().
QByteArray clipboardText(const bson::Element &element);

} // namespace persistence
