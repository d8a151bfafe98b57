#include "model/workspace/rowbytes.h"

#include <QtEndian>

#include <bit>
#include <cstring>

namespace persistence {

namespace {

/// The smallest form that holds a number: its type, and the bytes that follow. Types 8 and 9 are the numbers 0 and 1 themselves.
struct IntegerForm
{
    quint64 type;
    qsizetype size;
};

IntegerForm formOf(qint64 value)
{
    if (value == 0 || value == 1)
        return {8 + quint64(value), 0};
    const int bits = 65 - std::countl_zero(quint64(value < 0 ? ~value : value));
    if (bits <= 32)
        return {quint64(bits + 7) / 8, (bits + 7) / 8};
    return bits <= 48 ? IntegerForm{5, 6} : IntegerForm{6, 8};
}

} // namespace

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

void RowBytes::restart()
{
    m_bytes.resize(size_t(kHeaderRoom));
    m_typesEnd = m_types;
}

void RowBytes::addType(quint64 type)
{
    Q_ASSERT(m_typesEnd + 5 <= m_types + kHeaderRoom);
    m_typesEnd = putVarint(type, m_typesEnd);
}

void RowBytes::add(qint64 value)
{
    const auto [type, size] = formOf(value);
    addType(type);
    char places[8];
    qToBigEndian(value, places);
    m_bytes.append(places + 8 - size, size_t(size));
}

void RowBytes::add(QByteArrayView bytes)
{
    addType(quint64(12 + 2 * bytes.size()));
    m_bytes.append(bytes.data(), size_t(bytes.size()));
}

QByteArrayView RowBytes::bytes()
{
    const qsizetype header = 1 + (m_typesEnd - m_types);
    char *start = m_bytes.data() + kHeaderRoom - header;
    *start = char(header);
    std::memcpy(start + 1, m_types, size_t(header - 1));
    return {start, qsizetype(m_bytes.size()) - kHeaderRoom + header};
}

} // namespace persistence
