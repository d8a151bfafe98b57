#include "model/bson/archivechecksum.h"

#include <QtEndian>

#include <array>

namespace persistence {

namespace {

/// The polynomial of ECMA-182, bits reversed.
constexpr quint64 kPolynomial = 0xC96C5795D7870F42;
/// Bytes taken in one step. Table n gives the effect of a byte that n more bytes follow ("slicing").
constexpr size_t kSlices = 16;

using Table = std::array<quint64, 256>;

constexpr std::array<Table, kSlices> makeTables()
{
    std::array<Table, kSlices> tables = {};
    for (size_t byte = 0; byte < 256; ++byte) {
        quint64 value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ ((value & 1) ? kPolynomial : 0);
        tables[0][byte] = value;
    }
    for (size_t slice = 1; slice < kSlices; ++slice) {
        for (size_t byte = 0; byte < 256; ++byte) {
            const quint64 value = tables[slice - 1][byte];
            tables[slice][byte] = (value >> 8) ^ tables[0][value & 0xff];
        }
    }
    return tables;
}

constexpr std::array<Table, kSlices> kTables = makeTables();

/// The effect of eight bytes that \a behind more bytes follow.
inline quint64 fold(quint64 word, size_t behind)
{
    quint64 result = 0;
    for (size_t i = 0; i < 8; ++i)
        result ^= kTables[behind + 7 - i][(word >> (8 * i)) & 0xff];
    return result;
}

} // namespace

void ArchiveChecksum::add(QByteArrayView documents)
{
    const char *bytes = documents.data();
    qsizetype size = documents.size();
    quint64 state = m_state;
    for (; size >= qsizetype(kSlices); bytes += kSlices, size -= kSlices) {
        const auto first = qFromLittleEndian<quint64>(bytes) ^ state;
        const auto second = qFromLittleEndian<quint64>(bytes + 8);
        state = fold(first, 8) ^ fold(second, 0);
    }
    for (; size > 0; ++bytes, --size)
        state = (state >> 8) ^ kTables[0][(state ^ quint8(*bytes)) & 0xff];
    m_state = state;
}

} // namespace persistence
