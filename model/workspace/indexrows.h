#pragma once

#include "model/workspace/feed.h"
#include "model/workspace/sortedruns.h"

#include <functional>
#include <memory>
#include <unordered_set>
#include <vector>

namespace persistence {

/// How associations are sorted first: by app, then by association model.
[[nodiscard]] quint64 associationMajor(qint64 app, qint64 model);

/// The rows of table `record_id` in order, for Feed. Notes the ids that several records have on the way.
class RecordIdRows final : public FeedRows
{
public:
    /// \a runs: key is the encoded record id, position the collection.
    explicit RecordIdRows(const SortedRuns &runs) : m_merge(runs.merge()) {}

    bool next() override;
    [[nodiscard]] FeedValue value(int column) const override;

    [[nodiscard]] const Result<void> &state() const { return m_merge->state(); }
    /// After the last row: for each id that several records of one collection have, those records in order of arrival.
    [[nodiscard]] const std::vector<std::vector<qint64>> &sameIds() const { return m_sameIds; }

private:
    struct Holder
    {
        quint32 collection;
        qint64 record;
    };

    void noteSame();

    std::unique_ptr<SortedRuns::Merge> m_merge;
    std::vector<Holder> m_same;
    std::vector<std::vector<qint64>> m_sameIds;
};

/// The rows of table `target` in order, for Feed: one for each run of equal (app, association model, id), with its counts. Numbered from 1.
class TargetRows final : public FeedRows
{
public:
    using Found = std::function<void(qint64 app, qint64 model, qint64 target)>;

    /// \a runs: key is the id, weight the size of the record. Records in \a dropped are left out. \a found is told each target.
    TargetRows(const SortedRuns &runs, const std::unordered_set<qint64> &dropped, Found found);

    bool next() override;
    [[nodiscard]] FeedValue value(int column) const override;
    [[nodiscard]] const Result<void> &state() const { return m_merge->state(); }

private:
    void fetch();

    std::unique_ptr<SortedRuns::Merge> m_merge;
    const std::unordered_set<qint64> &m_dropped;
    Found m_found;
    bool m_hasEntry = false;
    bool m_startsKey = false;
    quint64 m_major = 0;
    QByteArray m_key;
    qint64 m_target = 0;
    qint64 m_records = 0;
    qint64 m_bytes = 0;
};

/// The rows of table `association` in order, for Feed, with the numbers that TargetRows gives to the same runs.
class AssociationRows final : public FeedRows
{
public:
    AssociationRows(const SortedRuns &runs, const std::unordered_set<qint64> &dropped) : m_merge(runs.merge()), m_dropped(dropped) {}

    bool next() override;
    [[nodiscard]] FeedValue value(int column) const override;
    [[nodiscard]] const Result<void> &state() const { return m_merge->state(); }

private:
    std::unique_ptr<SortedRuns::Merge> m_merge;
    const std::unordered_set<qint64> &m_dropped;
    qint64 m_target = 0;
};

} // namespace persistence
