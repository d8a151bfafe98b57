#include "ui/panels/appliedmessage.h"

#include "model/items/itemtext.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"
#include "ui/widgets/messagebar.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(AppliedMessage)
};

/// Undo where it is the newest change, so that it can be repeated; else a revert of that change alone.
Result<Applied> takeBack(Session &session, ChangeRow change, Progress &progress)
{
    const auto history = session.workspace().history();
    if (!history)
        return history.error();
    const auto newest = (*history)->toUndo();
    if (!newest)
        return newest.error();
    return *newest && (*newest)->row == change ? session.undo(progress) : session.revertChange(change, progress);
}

} // namespace

void showApplied(MessageBar &messages, Editing &editing, const Applied &applied)
{
    if (!applied.isWritten()) {
        messages.showMessage(Tone::Info, Texts::tr("Nothing was written: every record is so already."));
        return;
    }
    QString text = visibleText(applied.title.toUtf8());
    // Some titles name the number themselves: "Delete 12 records".
    if (!text.contains(numberText(applied.count)))
        text = Texts::tr("%1 (%2)").arg(text, countedText(applied.count, Texts::tr("1 record"), Texts::tr("%1 records")));
    const auto undo = [editing = QPointer(&editing), messages = QPointer(&messages), change = applied.change, title = applied.title] {
        if (!editing || !messages)
            return;
        editing->run(
            Texts::tr("Undo: %1").arg(title),
            [change](Session &session, Progress &progress) { return takeBack(session, change, progress); }, messages,
            [messages](const Result<Applied> &result) {
                if (!result && result.error().kind != ErrorKind::Cancelled)
                    messages->showMessage(Tone::Bad, result.error().message);
            });
    };
    const QObject *message = messages.showMessage(Tone::Good, text, {{Texts::tr("Undo"), undo}});
    // Undone in another way, or followed by another change, the message would offer what the next Undo does not do.
    QObject::connect(&editing, &Editing::changed, message, [messages = &messages, change = applied.change](const Applied &next) {
        if (next.change != change)
            messages->clear();
    });
}

} // namespace persistence
