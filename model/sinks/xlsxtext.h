#pragma once

#include <QByteArray>
#include <QList>

namespace persistence {

/// The most UTF-16 units that a cell of a spreadsheet holds.
inline constexpr qsizetype kMaxXlsxText = 32'767;

/// \a utf8 as a cell of an XLSX file: characters that XML cannot hold, and the carriage return, which XML readers change, as `_xHHHH_`; a
/// `_xHHHH_` that stands there already as `_x005F_xHHHH_`. Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
[[nodiscard]] QByteArray xlsxText(QByteArrayView utf8);

/// \a utf8 in pieces that xlsxText() makes at most \a units UTF-16 units of, never cut within a character. One empty piece for no text.
[[nodiscard]] QList<QByteArrayView> xlsxPieces(QByteArrayView utf8, qsizetype units = kMaxXlsxText);

} // namespace persistence
