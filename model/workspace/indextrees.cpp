#include "model/workspace/indextrees.h"

#include <algorithm>

namespace persistence {

namespace {

qint64 appOf(quint64 major)
{
    return qint64(major >> 32);
}

qint64 modelOf(quint64 major)
{
    return qint64(major & 0xffffffff);
}

struct IdHolder
{
    quint32 collection;
    qint64 record;
};

/// Ends a run of records with one id: notes those of each collection that has several.
void noteSameIds(std::vector<IdHolder> &holders, std::vector<std::vector<qint64>> &sameIds)
{
    if (holders.size() < 2)
        return holders.clear();
    std::stable_sort(holders.begin(), holders.end(), [](const IdHolder &a, const IdHolder &b) { return a.collection < b.collection; });
    for (size_t i = 0; i < holders.size();) {
        std::vector<qint64> records;
        for (const quint32 collection = holders[i].collection; i < holders.size() && holders[i].collection == collection; ++i)
            records.push_back(holders[i].record);
        if (records.size() > 1)
            sameIds.push_back(std::move(records));
    }
    holders.clear();
}

} // namespace

quint64 associationMajor(qint64 app, qint64 model)
{
    return quint64(app) << 32 | quint64(model);
}

Result<std::vector<std::vector<qint64>>> writeRecordIdTree(PageFile &file, quint32 root, const SortedRuns &runs, const Progress &progress)
{
    TreeWriter tree(file, TreeWriter::Kind::Index, root);
    RowBytes row;
    std::vector<IdHolder> holders;
    std::vector<std::vector<qint64>> sameIds;
    const auto merge = runs.merge();
    while (merge->advance()) {
        if (progress.isCancelled())
            return Error::cancelled();
        const SortedRuns::Entry &entry = merge->entry();
        if (entry.startsKey)
            noteSameIds(holders, sameIds);
        if (!entry.key.isEmpty())
            holders.push_back({entry.position, entry.record});
        row.restart();
        row.add(entry.key);
        row.add(entry.record);
        if (auto appended = tree.append(row.bytes()); !appended)
            return appended.error();
    }
    noteSameIds(holders, sameIds);
    if (!merge->state())
        return merge->state().error();
    if (auto finished = tree.finish(); !finished)
        return finished.error();
    return sameIds;
}

AssociationTrees::AssociationTrees(PageFile &file, const Roots &roots, Found found)
    : m_found(std::move(found))
    , m_targets(file, TreeWriter::Kind::Table, roots.targets)
    , m_targetIndex(file, TreeWriter::Kind::Index, roots.targetIndex)
    , m_associations(file, TreeWriter::Kind::Index, roots.associations)
{
}

Result<void> AssociationTrees::write(const SortedRuns &runs, const std::unordered_set<qint64> &dropped, const Progress &progress)
{
    const auto merge = runs.merge();
    bool startsTarget = false;
    while (merge->advance()) {
        if (progress.isCancelled())
            return Error::cancelled();
        const SortedRuns::Entry &entry = merge->entry();
        startsTarget |= entry.startsKey;
        if (!dropped.empty() && dropped.contains(entry.record))
            continue;
        if (startsTarget) {
            if (auto begun = beginTarget(entry); !begun)
                return begun;
            startsTarget = false;
        }
        if (auto added = add(entry); !added)
            return added;
    }
    if (!merge->state())
        return merge->state();
    auto finished = endTarget();
    for (TreeWriter *tree : {&m_targets, &m_targetIndex, &m_associations}) {
        if (finished)
            finished = tree->finish();
    }
    return finished;
}

Result<void> AssociationTrees::beginTarget(const SortedRuns::Entry &entry)
{
    if (auto ended = endTarget(); !ended)
        return ended;
    const qint64 app = appOf(entry.major);
    const qint64 model = modelOf(entry.major);
    ++m_target;
    m_records = m_bytes = m_lastRecord = 0;
    m_found(app, model, m_target);
    m_targetRow.restart();
    m_targetRow.addNull(); // stands for the rowid
    m_targetRow.add(app);
    m_targetRow.add(model);
    m_targetRow.add(entry.key);
    m_row.restart();
    m_row.add(app);
    m_row.add(model);
    m_row.add(entry.key);
    m_row.add(m_target);
    return m_targetIndex.append(m_row.bytes());
}

Result<void> AssociationTrees::endTarget()
{
    if (m_target == 0)
        return {};
    m_targetRow.add(m_records);
    m_targetRow.add(m_bytes);
    return m_targets.append(m_target, m_targetRow.bytes());
}

Result<void> AssociationTrees::add(const SortedRuns::Entry &entry)
{
    if (entry.record != m_lastRecord) {
        ++m_records;
        m_bytes += entry.weight;
    }
    m_lastRecord = entry.record;
    m_row.restart();
    m_row.add(m_target);
    m_row.add(entry.record);
    m_row.add(qint64(entry.position));
    return m_associations.append(m_row.bytes());
}

} // namespace persistence
