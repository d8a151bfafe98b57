#pragma once

#include <QByteArrayView>

#include <string>
#include <vector>

namespace persistence {

/// Ascending row numbers as bytes: of each one its difference to the one before (of the first to a start that is stored beside), seven bits
/// a byte, the lowest first. A record of a million takes one or two bytes.
class RowListWriter final
{
public:
    /// Starts a list that counts from \a first, which is its first number.
    explicit RowListWriter(qint64 first = 0) : m_first(first), m_last(first) {}

    /// \a row: larger than all before; the first one is \a first itself.
    void append(qint64 row);
    [[nodiscard]] qint64 first() const { return m_first; }
    [[nodiscard]] QByteArrayView bytes() const { return {m_bytes.data(), qsizetype(m_bytes.size())}; }

private:
    qint64 m_first;
    qint64 m_last;
    std::string m_bytes;
};

/// The numbers of a list that counts from \a first. Bytes that no writer makes (damage) end the list: numbers stay ascending and positive.
[[nodiscard]] std::vector<qint64> readRowList(qint64 first, QByteArrayView bytes);

} // namespace persistence
