#include "model/edit/comparison.h"

#include "model/bson/builder.h"
#include "model/edit/recordpairs.h"
#include "model/record/recordindex.h"
#include "model/workspace/recordcursor.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>

#include <algorithm>
#include <numeric>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Comparison)
};

using ReceiveDifference = std::function<bool(const RecordDifference &)>;

bool areEqual(const StoredRecord &before, const StoredRecord &after, CompareWhat what)
{
    if (before.body == after.body)
        return true;
    if (what == CompareWhat::Document)
        return false;
    const auto first = recordValue(bson::DocumentView(before.body), before.collection);
    const auto second = recordValue(bson::DocumentView(after.body), after.collection);
    return first && second ? first->type() == second->type() && first->value() == second->value() : !first && !second;
}

/// The kind of a record both sides have, and how many of its fields differ.
void compareFields(RecordDifference &pair, CompareWhat what)
{
    const QByteArray before = comparedDocument(pair.before->body, pair.before->collection, what);
    const QByteArray after = comparedDocument(pair.after->body, pair.after->collection, what);
    const std::vector<Difference> fields = differences(bson::DocumentView(before), bson::DocumentView(after));
    const auto has = [&](auto isIt) { return std::any_of(fields.begin(), fields.end(), isIt); };
    pair.fields = qint64(fields.size());
    const bool hasMore = fields.empty() || has([](const Difference &field) {
                             return field.kind != DifferenceKind::Retyped && field.kind != DifferenceKind::Moved;
                         });
    if (hasMore)
        pair.kind = DifferenceKind::Changed;
    else
        pair.kind = has([](const Difference &field) { return field.kind == DifferenceKind::Retyped; }) ? DifferenceKind::Retyped
                                                                                                       : DifferenceKind::Moved;
}

/// Counts what is compared, and hands on what differs.
class Tally final
{
public:
    Tally(CompareWhat what, Progress &progress, const ReceiveDifference &receive) : m_what(what), m_progress(progress), m_receive(receive)
    {
    }

    /// False to stop.
    bool add(RecordDifference pair)
    {
        ++m_progress.records;
        ++m_progress.done;
        const bool isSound = (!pair.before || pair.before->isSound()) && (!pair.after || pair.after->isSound());
        if (!isSound) {
            ++m_total.damaged;
            return true;
        }
        if (!pair.before || !pair.after)
            pair.kind = pair.before ? DifferenceKind::Removed : DifferenceKind::Added;
        else if (areEqual(*pair.before, *pair.after, m_what))
            pair.kind = DifferenceKind::Same;
        else
            compareFields(pair, m_what);
        ++m_total.counts[size_t(pair.kind)];
        return pair.kind == DifferenceKind::Same || m_receive(pair);
    }

    [[nodiscard]] const ComparisonTotal &total() const { return m_total; }

private:
    CompareWhat m_what;
    Progress &m_progress;
    const ReceiveDifference &m_receive;
    ComparisonTotal m_total;
};

/// A cursor that passes over the records that are not compared.
class ScopeCursor final
{
public:
    explicit ScopeCursor(const CompareScope &scope) : m_scope(scope) {}

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
        } while (!m_isAtEnd && !isInScope(m_scope, m_cursor->record(), m_memory));
        return {};
    }

    [[nodiscard]] bool isAtEnd() const { return m_isAtEnd; }
    [[nodiscard]] const RecordCursor &at() const { return *m_cursor; }

private:
    const CompareScope &m_scope;
    std::unique_ptr<RecordCursor> m_cursor;
    MatchMemory m_memory;
    bool m_isAtEnd = false;
};

/// Two whole workspaces side by side, in the order of record ids.
Result<void> compareInStep(const Workspace &before, const Workspace &after, const CompareOptions &options, Progress &progress, Tally &tally)
{
    ScopeCursor first(options.before), second(options.after);
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

Result<void> comparePairs(const Workspace &before, const Workspace &after, const CompareOptions &options, Progress &progress, Tally &tally)
{
    const auto pairs = recordPairs(before, after, options, progress);
    if (!pairs)
        return pairs.error();
    auto firstScan = RecordScan::open(before);
    auto secondScan = RecordScan::open(after);
    if (!firstScan || !secondScan)
        return !firstScan ? firstScan.error() : secondScan.error();
    for (RecordScan *scan : {firstScan->get(), secondScan->get()}) {
        if (auto held = scan->holdState(); !held)
            return held;
    }
    progress.setStage(Texts::tr("Comparing records"));
    progress.records = 0;
    progress.done = 0;
    progress.total = qint64(pairs->size());
    bool goesOn = true;
    for (const auto &[firstRow, secondRow] : *pairs) {
        const RecordRow other = secondRow;
        Result<void> inner;
        auto outer = withRecord(**firstScan, firstRow, progress, [&](const std::optional<StoredRecord> &one) {
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

/// How many records the larger side has: for the progress.
Result<qint64> largerSide(const Workspace &before, const Workspace &after)
{
    qint64 larger = 0;
    for (const Workspace *workspace : {&before, &after}) {
        auto reader = workspace->reader();
        const auto count = reader ? (*reader)->recordCount() : Result<qint64>(reader.error());
        if (!count)
            return count.error();
        larger = std::max(larger, *count);
    }
    return larger;
}

} // namespace

qint64 ComparisonTotal::differing() const
{
    return std::accumulate(counts.begin(), counts.end(), qint64(0)) - of(DifferenceKind::Same);
}

Result<ComparisonTotal> compareWorkspaces(const Workspace &before, const Workspace &after, const CompareOptions &options,
                                          Progress &progress, const std::function<bool(const RecordDifference &)> &receive)
{
    const auto larger = largerSide(before, after);
    if (!larger)
        return larger.error();
    progress.setStage(Texts::tr("Comparing records"));
    progress.total = *larger;
    Tally tally(options.what, progress, receive);
    const bool areWhole = options.before.group == Group() && options.after.group == Group();
    const auto compared = areWhole && options.by == CompareBy::RecordId ? compareInStep(before, after, options, progress, tally)
                                                                        : comparePairs(before, after, options, progress, tally);
    return compared ? Result<ComparisonTotal>(tally.total()) : compared.error();
}

QByteArray comparedDocument(QByteArrayView body, Collection collection, CompareWhat what)
{
    if (what == CompareWhat::Document)
        return body.toByteArray();
    bson::Builder builder;
    if (const auto value = recordValue(bson::DocumentView(body), collection))
        builder.appendRaw(value->name(), value->type(), value->value());
    return builder.finish().toByteArray();
}

} // namespace persistence
