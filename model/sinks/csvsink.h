#pragma once

#include "model/sinks/recordsink.h"
#include "model/sinks/tablerows.h"

#include <memory>

namespace persistence {

struct CsvFormat
{
    CellFormat cells;
    char separator = ',';
    /// A byte order mark, by which some spreadsheets know UTF-8.
    bool hasByteOrderMark = false;
    /// Puts `'` before every text that a spreadsheet would take for a formula.
    bool escapesFormulas = true;
};

/// CSV for spreadsheets: RFC 4180, lines end with CR LF. Texts are always quoted, so that those which look like a number, a date or a
/// boolean stay texts wherever that is looked at; numbers, dates and booleans never are. Types and the nesting of arrays are lost.
[[nodiscard]] std::unique_ptr<RecordSink> makeCsvSink(ByteSink &to, std::unique_ptr<TableRows> rows, const CsvFormat &format);

/// Whether a spreadsheet would take \a text for a formula: it starts with `= + - @`, TAB, CR, LF or one of the full-width `＝＋－＠`.
[[nodiscard]] bool looksLikeFormula(QByteArrayView text);

/// Appends \a text as a quoted cell.
void appendQuotedCell(QByteArrayView text, QByteArray &out);

} // namespace persistence
