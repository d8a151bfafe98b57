#include "app/commands/bulkedit.h"

#include "app/commands/changing.h"
#include "app/commands/console.h"
#include "app/commands/differenceline.h"
#include "app/commands/filterargument.h"
#include "app/commands/opened.h"
#include "app/commands/recordtext.h"
#include "model/find/finder.h"
#include "model/insight/keyclashes.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>

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

void printDifferences(Reader &reader, const Record &record, const QByteArray &after, bool isClash)
{
    RecordIndex index;
    indexRecord(bson::DocumentView(record.body), record.collection, index);
    console::print(QStringLiteral("~ %1  %2\n").arg(recordIdText(index), recordKeyText(reader, index)));
    if (isClash)
        console::print(QStringLiteral("    ! ") + Texts::tr("Clash: another record has this key") + u'\n');
    for (const Difference &difference : differences(bson::DocumentView(record.body), bson::DocumentView(after)))
        console::print(QStringLiteral("    ") + differenceLine(difference) + u'\n');
}

/// Calls \a receive for each of the records that the edit would change.
Result<void> forEachChange(const BulkEdit &edit, Reader &reader, const std::vector<RecordRow> &rows, Progress &progress,
                           const std::function<Result<void>(RecordRow, const Record &, const QByteArray &after)> &receive)
{
    for (const RecordRow row : rows) {
        if (progress.isCancelled())
            return Error::cancelled();
        const auto record = reader.record(row);
        const auto after = record ? afterEdit(edit, *record) : Result<QByteArray>(record.error());
        if (!after)
            return after.error();
        if (*after == record->body)
            continue;
        if (auto received = receive(row, *record, *after); !received)
            return received;
    }
    return {};
}

bool mayChangeKeys(const BulkEdit &edit)
{
    return edit.isWholeDocument || std::any_of(edit.steps.begin(), edit.steps.end(), [](const EditStep &step) {
               return step.kind == EditStep::Kind::Key || step.kind == EditStep::Kind::App || step.kind == EditStep::Kind::Association ||
                      (step.kind == EditStep::Kind::Replace && step.replacer->replacement().includesKey);
           });
}

Result<void> findClashes(const BulkEdit &edit, Reader &reader, const std::vector<RecordRow> &rows, KeyClashes &clashes, Progress &progress)
{
    if (!mayChangeKeys(edit))
        return {};
    const auto add = [&](RecordRow row, const Record &record, const QByteArray &after) {
        return clashes.add(row, bson::DocumentView(record.body), bson::DocumentView(after));
    };
    if (auto added = forEachChange(edit, reader, rows, progress, add); !added)
        return added;
    return clashes.look(progress);
}

Result<void> tryBulkEdit(const BulkEdit &edit, Progress &progress)
{
    const auto opened = Opened::open(edit.workspace, progress);
    if (!opened)
        return opened.error();
    Reader &reader = (*opened)->reader();
    const auto rows = matchingRows((*opened)->workspace(), edit.filter, progress);
    const auto lookup = rows ? KeyLookup::open((*opened)->workspace()) : Result<std::unique_ptr<KeyLookup>>(rows.error());
    if (!lookup)
        return lookup.error();
    KeyClashes clashes(**lookup);
    if (auto found = findClashes(edit, reader, *rows, clashes, progress); !found)
        return found;
    qint64 changed = 0;
    const auto print = [&](RecordRow row, const Record &record, const QByteArray &after) {
        ++changed;
        printDifferences(reader, record, after, clashes.isClash(row));
        return Result<void>();
    };
    if (auto printed = forEachChange(edit, reader, *rows, progress, print); !printed)
        return printed;
    if (clashes.count() == 1)
        console::print(Texts::tr("Clash: 1 new key is in use by another record as well.") + u'\n');
    else if (clashes.count() > 1)
        console::print(Texts::tr("Clash: %1 new keys are in use by other records as well.").arg(console::number(clashes.count())) + u'\n');
    console::print(Texts::tr("%1 would be changed, of %2 that match. Nothing was changed.\n")
                       .arg(recordCount(changed), recordCount(qint64(rows->size()))));
    return (*opened)->finish({});
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
