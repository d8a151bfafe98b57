#include "model/find/sortkeys.h"

#include "model/bson/numbertext.h"
#include "model/bson/preview.h"

#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <thread>

namespace persistence {

namespace {

/// After every type.
constexpr quint8 kMissing = 0xff;
/// Looking for more different texts than these costs more than it saves.
constexpr size_t kMaxDistinct = 65'536;

/// The first eight bytes as a number that is ordered as they are.
qint64 orderOfFront(QByteArrayView text)
{
    std::array<char, 8> front = {};
    std::copy_n(text.data(), std::min(text.size(), qsizetype(front.size())), front.begin());
    return qint64(qFromBigEndian<quint64>(front.data()) ^ (quint64(1) << 63));
}

/// Sorts both halves at the same time. Equal ones keep their order.
template <typename Iterator, typename Less>
void sortInHalves(Iterator begin, Iterator end, Less isLess)
{
    const Iterator middle = begin + (end - begin) / 2;
    {
        const std::jthread second([=] { std::stable_sort(middle, end, isLess); });
        std::stable_sort(begin, middle, isLess);
    }
    std::inplace_merge(begin, middle, end, isLess);
}

} // namespace

quint8 orderRank(bson::Type type)
{
    switch (type) {
    case bson::Type::MinKey:
        return 0;
    case bson::Type::Undefined:
    case bson::Type::Null:
        return 1;
    case bson::Type::Int32:
    case bson::Type::Int64:
    case bson::Type::Double:
    case bson::Type::Decimal128:
        return 2;
    case bson::Type::String:
    case bson::Type::Symbol:
        return 3;
    case bson::Type::Document:
        return 4;
    case bson::Type::Array:
        return 5;
    case bson::Type::Binary:
        return 6;
    case bson::Type::ObjectId:
        return 7;
    case bson::Type::Bool:
        return 8;
    case bson::Type::Date:
        return 9;
    case bson::Type::Timestamp:
        return 10;
    case bson::Type::Regex:
        return 11;
    case bson::Type::MaxKey:
        return 13;
    default:
        return 12;
    }
}

double nearestDouble(const bson::Element &number)
{
    switch (number.type()) {
    case bson::Type::Int32:
        return number.toInt32();
    case bson::Type::Int64:
        return double(number.toInt64());
    case bson::Type::Double:
        return number.toDouble();
    default:
        return bson::parseDouble(bson::preview(number, 60).toLatin1()).value_or(std::numeric_limits<double>::quiet_NaN());
    }
}

SortTexts::Place SortTexts::add(QByteArrayView text)
{
    std::array<char, size_t(kMaxTextBytes)> front;
    const qsizetype size = std::min(text.size(), kMaxTextBytes);
    std::transform(text.begin(), text.begin() + size, front.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
    const QByteArrayView folded(front.data(), size);
    if (!isDistinct())
        return append(folded);
    size_t slot = qHash(folded) & (m_table.size() - 1);
    for (; m_table[slot] != 0; slot = (slot + 1) & (m_table.size() - 1)) {
        const Place known = m_distinct[m_table[slot] - 1];
        if (at(known) == folded)
            return known;
    }
    const Place added = append(folded);
    m_distinct.push_back(added);
    m_table[slot] = quint32(m_distinct.size());
    if (m_distinct.size() > kMaxDistinct)
        m_table = {};
    else if (2 * m_distinct.size() > m_table.size())
        growTable();
    return added;
}

SortTexts::Place SortTexts::append(QByteArrayView text)
{
    // Positions are 32 bits: beyond 4 GB of texts the rest counts as empty.
    if (m_bytes.size() + text.size() + qsizetype(sizeof(quint32)) > qsizetype(std::numeric_limits<quint32>::max()))
        return {};
    const auto position = quint32(m_distinct.size());
    m_bytes.append(reinterpret_cast<const char *>(&position), sizeof position);
    const Place place{quint32(m_bytes.size()), quint8(text.size())};
    m_bytes.append(text);
    return place;
}

void SortTexts::growTable()
{
    m_table.assign(2 * m_table.size(), 0);
    for (size_t i = 0; i < m_distinct.size(); ++i) {
        size_t slot = qHash(at(m_distinct[i])) & (m_table.size() - 1);
        while (m_table[slot] != 0)
            slot = (slot + 1) & (m_table.size() - 1);
        m_table[slot] = quint32(i + 1);
    }
}

quint32 SortTexts::position(Place place) const
{
    quint32 position = 0;
    std::memcpy(&position, m_bytes.constData() + place.start - sizeof position, sizeof position);
    return position;
}

void SortKeys::add(int half, RecordRow row, const std::optional<bson::Element> &value)
{
    Key &key = addKey(half, row, kMissing);
    if (value)
        fill(key, *value);
}

void SortKeys::addNumber(int half, RecordRow row, std::optional<qint64> number)
{
    Key &key = addKey(half, row, number ? orderRank(bson::Type::Int64) : kMissing);
    key.number = double(number.value_or(0));
    key.integer = number.value_or(0);
}

void SortKeys::addText(int half, RecordRow row, QByteArrayView text)
{
    setText(addKey(half, row, orderRank(bson::Type::String)), text);
}

SortKeys::Key &SortKeys::addKey(int half, RecordRow row, quint8 rank)
{
    Key &key = m_halves[size_t(half)].keys.emplace_back();
    key.row = row;
    key.half = quint8(half);
    key.rank = rank;
    return key;
}

void SortKeys::settle()
{
    for (Half &half : m_halves) {
        m_keys.insert(m_keys.end(), half.keys.begin(), half.keys.end());
        half.keys.clear();
    }
}

std::vector<RecordRow> SortKeys::sorted(bool isDescending)
{
    rankTexts();
    const auto present = std::stable_partition(m_keys.begin(), m_keys.end(), [](const Key &key) { return key.rank != kMissing; });
    sortInHalves(m_keys.begin(), present, [this, isDescending](const Key &one, const Key &other) {
        return isDescending ? compare(other, one) < 0 : compare(one, other) < 0;
    });
    std::vector<RecordRow> rows;
    rows.reserve(m_keys.size());
    for (const Key &key : m_keys)
        rows.push_back(key.row);
    return rows;
}

void SortKeys::fill(Key &key, const bson::Element &value)
{
    key.rank = orderRank(value.type());
    switch (value.type()) {
    case bson::Type::Int32:
    case bson::Type::Int64:
    case bson::Type::Double:
    case bson::Type::Decimal128:
        key.number = nearestDouble(value);
        key.integer = value.type() == bson::Type::Int64 ? value.toInt64() : 0;
        break;
    case bson::Type::Bool:
        key.number = value.toBool() ? 1 : 0;
        break;
    case bson::Type::Date:
        key.integer = value.toDate();
        break;
    case bson::Type::Timestamp:
        key.number = value.toTimestamp().seconds;
        break;
    case bson::Type::String:
    case bson::Type::Symbol:
        setText(key, value.toText());
        break;
    case bson::Type::ObjectId:
        setText(key, value.toObjectId().toByteArray().toHex());
        break;
    default:
        setText(key, bson::preview(value, int(SortTexts::kMaxTextBytes)).toUtf8());
        break;
    }
}

void SortKeys::setText(Key &key, QByteArrayView text)
{
    const SortTexts &texts = m_halves[key.half].texts;
    key.text = m_halves[key.half].texts.add(text);
    key.integer = orderOfFront(texts.at(key.text));
    key.hasText = true;
}

/// Where few texts are shared by many records, the texts are sorted alone, and the records by the numbers of their texts.
void SortKeys::rankTexts()
{
    const auto isFew = [this](const Half &half) { return half.texts.isDistinct() && 8 * half.texts.distinct().size() <= m_keys.size(); };
    if (!std::all_of(m_halves.begin(), m_halves.end(), isFew))
        return;
    struct Text
    {
        QByteArrayView bytes;
        size_t half;
        size_t position;
    };
    std::vector<Text> texts;
    std::array<std::vector<qint64>, 2> numbers;
    for (size_t half = 0; half < m_halves.size(); ++half) {
        const SortTexts &own = m_halves[half].texts;
        numbers[half].resize(own.distinct().size());
        for (size_t i = 0; i < own.distinct().size(); ++i)
            texts.push_back({own.at(own.distinct()[i]), half, i});
    }
    std::sort(texts.begin(), texts.end(), [](const Text &one, const Text &other) { return one.bytes.compare(other.bytes) < 0; });
    qint64 number = 0;
    for (size_t i = 0; i < texts.size(); ++i) {
        number += i > 0 && texts[i].bytes != texts[i - 1].bytes ? 1 : 0;
        numbers[texts[i].half][texts[i].position] = number;
    }
    for (Key &key : m_keys) {
        if (!key.hasText)
            continue;
        key.integer = numbers[key.half][m_halves[key.half].texts.position(key.text)];
        key.text = {};
    }
}

int SortKeys::compare(const Key &one, const Key &other) const
{
    if (one.rank != other.rank)
        return one.rank < other.rank ? -1 : 1;
    // NaN before all numbers, as MongoDB has it.
    if (std::isnan(one.number) || std::isnan(other.number))
        return int(std::isnan(other.number)) - int(std::isnan(one.number));
    if (one.number != other.number)
        return one.number < other.number ? -1 : 1;
    if (one.integer != other.integer && (one.rank != orderRank(bson::Type::Int64) || (one.integer != 0 && other.integer != 0)))
        return one.integer < other.integer ? -1 : 1;
    return m_halves[one.half].texts.at(one.text).compare(m_halves[other.half].texts.at(other.text));
}

} // namespace persistence
