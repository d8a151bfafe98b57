#include "model/items/recordcomparison.h"

#include "model/items/differencemodel.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace persistence {

namespace {

constexpr size_t kPage = 256;

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(persistence::RecordComparison)
};

/// The lines of records of one side, by row.
Result<QHash<qint64, RecordLine>> linesOf(Reader &reader, const std::vector<RecordRow> &rows)
{
    const auto summaries = reader.recordSummaries(rows);
    if (!summaries)
        return summaries.error();
    QHash<qint64, RecordLine> lines;
    for (const RecordSummary &summary : *summaries)
        lines.insert(summary.row.value,
                     recordLine(summary, [&](QByteArrayView model, QByteArrayView id) { return reader.label(model, id); }));
    return lines;
}

QStringList cellsOf(const ComparedRecord &record, const RecordLine &before, const RecordLine &after)
{
    return {differenceWord(record.kind),
            QString::fromUtf8(appIdOf(record.before.isValid() ? before : after)),
            before.key,
            QString::fromUtf8(before.rawRecordId),
            after.key,
            QString::fromUtf8(after.rawRecordId),
            record.fields > 0 ? QString::number(record.fields) : QString()};
}

} // namespace

ComparisonOrder ComparisonOrder::swapped() const
{
    return {after, before, by, what};
}

QByteArray appIdOf(const RecordLine &line)
{
    RecordIndex index;
    return indexRecord(bson::DocumentView(line.head), line.collection, index) ? index.appId.toByteArray() : QByteArray();
}

Result<Comparison> comparisonOf(const ComparisonOrder &order, const ComparedRecord &compared)
{
    Comparison comparison;
    comparison.beforeTitle = order.before.title;
    comparison.afterTitle = order.after.title;
    const auto read = [&](const ComparedSide &side, RecordRow row, std::optional<QByteArray> &document) -> Result<void> {
        if (!row.isValid())
            return {};
        const auto reader = side.workspace->reader();
        const auto record = reader ? (*reader)->record(row) : Result<Record>(reader.error());
        if (!record)
            return record.error();
        document = comparedDocument(record->body, record->collection, order.what);
        return {};
    };
    if (auto done = read(order.before, compared.before, comparison.before); !done)
        return done.error();
    if (auto done = read(order.after, compared.after, comparison.after); !done)
        return done.error();
    return comparison;
}

Result<void> pourComparedRecords(const ComparisonOrder &order, std::span<const ComparedRecord> records, Progress &progress,
                                 const ReceiveLine &receive)
{
    auto before = order.before.workspace->reader();
    auto after = order.after.workspace->reader();
    if (!before || !after)
        return !before ? before.error() : after.error();
    if (auto titles = receive({Texts::tr("Difference"), Texts::tr("App"), Texts::tr("Key before"), Texts::tr("Record id before"),
                               Texts::tr("Key after"), Texts::tr("Record id after"), Texts::tr("Fields")});
        !titles)
        return titles;
    progress.total = qint64(records.size());
    while (!records.empty()) {
        if (progress.isCancelled())
            return Error::cancelled();
        const auto page = records.first(std::min(kPage, records.size()));
        records = records.subspan(page.size());
        std::vector<RecordRow> firstRows, secondRows;
        for (const ComparedRecord &record : page) {
            firstRows.push_back(record.before);
            secondRows.push_back(record.after);
        }
        const auto first = linesOf(**before, firstRows);
        const auto second = linesOf(**after, secondRows);
        if (!first || !second)
            return !first ? first.error() : second.error();
        for (const ComparedRecord &record : page) {
            if (auto line = receive(cellsOf(record, first->value(record.before.value), second->value(record.after.value))); !line)
                return line;
        }
        progress.done += qint64(page.size());
        progress.records = progress.done.load();
    }
    return {};
}

} // namespace persistence
