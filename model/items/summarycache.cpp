#include "model/items/summarycache.h"

namespace persistence {

template <>
Result<QList<TargetSummary>> SummaryCache<TargetRow, TargetSummary>::read(Reader &reader, std::span<const TargetRow> rows)
{
    return reader.targetSummaries(rows);
}

template <>
qsizetype SummaryCache<TargetRow, TargetSummary>::costOf(const TargetSummary &summary)
{
    return 1 + (summary.id.size() + summary.label.size()) / 1024;
}

template <>
Result<QList<RecordLine>> SummaryCache<RecordRow, RecordLine>::read(Reader &reader, std::span<const RecordRow> rows)
{
    auto summaries = reader.recordSummaries(rows);
    if (!summaries)
        return summaries.error();
    const LabelLookup label = [&reader](QByteArrayView model, QByteArrayView id) { return reader.label(model, id); };
    QList<RecordLine> lines;
    lines.reserve(summaries->size());
    for (const RecordSummary &summary : *summaries)
        lines.append(recordLine(summary, label));
    return lines;
}

template <>
qsizetype SummaryCache<RecordRow, RecordLine>::costOf(const RecordLine &summary)
{
    return 1 + (summary.key.size() + summary.value.size() + summary.recordId.size() + summary.rawRecordId.size() / 2) / 512 +
           summary.head.size() / 1024;
}

} // namespace persistence
