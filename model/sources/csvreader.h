#pragma once

#include "model/sources/streambuffer.h"

#include <QByteArray>

#include <vector>

namespace persistence {

/// Reads rows of comma-separated text by RFC 4180: quoted cells may hold commas, line breaks and doubled quotes; lines end with LF or
/// CR LF; a UTF-8 byte order mark is skipped. A quote inside of an unquoted cell is text, which the RFC forbids but many programs write.
/// Knows nothing of what the cells mean. One thread at a time.
class CsvReader final
{
public:
    struct Cell
    {
        QByteArrayView text;
        bool isQuoted = false;

        bool operator==(const Cell &) const = default;
    };

    enum class Kind { Cells, Unreadable, End };

    /// One row; its bytes and cells are valid until the next call.
    struct Row
    {
        Kind kind = Kind::End;
        std::vector<Cell> cells;
        QByteArrayView bytes; ///< with its line end
        qint64 offset = 0;
        qint64 line = 1;
        QString fault;
    };

    explicit CsvReader(StreamBuffer &input) : m_input(input) {}

    /// The next row. After an unreadable one it goes on at the next line.
    [[nodiscard]] Result<Row> next();
    /// Whether the text ended inside a quoted cell.
    [[nodiscard]] bool isCutShort() const { return m_isCutShort; }

private:
    /// Where a row ends, found before its cells are looked at.
    struct Extent
    {
        qsizetype size = 0;
        bool isWhole = true;
    };

    [[nodiscard]] Result<Extent> findRowEnd();
    [[nodiscard]] bool readCells(Row &row);
    [[nodiscard]] qsizetype readQuotedCell(QByteArrayView line, qsizetype start, Cell &cell);
    void loseLine(Row &row, const QString &fault);

    StreamBuffer &m_input;
    bool m_hasBegun = false;
    bool m_isCutShort = false;
    qsizetype m_given = 0;
    qint64 m_line = 1;
    std::vector<QByteArray> m_decoded; ///< cells with doubled quotes, of the current row
};

} // namespace persistence
