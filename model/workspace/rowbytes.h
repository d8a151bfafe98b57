#pragma once

#include <QByteArrayView>
#include <QtEndian>

#include <bit>
#include <vector>

namespace persistence {

/// Writes \a value as SQLite writes numbers of any size (sqlite.org/fileformat.html, section 1.6: varint) and goes behind it. It takes
/// kMaxVarintSize bytes at most.
[[nodiscard]] char *putVarint(quint64 value, char *to);
inline constexpr qsizetype kMaxVarintSize = 9;

/// A row as SQLite stores it (sqlite.org/fileformat.html, section 2.1), each value in the form that SQLite itself would choose. Keeps its
/// memory. What an import does for each row and column is part of its caller.
class RowBytes final
{
public:
    static constexpr int kMaxColumns = 16;

    RowBytes() : m_bytes(size_t(kHeaderRoom)) { restart(); }
    Q_DISABLE_COPY_MOVE(RowBytes)

    void restart()
    {
        m_size = kHeaderRoom;
        m_typesEnd = m_types;
    }
    void addNull() { addShortType(0); }
    void add(qint64 value);
    void add(QByteArrayView bytes);
    /// The row of what was added since restart(), valid until the next call.
    [[nodiscard]] QByteArrayView bytes();

private:
    /// In front of the values: the size of the header and the types of the columns, with at most five bytes each.
    static constexpr qsizetype kHeaderRoom = 1 + 5 * kMaxColumns;

    /// The smallest form that holds a number: its type, and the bytes that follow. Types 8 and 9 are the numbers 0 and 1 themselves.
    struct IntegerForm
    {
        quint8 type;
        quint8 size;
    };

    static IntegerForm formOf(qint64 value);
    void addShortType(quint8 type) { *m_typesEnd++ = char(type); }
    /// The place of the next value, with room for \a size bytes.
    [[nodiscard]] char *room(qsizetype size)
    {
        if (m_size + size > qsizetype(m_bytes.size()))
            m_bytes.resize(size_t(2 * (m_size + size)));
        return m_bytes.data() + m_size;
    }

    std::vector<char> m_bytes; ///< the values, behind room for the header
    qsizetype m_size = 0;      ///< of the room and the values
    char m_types[kHeaderRoom];
    char *m_typesEnd = m_types;
};

inline RowBytes::IntegerForm RowBytes::formOf(qint64 value)
{
    if (value == 0 || value == 1)
        return {quint8(8 + value), 0};
    const int bits = 65 - std::countl_zero(quint64(value < 0 ? ~value : value));
    if (bits <= 32)
        return {quint8((bits + 7) / 8), quint8((bits + 7) / 8)};
    return bits <= 48 ? IntegerForm{5, 6} : IntegerForm{6, 8};
}

inline void RowBytes::add(qint64 value)
{
    const auto [type, size] = formOf(value);
    addShortType(type);
    if (size == 0)
        return;
    // All eight bytes are written: the next value goes over those that do not count.
    qToBigEndian(quint64(value) << (64 - 8 * size), room(sizeof(value)));
    m_size += size;
}

} // namespace persistence
