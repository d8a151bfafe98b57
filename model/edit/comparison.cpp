#include "model/edit/comparison.h"

#include "model/find/groupscan.h"
#include "model/record/recordindex.h"
#include "model/workspace/recordcursor.h"
#include "model/workspace/workspace.h"

#include <algorithm>

namespace persistence {

namespace {

using ReceiveDifference = std::function<bool(const RecordDifference &)>;

/// Whether only other apps have it.
bool isOfOtherApp(const StoredRecord &record, const CompareOptions &options, RecordIndex &index)
{
    if (!options.appId)
        return false;
    return record.collection == Collection::Messages || !indexRecord(bson::DocumentView(record.body), record.collection, index) ||
           index.appId != *options.appId;
}

/// Counts what is compared, and hands on what differs.
class Tally final
{
public:
    Tally(Progress &progress, const ReceiveDifference &receive) : m_progress(progress), m_receive(receive) {}

    /// False to stop.
    bool add(const RecordDifference &pair)
    {
        ++m_progress.records;
        const bool isSound = (!pair.before || pair.before->isSound()) && (!pair.after || pair.after->isSound());
        if (!isSound) {
            ++m_total.damaged;
            return true;
        }
        if (pair.before && pair.after && pair.before->body == pair.after->body) {
            ++m_total.equal;
            return true;
        }
        ++(!pair.before ? m_total.added : !pair.after ? m_total.removed : m_total.changed);
        return m_receive(pair);
    }

    [[nodiscard]] const ComparisonTotal &total() const { return m_total; }

private:
    Progress &m_progress;
    const ReceiveDifference &m_receive;
    ComparisonTotal m_total;
};

/// A cursor that passes over the records of other apps.
class CursorOfApp final
{
public:
    explicit CursorOfApp(const CompareOptions &options) : m_options(options) {}

    Result<void> open(const Workspace &workspace)
    {
        auto cursor = RecordCursor::open(workspace);
        if (!cursor)
            return cursor.error();
        m_cursor = *std::move(cursor);
        return next();
    }

    Result<void> next()
    {
        do {
            const auto there = m_cursor->next();
            if (!there)
                return there.error();
            m_isAtEnd = !*there;
        } while (!m_isAtEnd && isOfOtherApp(m_cursor->record(), m_options, m_index));
        return {};
    }

    [[nodiscard]] bool isAtEnd() const { return m_isAtEnd; }
    [[nodiscard]] const RecordCursor &at() const { return *m_cursor; }

private:
    const CompareOptions &m_options;
    std::unique_ptr<RecordCursor> m_cursor;
    RecordIndex m_index;
    bool m_isAtEnd = false;
};

Result<void> compareByRecordId(const Workspace &before, const Workspace &after, const CompareOptions &options, Progress &progress,
                               Tally &tally)
{
    CursorOfApp first(options), second(options);
    if (auto opened = first.open(before); !opened)
        return opened;
    if (auto opened = second.open(after); !opened)
        return opened;
    while (!first.isAtEnd() || !second.isAtEnd()) {
        if (progress.isCancelled())
            return Error::cancelled();
        const int order = first.isAtEnd() ? 1 : second.isAtEnd() ? -1 : first.at().recordId().compare(second.at().recordId());
        RecordDifference pair;
        if (order <= 0)
            pair.before = first.at().record();
        if (order >= 0)
            pair.after = second.at().record();
        if (!tally.add(pair))
            return {};
        if (auto moved = order <= 0 ? first.next() : Result<void>(); !moved)
            return moved;
        if (auto moved = order >= 0 ? second.next() : Result<void>(); !moved)
            return moved;
    }
    return {};
}

/// A record by the hash of its app and key, and by that of its record id. Records whose hashes collide are compared with each other, so
/// nothing that differs is missed.
struct KeyedRow
{
    quint64 key = 0;
    quint64 id = 0;
    RecordRow row;

