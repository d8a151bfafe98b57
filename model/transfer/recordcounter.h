#pragma once

#include "model/base/result.h"
#include "model/transfer/exportformat.h"

#include <QByteArray>

namespace persistence {

/// Counts the records in the bytes of an export as it is read back, apart from the code that wrote it: lines that begin as a record does,
/// rows of a CSV outside of quotes, BSON documents by their lengths. One thread at a time.
class RecordCounter final
{
public:
    explicit RecordCounter(ExportFormat format);

    /// The next bytes of the file, uncompressed.
    void add(QByteArrayView bytes);
    /// Records so far; nothing for formats that are counted in another way.
    [[nodiscard]] std::optional<qint64> count() const;

private:
    void addLines(QByteArrayView bytes);
    void addRows(QByteArrayView bytes);
    void addDocuments(QByteArrayView bytes);

    ExportFormat m_format;
    QByteArrayView m_prefix; ///< of a line that begins a record
    qint64 m_heads = 0;      ///< lines that look like a record but are not
    qint64 m_count = 0;
    qsizetype m_matched = 0; ///< bytes of the prefix seen at the start of this line; -1 if the line begins otherwise
    bool m_isQuoted = false;
    qint64 m_skip = 0; ///< bytes left of the current document
    QByteArray m_length;
};

/// The documents in the file or folder at \a path, in a format that this program imports, as its reader gives them; those that it cannot
/// read count too, because text cannot keep every record exactly.
[[nodiscard]] Result<qint64> countBySource(const QString &path);

} // namespace persistence
