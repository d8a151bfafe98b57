#include "model/workspace/rowbytes.h"

#include <cstring>

namespace persistence {

char *putVarint(quint64 value, char *to)
{
    if (value < 0x80) {
        *to = char(value);
        return to + 1;
    }
    // Nine bytes hold all 64 bits because the last one has eight of them.
    if (value >> 56 != 0) {
        to[8] = char(value);
        value >>= 8;
        for (int i = 7; i >= 0; --i, value >>= 7)
            to[i] = char(0x80 | (value & 0x7f));
        return to + 9;
    }
    const int size = (64 - std::countl_zero(value) + 6) / 7;
    for (int i = size - 1; i >= 0; --i, value >>= 7)
        to[i] = char((i == size - 1 ? 0 : 0x80) | (value & 0x7f));
    return to + size;
}

void RowBytes::add(QByteArrayView bytes)
{
    m_typesEnd = putVarint(quint64(12 + 2 * bytes.size()), m_typesEnd);
    Q_ASSERT(m_typesEnd <= m_types + kHeaderRoom);
    if (!bytes.isEmpty())
        std::memcpy(room(bytes.size()), bytes.data(), size_t(bytes.size()));
    m_size += bytes.size();
}

QByteArrayView RowBytes::bytes()
{
    const qsizetype header = 1 + (m_typesEnd - m_types);
    char *start = m_bytes.data() + kHeaderRoom - header;
    *start = char(header);
    std::memcpy(start + 1, m_types, size_t(header - 1));
    return {start, m_size - kHeaderRoom + header};
}

} // namespace persistence
