#include "model/find/recordsort.h"

#include "model/find/groupscan.h"
#include "model/find/sortkeys.h"
#include "model/record/recordid.h"
#include "model/record/recordindex.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace persistence {

namespace {

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
        if (text.size() >= SortTexts::kMaxTextBytes)
            break;
    }
    return text;
}

void addKey(SortKeys &keys, int half, const StoredRecord &record, const RecordOrder &order)
{
    const bson::DocumentView document(record.body);
    if (order.by == RecordOrder::By::Size)
        return keys.addNumber(half, record.row, record.body.size());
    if (!record.isSound())
        return keys.add(half, record.row, std::nullopt);
    switch (order.by) {
    case RecordOrder::By::Field:
        return keys.add(half, record.row, order.path.first(document, record.collection));
    case RecordOrder::By::Updated:
        return keys.add(half, record.row, document.find("_updatedAt"));
    case RecordOrder::By::Key:
        if (const auto text = keyText(record))
            return keys.addText(half, record.row, *text);
        return keys.add(half, record.row, std::nullopt);
    default:
        return keys.add(half, record.row, document.find("_id"));
    }
}

/// The sums of one thread.
class alignas(kHalfAlignment) Adding final
{
public:
    void add(const std::optional<bson::Element> &value)
    {
        ++m_sum.records;
        if (!value)
            return;
        ++m_sum.values;
        if (orderRank(value->type()) != orderRank(bson::Type::Int64))
            return;
        const double number = nearestDouble(*value);
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
    SortKeys keys;
    keys.reserve(rows.size());
    const GroupLook look{[&](int half, const StoredRecord &record) { addKey(keys, half, record, order); },
                         [&] {
                             keys.settle();
                             return !progress.isCancelled();
                         }};
    if (auto scanned = scanRecords(workspace, rows, progress, look); !scanned)
        return scanned.error();
    if (progress.isCancelled())
        return Error::cancelled();
    return keys.sorted(order.isDescending);
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
