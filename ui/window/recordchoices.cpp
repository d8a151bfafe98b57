#include "ui/window/recordchoices.h"

#include "model/edit/editing.h"
#include "model/find/groupscan.h"
#include "model/items/itemtext.h"
#include "model/workspace/workspace.h"
#include "ui/records/recordspanel.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/browser.h"
#include "ui/window/places.h"

#include <QCoreApplication>
#include <QPointer>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(RecordChoices)
};

/// Characters of a filter that its choice shows.
constexpr int kShownFilter = 60;

RecordSelection chosen(std::vector<RecordRow> rows, const QString &one, const QString &many)
{
    const qint64 count = qint64(rows.size());
    return {countedText(count, one, many), {}, std::move(rows), count};
}

RecordSelection filtered(const RecordsPanel &records)
{
    const auto count = qint64(records.shownRecords().size());
    const QString filter = QString::fromUtf8(records.filter().toText()).left(kShownFilter);
    const QString text = count == 1 ? Texts::tr("Filtered: 1 record with %1").arg(filter)
                                    : Texts::tr("Filtered: %1 records with %2").arg(numberText(count), filter);
    return {text, {}, records.shownRecords(), count};
}

/// All records of one group.
Result<RecordSelection> wholeGroup(const Workspace &workspace, const Group &group)
{
    const auto reader = workspace.reader();
    const auto size = reader ? sizeOfGroup(**reader, group) : Result<GroupSize>(reader.error());
    if (!size)
        return size.error();
    const QString place = placeName(workspace, group);
    const QString count = numberText(size->records);
    RecordSelection selection{{}, group, {}, size->records};
    if (group == Group())
        selection.title = size->records == 1 ? Texts::tr("All: 1 record") : Texts::tr("All: %1 records").arg(count);
    else
        selection.title =
            size->records == 1 ? Texts::tr("All of %1: 1 record").arg(place) : Texts::tr("All of %2: %1 records").arg(count, place);
    return selection;
}

/// Whether nothing can be changed, which it then says, with the way out if there is one.
bool refuses(Editing &editing, MessageBar &messages)
{
    if (!editing.isLocked())
        return false;
    QList<MessageBar::Button> buttons;
    if (editing.canUnlock())
        buttons.append({Texts::tr("Unlock"), [editing = QPointer(&editing)] {
                            if (editing)
                                editing->unlock();
                        }});
    messages.showMessage(Tone::Info, Texts::tr("Nothing was changed, because this workspace is locked. %1").arg(editing.lockReason()),
                         buttons);
    return true;
}

bool isFilterRunning(const RecordsPanel &records)
{
    return !records.filter().isEmpty() && records.isReading();
}

/// Adds the group; an empty one is nothing that could be changed.
void addGroup(QList<RecordSelection> &choices, const Group &group, const Editing &editing, MessageBar &messages)
{
    const auto whole = wholeGroup(editing.workspace(), group);
    if (!whole)
        messages.showMessage(Tone::Bad, whole.error().message);
    else if (whole->count > 0)
        choices.append(*whole);
    else if (choices.isEmpty())
        messages.showMessage(Tone::Info, Texts::tr("There is no record here."));
}

} // namespace

QList<RecordSelection> offeredRecords(const Browser &browser, Editing *editing, MessageBar &messages, ChoiceOrder order)
{
    if (!editing || refuses(*editing, messages))
        return {};
    const RecordsPanel &records = *browser.records();
    std::vector<RecordRow> selected = records.selectedRecords();
    const bool isLast = order == ChoiceOrder::Widest && selected.size() == 1;
    // What it finds is most likely meant, and nobody knows yet what that is.
    if (isFilterRunning(records) && (isLast || selected.empty())) {
        messages.showMessage(Tone::Info, Texts::tr("The filter is still looking for records. Wait until it has ended, or cancel it."));
        return {};
    }
    QList<RecordSelection> choices;
    if (!selected.empty())
        choices.append(chosen(std::move(selected), Texts::tr("Selected: 1 record"), Texts::tr("Selected: %1 records")));
    if (!records.filter().isEmpty() && !records.shownRecords().empty())
        choices.append(filtered(records));
    addGroup(choices, records.shownGroup(), *editing, messages);
    if (isLast && !choices.isEmpty())
        choices.append(choices.takeFirst());
    return choices;
}

QList<RecordSelection> offeredGroup(const Group &group, Editing *editing, MessageBar &messages)
{
    QList<RecordSelection> choices;
    if (editing && !refuses(*editing, messages))
        addGroup(choices, group, *editing, messages);
    return choices;
}

} // namespace persistence
