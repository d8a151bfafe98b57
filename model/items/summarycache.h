#pragma once

#include "model/items/recordline.h"
#include "model/workspace/reader.h"

#include <QCache>
#include <QSet>

#include <span>
#include <vector>

namespace persistence {

/// The newest summaries that a view asked for. A miss reads the whole page around it, because a view asks for neighbours next.
/// \a Summary is RecordLine or TargetSummary. Belongs to one item model, on its thread.
template <typename Row, typename Summary>
class SummaryCache final
{
public:
    static constexpr qint64 kPageSize = 64;

    /// The summary of the row at \a position of \a size rows, \a rowAt gives each. Rows that are gone have an empty summary.
    template <typename RowAt>
    Result<Summary> at(Reader &reader, qint64 position, qint64 size, RowAt rowAt)
    {
        const Row row = rowAt(position);
        if (const Summary *cached = m_summaries.object(row.value))
            return *cached;
        std::vector<Row> page;
        const qint64 first = position - position % kPageSize;
        for (qint64 i = first; i < std::min(first + kPageSize, size); ++i)
            page.push_back(rowAt(i));
        auto summaries = read(reader, page);
        if (!summaries)
            return summaries.error();
        store(page, *summaries);
        // Not from the cache: a page of huge summaries may have pushed its own rows out.
        for (const Summary &summary : *summaries) {
            if (summary.row == row)
                return summary;
        }
        return Summary();
    }

    /// Reads everything that is cached again. The rows that differ now.
    Result<QSet<qint64>> refresh(Reader &reader)
    {
        std::vector<Row> rows;
        for (const qint64 row : m_summaries.keys())
            rows.push_back(Row{row});
        auto summaries = read(reader, rows);
        if (!summaries)
            return summaries.error();
        QHash<qint64, Summary> before;
        for (const Row row : rows)
            before.insert(row.value, *m_summaries.object(row.value));
        m_summaries.clear();
        store(rows, *summaries);
        QSet<qint64> changed;
        for (const Row row : rows) {
            const Summary *now = m_summaries.object(row.value);
            if (!now || !(*now == before.value(row.value)))
                changed.insert(row.value);
        }
        return changed;
    }

    void clear() { m_summaries.clear(); }

private:
    static Result<QList<Summary>> read(Reader &reader, std::span<const Row> rows);

    void store(std::span<const Row> rows, const QList<Summary> &summaries)
    {
        for (const Row row : rows)
            m_summaries.insert(row.value, new Summary());
        for (const Summary &summary : summaries)
            m_summaries.insert(summary.row.value, new Summary(summary), costOf(summary));
    }

    /// In units of about 1 KB, so that a thousand ids of 1 MB cannot fill the memory.
    static qsizetype costOf(const Summary &summary);

    /// Holds several pages of the largest heads of records (64 KiB each).
    static constexpr qsizetype kMaxCost = 16'384;
    QCache<qint64, Summary> m_summaries{kMaxCost};
};

template <>
Result<QList<TargetSummary>> SummaryCache<TargetRow, TargetSummary>::read(Reader &reader, std::span<const TargetRow> rows);
template <>
qsizetype SummaryCache<TargetRow, TargetSummary>::costOf(const TargetSummary &summary);
template <>
Result<QList<RecordLine>> SummaryCache<RecordRow, RecordLine>::read(Reader &reader, std::span<const RecordRow> rows);
template <>
qsizetype SummaryCache<RecordRow, RecordLine>::costOf(const RecordLine &summary);

using TargetCache = SummaryCache<TargetRow, TargetSummary>;
using RecordLineCache = SummaryCache<RecordRow, RecordLine>;

} // namespace persistence
