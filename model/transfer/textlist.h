#pragma once

#include "model/transfer/exporttarget.h"

#include <QStringList>

#include <functional>

namespace persistence {

/// How a list of texts is written.
enum class TextListFormat {
    TabSeparated, ///< what spreadsheets take from the clipboard; tabs and line breaks inside of a cell become spaces
    Csv           ///< RFC 4180: every cell quoted, formulas escaped, lines end with CR LF
};

/// Appends one line of cells, UTF-8.
void appendTextLine(const QStringList &cells, TextListFormat format, QByteArray &out);

/// Takes the cells of one line; after an error nothing more is wanted.
using ReceiveLine = std::function<Result<void>(const QStringList &cells)>;

/// Writes a list to a file that gets its name when it is complete: written, flushed, read again. \a pour calls its argument for each line,
/// the titles first, and returns its error. One line is in memory at a time. For a job.
[[nodiscard]] Result<void> writeTextList(const QString &path, const Untouchable &untouchable, TextListFormat format,
                                         const std::function<Result<void>(const ReceiveLine &)> &pour);

} // namespace persistence
