#include "app/commands/bulkedit.h"

#include "app/commands/changing.h"
#include "app/commands/console.h"
#include "app/commands/differenceline.h"
#include "app/commands/filterargument.h"
#include "app/commands/opened.h"
#include "app/commands/recordtext.h"
#include "model/find/finder.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

Result<std::vector<RecordRow>> matchingRows(const Workspace &workspace, const QString &filterText, Progress &progress)
{
    const auto filter = filterOf({filterText});
    if (!filter)
        return filter.error();
    const auto matcher = FilterMatcher::compile(workspace, *filter, progress);
    if (!matcher)
        return matcher.error();
    std::vector<RecordRow> rows;
    const auto total = Finder(workspace, *matcher).find(Group(), progress, [&](std::span<const Hit> hits) {
        for (const Hit &hit : hits)
            rows.push_back(hit.row);
        return true;
    });
    if (!total)
        return total.error();
    if (total->damaged > 0)
        return Error{ErrorKind::Damaged,
                     Texts::tr("%1 damaged records could not be searched. Nothing was changed. \"verify\" tells more.")
                         .arg(console::number(total->damaged)),
                     {}};
    return rows;
}

/// The document after the edit; an error names the record.
Result<QByteArray> afterEdit(const BulkEdit &edit, const Record &record)
{
    auto after = documentAfter(edit.steps, record, edit.isWholeDocument, true);
    if (after)
        return after;
    RecordIndex index;
    indexRecord(bson::DocumentView(record.body), record.collection, index);
    return Error{after.error().kind, Texts::tr("Record %1: %2").arg(recordIdText(index), after.error().message), after.error().detail};
}

void printDifferences(Reader &reader, const Record &record, const QByteArray &after)
{
    RecordIndex index;
    indexRecord(bson::DocumentView(record.body), record.collection, index);
    console::print(QStringLiteral("~ %1  %2\n").arg(recordIdText(index), recordKeyText(reader, index)));
    for (const Difference &difference : differences(bson::DocumentView(record.body), bson::DocumentView(after)))
        console::print(QStringLiteral("    ") + differenceLine(difference) + u'\n');
}

Result<void> tryBulkEdit(const BulkEdit &edit, Progress &progress)
{
    const auto opened = Opened::open(edit.workspace, progress);
    if (!opened)
        return opened.error();
    const auto rows = matchingRows((*opened)->workspace(), edit.filter, progress);
    if (!rows)
        return rows.error();
    qint64 changed = 0;
    for (const RecordRow row : *rows) {
        if (progress.isCancelled())
            return Error::cancelled();
        const auto record = (*opened)->reader().record(row);
        const auto after = record ? afterEdit(edit, *record) : Result<QByteArray>(record.error());
        if (!after)
            return after.error();
        if (*after == record->body)
            continue;
        ++changed;
        printDifferences((*opened)->reader(), *record, *after);
    }
    console::print(Texts::tr("%1 would be changed, of %2 that match. Nothing was changed.\n")
                       .arg(recordCount(changed), recordCount(qint64(rows->size()))));
    return {};
}

} // namespace

Result<void> runBulkEdit(const BulkEdit &edit, Progress &progress)
{
    if (edit.isDryRun)
        return tryBulkEdit(edit, progress);
    const auto changing = Changing::open(edit.workspace, progress);
    if (!changing)
        return changing.error();
    Session &session = (*changing)->session();
    const auto rows = matchingRows(session.workspace(), edit.filter, progress);
    if (!rows)
        return rows.error();
    const BodyVerb verb = [&](const Record &record) -> Result<std::optional<QByteArray>> {
        auto after = afterEdit(edit, record);
        if (!after)
            return after.error();
        return std::optional(*std::move(after));
    };
    return reportApplied(session.applyToMany(titleOf(edit.steps), *rows, verb, progress), edit.ack);
}

} // namespace persistence
