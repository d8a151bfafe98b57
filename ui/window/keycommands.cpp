#include "ui/window/keycommands.h"

#include "model/items/itemtext.h"
#include "model/workspace/workspace.h"
#include "ui/dialogs/rekeydialog.h"
#include "ui/editor/appchooser.h"
#include "ui/records/recordspanel.h"
#include "ui/tree/navigatorpanel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plaintext.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"

#include <QAction>
#include <QMenu>

#include <algorithm>

namespace persistence {

namespace {

/// The first record of a selection; invalid if there is none.
Result<RecordRow> firstOf(Reader &reader, const RecordSelection &selection)
{
    RecordRow first;
    Progress progress;
    const auto read = rowsOf(reader, selection, progress, [&first](std::span<const RecordRow> chunk) {
        if (!chunk.empty())
            first = chunk.front();
        return false;
    });
    if (!read)
        return read.error();
    return first;
}

/// What to begin with: the association of the group that is shown, or the first one of the first record.
Result<RekeyStart> startOf(Reader &reader, const RecordSelection &selection, const Group &group)
{
    const auto first = firstOf(reader, selection);
    if (!first)
        return first.error();
    if (!first->isValid())
        return RekeyStart();
    const auto record = reader.record(*first);
    const auto groups = reader.groupsOf(*first);
    if (!record || !groups)
        return !record ? record.error() : groups.error();
    RecordIndex index;
    indexRecord(bson::DocumentView(record->body), record->collection, index);
    RekeyStart start{record->appId, {}};
    if (index.associations.empty())
        return start;
    const auto own = std::find_if(groups->begin(), groups->end(), [&](const Group &one) {
        return group.target.isValid() ? one.target == group.target : one.model == group.model;
    });
    const auto position = own == groups->end() ? 0 : size_t(own - groups->begin());
    const Association &from = index.associations[std::min(position, index.associations.size() - 1)];
    start.from = {from.model.toByteArray(), from.id.toByteArray()};
    return start;
}

BodyVerb appVerb(const QByteArray &appId)
{
    return [appId](const Record &record) -> Result<std::optional<QByteArray>> {
        auto body = setAppId(record, appId);
        if (!body)
            return body.error();
        return std::optional(*std::move(body));
    };
}

/// Applies \a verb to all records of a selection, which is read first.
Editing::Work workOn(const QString &title, const RecordSelection &selection, const BodyVerb &verb)
{
    return [title, selection, verb](Session &session, Progress &progress) -> Result<Applied> {
        const auto reader = session.workspace().reader();
        if (!reader)
            return reader.error();
        std::vector<RecordRow> rows;
        const auto read = rowsOf(**reader, selection, progress, [&rows](std::span<const RecordRow> chunk) {
            rows.insert(rows.end(), chunk.begin(), chunk.end());
            return true;
        });
        return read ? session.applyToMany(title, rows, verb, progress) : read.error();
    };
}

} // namespace

KeyCommands::KeyCommands(const Actions &actions, Browser &browser, MessageBar &messages, QWidget *window)
    : QObject(window)
    , m_browser(browser)
    , m_messages(messages)
    , m_window(window)
{
    connect(m_browser.records(), &RecordsPanel::menuOpening, this, [this](QMenu *menu) { fillMenu(*menu, {}); });
    connect(m_browser.navigator(), &NavigatorPanel::menuOpening, this, [this](QMenu *menu, const Group &group) { fillMenu(*menu, group); });
    const auto onChoices = [this](void (KeyCommands::*open)(const QList<RecordSelection> &)) {
        return [this, open] {
            const auto selections = offeredRecords(m_browser, m_editing, m_messages, ChoiceOrder::Widest);
            if (!selections.isEmpty())
                (this->*open)(selections);
        };
    };
    connect(actions[ActionId::ChangeKeys], &QAction::triggered, this, onChoices(&KeyCommands::changeKeys));
    connect(actions[ActionId::MoveRecords], &QAction::triggered, this, onChoices(&KeyCommands::moveToApp));
}

KeyCommands::~KeyCommands() = default;

void KeyCommands::setEditing(Editing *editing)
{
    // The dialog speaks of the workspace before.
    delete m_dialog;
    m_editing = editing;
}

/// \a group: of the tree; nothing for the records of the table.
void KeyCommands::fillMenu(QMenu &menu, const std::optional<Group> &group)
{
    if (!m_editing)
        return;
    const auto onRecords = [this, group](void (KeyCommands::*open)(const QList<RecordSelection> &)) {
        return [this, group, open] {
            if (!m_editing)
                return;
            const auto selections = group ? offeredGroup(*group, m_editing, m_messages)
                                          : offeredRecords(m_browser, m_editing, m_messages, ChoiceOrder::Selected);
            if (!selections.isEmpty())
                (this->*open)(selections);
        };
    };
    QAction *change = menu.addAction(icon(IconId::Key), tr("Change key…"), this, onRecords(&KeyCommands::changeKeys));
    QAction *move = menu.addAction(icon(IconId::App), tr("Move to another app…"), this, onRecords(&KeyCommands::moveToApp));
    for (QAction *action : {change, move}) {
        action->setEnabled(!m_editing->isLocked());
        setPlainToolTip(action, m_editing->lockReason());
    }
}

void KeyCommands::changeKeys(const QList<RecordSelection> &selections)
{
    const RecordSelection &first = selections.constFirst();
    const auto reader = m_editing->workspace().reader();
    const auto start =
        reader ? startOf(**reader, first, first.group.value_or(m_browser.place().group)) : Result<RekeyStart>(reader.error());
    if (!start) {
        showError(start.error());
        return;
    }
    delete m_dialog;
    auto *dialog = new RekeyDialog(m_editing->sharedWorkspace(), selections, *start, m_window);
    connect(dialog, &RekeyDialog::requested, this, &KeyCommands::requested);
    m_dialog = dialog;
    dialog->open();
}

void KeyCommands::moveToApp(const QList<RecordSelection> &selections)
{
    const auto reader = m_editing->workspace().reader();
    const auto apps = reader ? (*reader)->apps() : Result<QList<AppSummary>>(reader.error());
    if (!apps) {
        showError(apps.error());
        return;
    }
    AppMove move{*apps, {}, selections};
    // Below an app all have that one.
    const Group group = selections.constFirst().group.value_or(m_browser.records()->shownGroup());
    const auto app = std::find_if(apps->begin(), apps->end(), [&](const AppSummary &one) { return one.row == group.app; });
    if (app != apps->end())
        move.from = app->appId;
    delete m_dialog;
    m_dialog =
        openAppChooser(m_window, move, [this](const QByteArray &appId, const RecordSelection &selection) { moveTo(appId, selection); });
}

void KeyCommands::moveTo(const QByteArray &appId, const RecordSelection &selection)
{
    const QString title = countedText(selection.count, tr("Move 1 record to another app"), tr("Move %1 records to another app"));
    emit requested(title, workOn(title, selection, appVerb(appId)));
}

void KeyCommands::showError(const Error &error)
{
    m_messages.showMessage(Tone::Bad, error.message);
    m_messages.setDetail(error.detail);
}

} // namespace persistence
