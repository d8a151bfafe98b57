#pragma once

#include <QByteArrayView>

#include <string>

namespace persistence {

/// Writes \a value as SQLite writes numbers of any size (sqlite.org/fileformat.html, section 1.6: varint) and goes behind it. It takes
/// kMaxVarintSize bytes at most.
[[nodiscard]] char *putVarint(quint64 value, char *to);
inline constexpr qsizetype kMaxVarintSize = 9;

/// A row as SQLite stores it (sqlite.org/fileformat.html, section 2.1), each value in the form that SQLite itself would choose. Keeps its
/// memory.
class RowBytes final
{
public:
    static constexpr int kMaxColumns = 16;

    RowBytes() { restart(); }

    void restart();
    void addNull() { addType(0); }
    void add(qint64 value);
    void add(QByteArrayView bytes);
    /// The row of what was added since restart(), valid until the next call.
    [[nodiscard]] QByteArrayView bytes();

private:
    /// In front of the values: the size of the header and the types of the columns, with at most five bytes each.
    static constexpr qsizetype kHeaderRoom = 1 + 5 * kMaxColumns;

    void addType(quint64 type);

    std::string m_bytes; ///< the values, behind room for the header
    char m_types[kHeaderRoom];
    char *m_typesEnd = m_types;
};

} // namespace persistence
