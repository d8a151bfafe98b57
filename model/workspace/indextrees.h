#pragma once

#include "model/base/progress.h"
#include "model/workspace/sortedruns.h"
#include "model/workspace/treewriter.h"

#include <functional>
#include <unordered_set>
#include <vector>

namespace persistence {

/// How associations are sorted first: by app, then by association model.
[[nodiscard]] quint64 associationMajor(qint64 app, qint64 model);

/// Writes table `record_id` of a new workspace. \a runs: key is the encoded record id, position the collection. Gives for each id that
/// several records of one collection have those records, in order of arrival.
[[nodiscard]] Result<std::vector<std::vector<qint64>>> writeRecordIdTree(PageFile &file, quint32 root, const SortedRuns &runs,
                                                                         const Progress &progress);

/// Writes the tables `target` and `association` of a new workspace with the index of the former, in one pass. Targets, one for each run of
/// equal (app, association model, id), are numbered from 1.
class AssociationTrees final
{
public:
    using Found = std::function<void(qint64 app, qint64 model, qint64 target)>;

    struct Roots
    {
        quint32 targets = 0;
        quint32 targetIndex = 0;
        quint32 associations = 0;
    };

    /// \a found is told each target.
    AssociationTrees(PageFile &file, const Roots &roots, Found found);

    /// \a runs: key is the id, weight the size of the record. Records in \a dropped are left out.
    [[nodiscard]] Result<void> write(const SortedRuns &runs, const std::unordered_set<qint64> &dropped, const Progress &progress);

private:
    [[nodiscard]] Result<void> beginTarget(const SortedRuns::Entry &entry);
    [[nodiscard]] Result<void> endTarget();
    [[nodiscard]] Result<void> add(const SortedRuns::Entry &entry);

    Found m_found;
    TreeWriter m_targets;
    TreeWriter m_targetIndex;
    TreeWriter m_associations;
    RowBytes m_targetRow; ///< of the present target, without its counts
    RowBytes m_row;
    qint64 m_target = 0;
    qint64 m_records = 0;
    qint64 m_bytes = 0;
    qint64 m_lastRecord = 0;
};

} // namespace persistence
