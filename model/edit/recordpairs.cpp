#include "model/edit/recordpairs.h"

#include "model/find/groupscan.h"
#include "model/record/recordindex.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Comparison)
};

/// A record by the hash of what it is matched by, and by that of its record id. Records whose hashes collide are compared with each other,
/// so nothing that differs is missed.
struct HashedRow
{
    quint64 match = 0;
    quint64 id = 0;
    RecordRow row;

    auto operator<=>(const HashedRow &) const = default;
};

quint64 hashOf(QByteArrayView bytes, quint64 seed)
{
    return qHashBits(bytes.data(), size_t(bytes.size()), size_t(seed));
}

/// What all records of a group have in their keys because they are in it.
struct GroupMarks
{
    bool hasApp = false;
    std::optional<QByteArray> model;
    std::optional<QByteArray> id;
    bool hasShape = false; ///< the models of all associations
};

Result<GroupMarks> marksOf(const Workspace &workspace, const Group &group)
{
    GroupMarks marks;
    marks.hasApp = group.app.isValid();
    marks.hasShape = group.shape.isValid();
    if (!group.model.isValid())
        return marks;
    auto reader = workspace.reader();
    if (!reader)
        return reader.error();
    const auto models = (*reader)->models(group.app);
    if (!models)
        return models.error();
    for (const ModelSummary &model : *models) {
        if (model.row == group.model && model.kind == ModelKind::Stored)
            marks.model = model.name;
    }
    if (!group.target.isValid() || !marks.model)
        return marks;
    const auto targets = (*reader)->targetSummaries(std::span(&group.target, 1));
    if (!targets)
        return targets.error();
    for (const TargetSummary &target : *targets)
        marks.id = target.id;
    return marks;
}

/// Hashes the records of one side.
class SideHash final
{
public:
    SideHash(const CompareOptions &options, GroupMarks marks) : m_by(options.by), m_marks(std::move(marks)) {}

    HashedRow operator()(const StoredRecord &record, RecordIndex &index) const
    {
        indexRecord(bson::DocumentView(record.body), record.collection, index);
        const quint64 id = hashOf(index.recordId.value(), quint64(index.recordId.type()));
        return {m_by == CompareBy::Key ? keyHash(record.collection, index) : id, id, record.row};
    }

private:
    [[nodiscard]] quint64 keyHash(Collection collection, const RecordIndex &index) const
    {
        static constexpr QByteArrayView kLeftOut("\0group", 6);
        quint64 key = hashOf(m_marks.hasApp ? QByteArrayView() : index.appId, quint64(collection));
        for (const auto &[model, id] : index.associations) {
            const bool isOfGroup = m_marks.hasShape || (m_marks.model == model && (!m_marks.id || m_marks.id == id));
            key = hashOf(isOfGroup ? kLeftOut : model, key);
            key = hashOf(isOfGroup && m_marks.id ? kLeftOut : id, key);
        }
        return key;
    }

    CompareBy m_by;
    GroupMarks m_marks;
};

/// All rows of a side, sorted.
Result<std::vector<HashedRow>> hashedRows(const Workspace &workspace, const CompareScope &scope, const CompareOptions &options,
                                          Progress &progress)
{
    auto marks = marksOf(workspace, scope.group);
    if (!marks)
        return marks.error();
    const SideHash hash(options, *std::move(marks));
    std::vector<HashedRow> halves[2];
    RecordIndex indexes[2];
    MatchMemory memories[2];
    GroupLook look;
    look.record = [&](int half, const StoredRecord &record) {
        if (isInScope(scope, record, memories[half]))
            halves[half].push_back(hash(record, indexes[half]));
    };
    look.settle = [] { return true; };
    progress.done = 0;
    progress.records = 0;
    if (auto scanned = scanGroup(workspace, scope.group, progress, look); !scanned)
        return scanned.error();
    halves[0].insert(halves[0].end(), halves[1].begin(), halves[1].end());
    std::sort(halves[0].begin(), halves[0].end());
    return std::move(halves[0]);
}

/// Pairs records that match: equal record ids first, then the rest in their order.
void pairRun(std::span<const HashedRow> first, std::span<const HashedRow> second, std::vector<RecordPair> &pairs)
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

std::vector<RecordPair> pairsOf(const std::vector<HashedRow> &first, const std::vector<HashedRow> &second)
{
    std::vector<RecordPair> pairs;
    const auto endOfRun = [](auto it, auto end, quint64 match) {
        return std::find_if(it, end, [match](const HashedRow &row) { return row.match != match; });
    };
    auto a = first.begin();
    auto b = second.begin();
    while (a != first.end() || b != second.end()) {
        const quint64 match = b == second.end() || (a != first.end() && a->match < b->match) ? a->match : b->match;
        const auto aEnd = endOfRun(a, first.end(), match);
        const auto bEnd = endOfRun(b, second.end(), match);
        pairRun({a, aEnd}, {b, bEnd}, pairs);
        a = aEnd;
        b = bEnd;
    }
    std::sort(pairs.begin(), pairs.end(),
              [](const RecordPair &x, const RecordPair &y) { return x.first.isValid() != y.first.isValid() ? x.first.isValid() : x < y; });
    return pairs;
}

} // namespace

bool isInScope(const CompareScope &scope, const StoredRecord &record, MatchMemory &memory)
{
    if (!scope.filter || !record.isSound())
        return true;
    return scope.filter->mayMatch(record.body) && scope.filter->matches(record, memory);
}

Result<std::vector<RecordPair>> recordPairs(const Workspace &before, const Workspace &after, const CompareOptions &options,
                                            Progress &progress)
{
    progress.setStage(Texts::tr("Matching records, side 1 of 2"));
    const auto first = hashedRows(before, options.before, options, progress);
    if (!first)
        return first.error();
    progress.setStage(Texts::tr("Matching records, side 2 of 2"));
    const auto second = hashedRows(after, options.after, options, progress);
    if (!second)
        return second.error();
    return pairsOf(*first, *second);
}

} // namespace persistence
