#include "model/find/valuecounts.h"

#include "model/find/groupscan.h"

#include <QCryptographicHash>
#include <QHash>

#include <algorithm>

namespace persistence {

namespace {

constexpr qsizetype kHashBytes = 20;

/// A value as it is told apart: its type and its bytes; of a long one the front and a hash of all of it.
void makeKey(const bson::Element &value, QByteArray &key)
{
    const QByteArrayView bytes = value.value();
    key.resize(0);
    key += char(value.type());
    if (bytes.size() <= ValueCounts::kMaxBytes) {
        key += bytes;
        return;
    }
    key += bytes.first(ValueCounts::kMaxBytes);
    key += QCryptographicHash::hash(bytes, QCryptographicHash::Sha1);
}

CountedValue countedValue(const QByteArray &key, qint64 records)
{
    const bool isCut = key.size() == 1 + ValueCounts::kMaxBytes + kHashBytes;
    return {bson::Type(quint8(key.front())), isCut ? key.mid(1, ValueCounts::kMaxBytes) : key.sliced(1), isCut, records};
}

/// What one thread has counted.
class HalfCount final
{
public:
    void add(const StoredRecord &record, const FieldPath &path)
    {
        ++m_records;
        m_seen.clear();
        path.visit(bson::DocumentView(record.body), record.collection, [&](const bson::Element &value, const auto &) {
            makeKey(value, m_key);
            if (!m_seen.contains(m_key)) {
                m_seen.append(m_key);
                count(m_key, 1);
            }
            return true;
        });
        if (m_seen.isEmpty())
            ++m_missing;
    }

    void addDamaged() { ++m_damaged; }

    void merge(const HalfCount &other)
    {
        m_records += other.m_records;
        m_missing += other.m_missing;
        m_damaged += other.m_damaged;
        m_uncounted += other.m_uncounted;
        for (auto it = other.m_counts.cbegin(); it != other.m_counts.cend(); ++it)
            count(it.key(), it.value());
    }

    [[nodiscard]] ValueCounts result(qsizetype mostListed) const
    {
        ValueCounts result;
        result.records = m_records;
        result.missing = m_missing;
        result.damaged = m_damaged;
        result.distinct = m_counts.size();
        result.isCapped = m_uncounted > 0;
        result.unlisted = m_uncounted;
        std::vector<std::pair<qint64, QByteArray>> all;
        for (auto it = m_counts.cbegin(); it != m_counts.cend(); ++it)
            all.emplace_back(-it.value(), it.key());
        const auto listed = std::min(qsizetype(all.size()), mostListed);
        std::partial_sort(all.begin(), all.begin() + listed, all.end());
        for (qsizetype i = 0; i < qsizetype(all.size()); ++i) {
            const auto &[negative, key] = all[size_t(i)];
            if (i < listed)
                result.values.append(countedValue(key, -negative));
            else
                result.unlisted -= negative;
        }
        return result;
    }

private:
    void count(const QByteArray &key, qint64 records)
    {
        const auto found = m_counts.find(key);
        if (found != m_counts.end())
            *found += records;
        else if (m_counts.size() < ValueCounts::kMaxDistinct)
            m_counts.insert(QByteArray(key.constData(), key.size()), records);
        else
            m_uncounted += records;
    }

    QHash<QByteArray, qint64> m_counts;
    QList<QByteArray> m_seen; ///< of the record that is being counted
    QByteArray m_key;
    qint64 m_records = 0;
    qint64 m_missing = 0;
    qint64 m_damaged = 0;
    qint64 m_uncounted = 0;
};

} // namespace

Result<ValueCounts> countValues(const Workspace &workspace, const Group &group, std::shared_ptr<const FilterMatcher> filter,
                                const FieldPath &path, Progress &progress, qsizetype listed)
{
    struct alignas(kHalfAlignment) Half
    {
        HalfCount count;
        MatchMemory memory;
    };
    Half halves[2];
    GroupLook look;
    look.record = [&](int half, const StoredRecord &record) {
        if (!record.isSound())
            halves[half].count.addDamaged();
        else if (!filter || filter->matches(record, halves[half].memory))
            halves[half].count.add(record, path);
    };
    look.settle = [] { return true; };
    if (auto scanned = scanGroup(workspace, group, progress, look); !scanned)
        return scanned.error();
    halves[0].count.merge(halves[1].count);
    return halves[0].count.result(listed);
}

FieldPath inEachItem(const FieldPath &path)
{
    std::vector<FieldStep> steps = path.steps();
    for (FieldStep &step : steps) {
        if (step.kind == FieldStep::Kind::Position)
            step = {FieldStep::Kind::EachItem, {}, 0};
    }
    return FieldPath(std::move(steps));
}

FilterTerm termOf(const FieldPath &path, const CountedValue &value)
{
    if (!value.isCut)
        return fieldTerm(path, value.element());
    if (value.type == bson::Type::String) {
        // Behind the length; without a character that was cut in two.
        QByteArrayView front = QByteArrayView(value.bytes).sliced(sizeof(qint32));
        while (!front.isEmpty() && (uchar(front.back()) & 0xc0) == 0x80)
            front.chop(1);
        if (!front.isEmpty() && uchar(front.back()) >= 0x80)
            front.chop(1);
        return containingTerm(path, front.toByteArray());
    }
    // Any value of that type, which is what fieldTerm() makes of a container.
    FilterTerm term = hasTerm(path);
    term.subject = FilterSubject::Type;
    term.operation = FilterOperator::Equal;
    term.value = FilterValue::quoted(filterTypeName(value.type));
    return term;
}

} // namespace persistence