    auto operator<=>(const KeyedRow &) const = default;
};

quint64 hashOf(QByteArrayView bytes, quint64 seed)
{
    return qHashBits(bytes.data(), size_t(bytes.size()), size_t(seed));
}

KeyedRow keyedRow(const StoredRecord &record, RecordIndex &index)
{
    indexRecord(bson::DocumentView(record.body), record.collection, index);
    quint64 key = hashOf(index.appId, quint64(record.collection));
    for (const Association &association : index.associations)
        key = hashOf(association.id, hashOf(association.model, key));
    return {key, hashOf(index.recordId.value(), quint64(index.recordId.type())), record.row};
}

/// All rows of a workspace, sorted.
Result<std::vector<KeyedRow>> keyedRows(const Workspace &workspace, const CompareOptions &options, Progress &progress)
{
    std::vector<KeyedRow> halves[2];
    RecordIndex indexes[2];
    GroupLook look;
    look.record = [&](int half, const StoredRecord &record) {
        if (!isOfOtherApp(record, options, indexes[half]))
            halves[half].push_back(keyedRow(record, indexes[half]));
    };
    look.settle = [] { return true; };
    if (auto scanned = scanGroup(workspace, {}, progress, look); !scanned)
        return scanned.error();
    halves[0].insert(halves[0].end(), halves[1].begin(), halves[1].end());
    std::sort(halves[0].begin(), halves[0].end());
    return std::move(halves[0]);
}

/// The rows of two records that are taken as the same; an invalid row where there is none.
using RowPair = std::pair<RecordRow, RecordRow>;

/// Pairs records of one key: equal record ids first, then the rest in their order.
void pairRun(std::span<const KeyedRow> first, std::span<const KeyedRow> second, std::vector<RowPair> &pairs)
{
    std::vector<RecordRow> firstRest, secondRest;
    auto a = first.begin();
    auto b = second.begin();
    while (a != first.end() || b != second.end()) {
        const bool takesFirst = b == second.end() || (a != first.end() && a->id <= b->id);
        const bool takesSecond = a == first.end() || (b != second.end() && b->id <= a->id);
        if (takesFirst && takesSecond)
            pairs.emplace_back((a++)->row, (b++)->row);
        else if (takesFirst)
            firstRest.push_back((a++)->row);
        else
            secondRest.push_back((b++)->row);
    }
    std::sort(firstRest.begin(), firstRest.end());
    std::sort(secondRest.begin(), secondRest.end());
    for (size_t i = 0; i < std::max(firstRest.size(), secondRest.size()); ++i)
        pairs.emplace_back(i < firstRest.size() ? firstRest[i] : RecordRow(), i < secondRest.size() ? secondRest[i] : RecordRow());
}

std::vector<RowPair> pairsOf(const std::vector<KeyedRow> &first, const std::vector<KeyedRow> &second)
{
    std::vector<RowPair> pairs;
    const auto endOfRun = [](auto it, auto end, quint64 key) {
        return std::find_if(it, end, [key](const KeyedRow &row) { return row.key != key; });
    };
    auto a = first.begin();
    auto b = second.begin();
    while (a != first.end() || b != second.end()) {
        const quint64 key = b == second.end() || (a != first.end() && a->key < b->key) ? a->key : b->key;
        const auto aEnd = endOfRun(a, first.end(), key);
        const auto bEnd = endOfRun(b, second.end(), key);
        pairRun({a, aEnd}, {b, bEnd}, pairs);
        a = aEnd;
        b = bEnd;
    }
    // In the order of the first workspace; what is only in the second comes last, in its order.
    std::sort(pairs.begin(), pairs.end(),
              [](const RowPair &x, const RowPair &y) { return x.first.isValid() != y.first.isValid() ? x.first.isValid() : x < y; });
    return pairs;
}

/// Reads one record, or none for an invalid row, and goes on with it.
Result<void> withRecord(RecordScan &scan, RecordRow row, Progress &progress, const std::function<void(std::optional<StoredRecord>)> &use)
{
    if (!row.isValid()) {
        use(std::nullopt);
        return {};
    }
    return scan.list(std::span(&row, 1), progress, [&](const StoredRecord &record) {
        use(record);
        return true;
    });
}

Result<void> compareByKey(const Workspace &before, const Workspace &after, const CompareOptions &options, Progress &progress, Tally &tally)
{
    const auto first = keyedRows(before, options, progress);
    const auto second = first ? keyedRows(after, options, progress) : first;
    auto firstScan = RecordScan::open(before);
    auto secondScan = RecordScan::open(after);
    if (!first || !second || !firstScan || !secondScan)
        return !first ? first.error() : !second ? second.error() : !firstScan ? firstScan.error() : secondScan.error();
    for (RecordScan *scan : {firstScan->get(), secondScan->get()}) {
        if (auto held = scan->holdState(); !held)
            return held;
    }
    progress.records = 0;
    bool goesOn = true;
    for (const auto &[firstRow, secondRow] : pairsOf(*first, *second)) {
        const RecordRow other = secondRow;
        Result<void> inner;
        const auto outer = withRecord(**firstScan, firstRow, progress, [&](const std::optional<StoredRecord> &one) {
            inner = withRecord(**secondScan, other, progress, [&](const std::optional<StoredRecord> &two) {
                goesOn = tally.add({one, two});
            });
        });
        if (!outer)
            return outer;
        if (!inner)
            return inner;
        if (!goesOn)
            return {};
    }
    return {};
}

} // namespace

Result<ComparisonTotal> compareWorkspaces(const Workspace &before, const Workspace &after, const CompareOptions &options,
                                          Progress &progress, const std::function<bool(const RecordDifference &)> &receive)
{
    Tally tally(progress, receive);
    const auto compared = options.by == CompareBy::RecordId ? compareByRecordId(before, after, options, progress, tally)
                                                            : compareByKey(before, after, options, progress, tally);
    return compared ? Result<ComparisonTotal>(tally.total()) : compared.error();
}

} // namespace persistence
