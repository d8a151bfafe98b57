#pragma once

#include "model/sinks/recordsink.h"
#include "model/sinks/tablerows.h"

#include <memory>

namespace persistence {

/// The sizes of a sheet; smaller ones are for tests.
struct XlsxLimits
{
    qint64 rows = 1'048'576;
    qint64 columns = 16'384;
};

/// A workbook with one row for each record, in constant memory. Numbers, booleans and dates are typed, everything else is text: no
/// formulas, no links. Texts are what NaN, infinity, integers beyond 2^53, Decimal128 and dates outside of 1900-03 to 9999 are, because no
/// spreadsheet keeps them otherwise. Rows and columns that do not fit go on on further sheets; a text too long for a cell is cut with a
/// mark, and stands whole, in pieces, on the sheet "Long values". The file is written at \a path, and its parts for a while in \a folder;
/// end() has read it again and compared what is in it with what was written, because the library does not notice every failed write. Equal
/// records give equal bytes. LC_NUMERIC must be C.
[[nodiscard]] std::unique_ptr<RecordSink> makeXlsxSink(const QString &path, const QString &folder, std::unique_ptr<TableRows> rows,
                                                       const XlsxLimits &limits = {});

} // namespace persistence
