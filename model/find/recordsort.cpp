#include "model/find/recordsort.h"

#include "model/bson/numbertext.h"
#include "model/bson/preview.h"
#include "model/find/groupscan.h"
#include "model/record/recordid.h"
#include "model/record/recordindex.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <thread>

namespace persistence {

namespace {

constexpr qsizetype kMaxTextBytes = 128;
/// After every type.
constexpr quint8 kMissing = 0xff;

/// What one record is ordered by, small enough to have a million of them. The text is in an arena.
struct SortKey
{
    RecordRow row;
    double number = 0;  ///< of numbers of all types, and of dates
    qint64 integer = 0; ///< tells integers apart that are the same double; of texts their first bytes, which mostly decide
    quint32 text = 0;   ///< where it starts in the arena
    quint8 textSize = 0;
    quint8 rank = kMissing;
};

quint8 rankOf(bson::Type type)
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

/// The nearest double of any number; NaN for a Decimal128 beyond all doubles.
double numberOf(const bson::Element &value)
{
    switch (value.type()) {
    case bson::Type::Int32:
        return value.toInt32();
    case bson::Type::Int64:
        return double(value.toInt64());
    case bson::Type::Double:
        return value.toDouble();
    default:
        return bson::parseDouble(bson::preview(value, 60).toLatin1()).value_or(std::numeric_limits<double>::quiet_NaN());
    }
}

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

/// The keys of one thread, and their texts one behind the other.
class SortKeys final
{
public:
    void add(RecordRow row, const std::optional<bson::Element> &value)
    {
        SortKey key{.row = row};
        if (value)
            fill(key, *value);
        m_keys.push_back(key);
    }

    void addNumber(RecordRow row, std::optional<qint64> number)
    {
        m_keys.push_back({.row = row,
                          .number = double(number.value_or(0)),
                          .integer = number.value_or(0),
                          .rank = number ? rankOf(bson::Type::Int64) : kMissing});
    }

    void addText(RecordRow row, QByteArrayView text)
    {
        SortKey key{.row = row, .rank = rankOf(bson::Type::String)};
        setText(key, text);
        m_keys.push_back(key);
    }

    void reserve(size_t count) { m_keys.reserve(count); }

    /// Moves what \a other has behind what is here.
    void take(SortKeys &other)
    {
        const auto shift = quint32(m_texts.size());
        for (SortKey &key : other.m_keys) {
            key.text += shift;
            m_keys.push_back(key);
        }
        m_texts.append(other.m_texts);
        other.m_keys.clear();
        other.m_texts.clear();
    }

    [[nodiscard]] std::vector<RecordRow> sorted(bool isDescending)
    {
        const auto isLess = [this](const SortKey &one, const SortKey &other) { return compare(one, other) < 0; };
        const auto present = std::stable_partition(m_keys.begin(), m_keys.end(), [](const SortKey &key) { return key.rank != kMissing; });
        sortInHalves(m_keys.begin(), present,
                     [&](const SortKey &one, const SortKey &other) { return isDescending ? isLess(other, one) : isLess(one, other); });
        std::vector<RecordRow> rows;
        rows.reserve(m_keys.size());
        for (const SortKey &key : m_keys)
            rows.push_back(key.row);
        return rows;
    }

private:
    void fill(SortKey &key, const bson::Element &value)
    {
        key.rank = rankOf(value.type());
        switch (value.type()) {
        case bson::Type::Int32:
        case bson::Type::Int64:
        case bson::Type::Double:
        case bson::Type::Decimal128:
            key.number = numberOf(value);
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
            setText(key, bson::preview(value, int(kMaxTextBytes)).toUtf8());
            break;
        }
    }

