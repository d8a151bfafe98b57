#pragma once

#include "model/base/ids.h"
#include "model/bson/view.h"
#include "model/find/groupscan.h"

#include <QByteArray>

#include <array>
#include <optional>
#include <vector>

namespace persistence {

/// The place of a BSON type in the order of MongoDB; all numbers have one.
[[nodiscard]] quint8 orderRank(bson::Type type);
/// The nearest double of any number; NaN for a Decimal128 beyond all doubles.
[[nodiscard]] double nearestDouble(const bson::Element &number);

/// The fronts of texts one behind the other, without the case of ASCII letters. Values of a field often repeat: equal texts are kept once
/// as long as there are not too many different ones.
class SortTexts final
{
public:
    /// How much of a text counts, in bytes.
    static constexpr qsizetype kMaxTextBytes = 128;

    /// A text that was added; 0 is the empty one.
    struct Place
    {
        quint32 start = 0;
        quint8 size = 0;
    };

    [[nodiscard]] Place add(QByteArrayView text);
    [[nodiscard]] QByteArrayView at(Place place) const { return {m_bytes.constData() + place.start, place.size}; }

    /// Whether every text stands here once.
    [[nodiscard]] bool isDistinct() const { return !m_table.empty(); }
    [[nodiscard]] const std::vector<Place> &distinct() const { return m_distinct; }
    /// The position of a text in distinct(), while isDistinct().
    [[nodiscard]] quint32 position(Place place) const;

private:
    [[nodiscard]] Place append(QByteArrayView text);
    void growTable();

    QByteArray m_bytes; ///< in front of each text its position
    std::vector<Place> m_distinct;
    std::vector<quint32> m_table = std::vector<quint32>(1024); ///< positions + 1 by hash; empty once there are too many texts
};

/// What many records are ordered by, small enough to have a million of them. Two threads add, each to its half; between two calls of
/// settle() half 0 comes before half 1.
class SortKeys final
{
public:
    void reserve(size_t count) { m_keys.reserve(count); }

    void add(int half, RecordRow row, const std::optional<bson::Element> &value);
    void addNumber(int half, RecordRow row, std::optional<qint64> number);
    void addText(int half, RecordRow row, QByteArrayView text);
    void settle();

    /// The records in order; equal ones as they were added, those without a value last.
    [[nodiscard]] std::vector<RecordRow> sorted(bool isDescending);

private:
    struct Key
    {
        RecordRow row;
        double number = 0;  ///< of numbers of all types, and of dates
        qint64 integer = 0; ///< tells integers apart that are the same double; of texts their first bytes, which mostly decide
        SortTexts::Place text;
        quint8 half = 0; ///< where the text is
        quint8 rank = 0;
        bool hasText = false;
    };

    struct alignas(kHalfAlignment) Half
    {
        std::vector<Key> keys;
        SortTexts texts;
    };

    Key &addKey(int half, RecordRow row, quint8 rank);
    void fill(Key &key, const bson::Element &value);
    void setText(Key &key, QByteArrayView text);
    void rankTexts();
    [[nodiscard]] int compare(const Key &one, const Key &other) const;

    std::array<Half, 2> m_halves;
    std::vector<Key> m_keys;
};

} // namespace persistence
