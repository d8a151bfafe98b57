#pragma once

#include "model/bson/view.h"

#include <QByteArray>

namespace persistence {

/// How dates stand in the cells of a table.
enum class CellDates {
    Iso,          ///< 2026-01-31T12:00:05.678Z
    Spreadsheet,  ///< 2026-01-31 12:00:05, in UTC: what spreadsheets take for a date
    Milliseconds, ///< since 1970
};

struct CellFormat
{
    CellDates dates = CellDates::Iso;
    char decimalPoint = '.';
};

/// What a cell holds; a text is text whatever it looks like.
enum class CellKind { Empty, Text, Number, Bool, Date };

/// Appends the value as people read it in a table, UTF-8; nothing for null. Documents and arrays as relaxed Extended JSON, ObjectIds as
/// hex, binary as base64. Bytes that are no UTF-8 become U+FFFD. NaN, infinity, Decimal128 and dates outside of 1970 to 9999 are texts, and
/// so is every other type as its Extended JSON.
CellKind appendCell(const bson::Element &value, const CellFormat &format, QByteArray &out);

/// \a text with every byte that is not UTF-8 replaced by U+FFFD.
[[nodiscard]] QByteArray validUtf8(QByteArrayView text);

} // namespace persistence
