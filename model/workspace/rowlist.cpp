#include "model/workspace/rowlist.h"

#include <limits>

namespace persistence {

void RowListWriter::append(qint64 row)
{
    Q_ASSERT(row > m_last || (row == m_first && m_bytes.empty()));
    auto difference = quint64(row - m_last);
    m_last = row;
    for (; difference >= 0x80; difference >>= 7)
        m_bytes.push_back(char(difference | 0x80));
    m_bytes.push_back(char(difference));
}

std::vector<qint64> readRowList(qint64 first, QByteArrayView bytes)
{
    std::vector<qint64> rows;
    quint64 difference = 0;
    int shift = 0;
    qint64 row = first;
    for (const char byte : bytes) {
        if (shift > 56)
            return rows;
        difference |= quint64(quint8(byte) & 0x7f) << shift;
        shift += 7;
        if ((quint8(byte) & 0x80) != 0)
            continue;
        const bool isAscending = rows.empty() ? difference == 0 : difference > 0;
        if (!isAscending || row <= 0 || difference > quint64(std::numeric_limits<qint64>::max() - row))
            return rows;
        row += qint64(difference);
        rows.push_back(row);
        difference = 0;
        shift = 0;
    }
    return rows;
}

} // namespace persistence
