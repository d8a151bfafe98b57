#pragma once

#include "model/sources/recordsource.h"
#include "model/sources/streambuffer.h"

#include <memory>

namespace persistence {

/// Whether \a start, the first bytes of a text, is CSV with the columns of records.
[[nodiscard]] bool isCsv(QByteArrayView start);

/// A mongoexport CSV with or without a header line, see CsvColumns for what its cells become; or an exact CSV of this program, see
/// CsvExactRows.
[[nodiscard]] std::unique_ptr<RecordSource> makeCsvSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format,
                                                          Collection collection);

} // namespace persistence
