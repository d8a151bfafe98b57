#pragma once

#include <QByteArray>

namespace persistence {

/// The longest line that a text view draws, in bytes. One endless line costs a text widget seconds (performance guide, section 6).
inline constexpr qsizetype kMaxDisplayRow = 10'000;

/// \a utf8 with a line break after every kMaxDisplayRow bytes of a longer line, never inside a character. Says in \a wasCut whether any
/// was. Only for showing: copies and files are made from the value itself.
QByteArray cutIntoDisplayRows(QByteArray utf8, bool &wasCut);

} // namespace persistence