    void setText(SortKey &key, QByteArrayView text)
    {
        const QByteArrayView front = text.first(std::min(text.size(), kMaxTextBytes));
        // Positions are 32 bits: beyond 4 GB of texts the rest counts as empty.
        if (m_texts.size() + front.size() > qsizetype(std::numeric_limits<quint32>::max()))
            return;
        key.text = quint32(m_texts.size());
        key.textSize = quint8(front.size());
        m_texts.append(front);
        const auto start = m_texts.begin() + qsizetype(key.text);
        std::transform(start, m_texts.end(), start, [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
        key.integer = orderOfFront(QByteArrayView(m_texts).sliced(key.text));
    }

    [[nodiscard]] int compare(const SortKey &one, const SortKey &other) const
    {
        if (one.rank != other.rank)
            return one.rank < other.rank ? -1 : 1;
        // NaN before all numbers, as MongoDB has it.
        if (std::isnan(one.number) || std::isnan(other.number))
            return int(std::isnan(other.number)) - int(std::isnan(one.number));
        if (one.number != other.number)
            return one.number < other.number ? -1 : 1;
        if (one.integer != other.integer && (one.rank != rankOf(bson::Type::Int64) || (one.integer != 0 && other.integer != 0)))
            return one.integer < other.integer ? -1 : 1;
        return QByteArrayView(m_texts).sliced(one.text, one.textSize).compare(QByteArrayView(m_texts).sliced(other.text, other.textSize));
    }

    std::vector<SortKey> m_keys;
    QByteArray m_texts;
};

/// The associations of a record as one text that sorts as they do. Nothing for a record without any.
std::optional<QByteArray> keyText(const StoredRecord &record)
{
    RecordIndex index;
    indexRecord(bson::DocumentView(record.body), record.collection, index);
    if (index.associations.empty())
        return std::nullopt;
    QByteArray text;
    for (const Association &association : index.associations) {
        text.append(association.model).append('\0').append(association.id).append('\0');
        if (text.size() >= kMaxTextBytes)
            break;
    }
    return text;
}

void addKey(SortKeys &keys, const StoredRecord &record, const RecordOrder &order)
{
    const bson::DocumentView document(record.body);
    if (order.by == RecordOrder::By::Size)
        return keys.addNumber(record.row, record.body.size());
    if (!record.isSound())
        return keys.add(record.row, std::nullopt);
    switch (order.by) {
    case RecordOrder::By::Field:
        return keys.add(record.row, order.path.first(document, record.collection));
    case RecordOrder::By::Updated:
        return keys.add(record.row, document.find("_updatedAt"));
    case RecordOrder::By::Key:
        if (const auto text = keyText(record))
            return keys.addText(record.row, *text);
        return keys.add(record.row, std::nullopt);
    default:
        return keys.add(record.row, document.find("_id"));
    }
}

/// The sums of one thread.
class Adding final
{
public:
    void add(const std::optional<bson::Element> &value)
    {
        ++m_sum.records;
        if (!value)
            return;
        ++m_sum.values;
        if (rankOf(value->type()) != rankOf(bson::Type::Int64))
            return;
        const double number = numberOf(*value);
        if (!std::isfinite(number))
            return;
        addNumber(number);
        if (value->type() == bson::Type::Int32 || value->type() == bson::Type::Int64)
            m_integers += value->type() == bson::Type::Int32 ? value->toInt32() : value->toInt64();
        else
            m_isInteger = false;
    }

    [[nodiscard]] ColumnSum total(const Adding &other) const
    {
        ColumnSum sum = m_sum;
        sum.records += other.m_sum.records;
        sum.values += other.m_sum.values;
        if (other.m_sum.numbers > 0) {
            sum.smallest = sum.numbers > 0 ? std::min(sum.smallest, other.m_sum.smallest) : other.m_sum.smallest;
            sum.largest = sum.numbers > 0 ? std::max(sum.largest, other.m_sum.largest) : other.m_sum.largest;
        }
        sum.numbers += other.m_sum.numbers;
        sum.sum = m_sum.sum + m_lost + (other.m_sum.sum + other.m_lost);
        const Wide integers = m_integers + other.m_integers;
        const bool fits = integers >= std::numeric_limits<qint64>::min() && integers <= std::numeric_limits<qint64>::max();
        sum.integerSum = m_isInteger && other.m_isInteger && fits ? std::optional(qint64(integers)) : std::nullopt;
        return sum;
    }

private:
    __extension__ using Wide = __int128;

    /// With what rounding lost on the way (Neumaier), so that the order of the records does not matter to what people see.
    void addNumber(double number)
    {
        m_sum.smallest = m_sum.numbers > 0 ? std::min(m_sum.smallest, number) : number;
        m_sum.largest = m_sum.numbers > 0 ? std::max(m_sum.largest, number) : number;
        ++m_sum.numbers;
        const double sum = m_sum.sum + number;
        m_lost += std::abs(m_sum.sum) >= std::abs(number) ? (m_sum.sum - sum) + number : (number - sum) + m_sum.sum;
        m_sum.sum = sum;
    }

    ColumnSum m_sum;
    double m_lost = 0;
    Wide m_integers = 0;
    bool m_isInteger = true;
};

} // namespace

Result<std::vector<RecordRow>> sortRecords(const Workspace &workspace, std::vector<RecordRow> rows, const RecordOrder &order,
                                           Progress &progress)
{
    if (order.by == RecordOrder::By::Group) {
        if (order.isDescending)
            std::reverse(rows.begin(), rows.end());
        return rows;
    }
    std::array<SortKeys, 2> halves;
    SortKeys all;
    all.reserve(rows.size());
    const GroupLook look{[&](int half, const StoredRecord &record) { addKey(halves[size_t(half)], record, order); },
                         [&] {
                             // Half by half, so that equal records keep their order.
                             all.take(halves[0]);
                             all.take(halves[1]);
                             return !progress.isCancelled();
                         }};
    if (auto scanned = scanRecords(workspace, rows, progress, look); !scanned)
        return scanned.error();
    if (progress.isCancelled())
        return Error::cancelled();
    return all.sorted(order.isDescending);
}

Result<ColumnSum> sumColumn(const Workspace &workspace, std::span<const RecordRow> rows, const FieldPath &path, Progress &progress)
{
    std::array<Adding, 2> halves;
    const auto add = [&](int half, const StoredRecord &record) {
        const bool isSound = record.isSound();
        halves[size_t(half)].add(isSound ? path.first(bson::DocumentView(record.body), record.collection) : std::nullopt);
    };
    if (auto scanned = scanRecords(workspace, rows, progress, {add, [&] { return !progress.isCancelled(); }}); !scanned)
        return scanned.error();
    if (progress.isCancelled())
        return Error::cancelled();
    return halves[0].total(halves[1]);
}

} // namespace persistence
