#include "ui/window/actions.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"
#include "ui/window/theme.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

enum class MenuId { File, Edit, View, Text, Theme, Go, Tools, Help };
enum class Needs { Nothing, Workspace, Record, Own }; // Own: EditCommands knows

/// One action. Keys come from QKeySequence's standard where there is one, so that each desktop gets its own; \a keys is for the others and
/// for desktops that leave the standard one empty.
struct Row
{
    ActionId id;
    MenuId menu;
    const char *text;
    const char *toolTip;
    IconId icon = IconId::None;
    QKeySequence::StandardKey standard = QKeySequence::UnknownKey;
    const char *keys = "";
    Needs needs = Needs::Nothing;
    bool isCheckable = false;
    bool startsSection = false;
};

using Key = QKeySequence;
constexpr auto kNoKey = Key::UnknownKey;

// The texts are marked for translation by tr() below, in the context of Actions.
constexpr Row kRows[] = {
    {ActionId::Open, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "&Open…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Open a workspace or a dump"), IconId::Open, Key::Open, "Ctrl+O"},
    {ActionId::OpenFolder, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "Open &folder…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Open a dump folder of mongodump"), IconId::Folder, kNoKey, "Ctrl+Shift+O"},
    {ActionId::OpenSample, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "Open the sa&mple"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Open a small invented dump"), IconId::App},
    {ActionId::Import, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "&Import…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Add the records of more files to what is open"), IconId::Import, kNoKey, "Ctrl+Shift+I",
     Needs::Workspace, false, true},
    {ActionId::Export, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "&Export…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Write the selected records, this group or everything to a file"), IconId::Export, kNoKey,
     "Ctrl+Shift+E", Needs::Workspace},
    {ActionId::Save, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "Save draft"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Save the draft of this record"), IconId::Save, Key::Save, "Ctrl+S", Needs::Own, false,
     true},
    {ActionId::SaveNext, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "Save draft and go to next record"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Save the draft of this record, then show the next one"), IconId::Save, kNoKey,
     "Ctrl+Return", Needs::Own},
    {ActionId::SaveCopy, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "&Save workspace copy as…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Write everything that is open to a new workspace file"), IconId::SaveCopy, Key::SaveAs,
     "Ctrl+Shift+S", Needs::Workspace},
    {ActionId::KeptDumps, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "&Kept dumps…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show what is kept of opened dumps, and remove it"), IconId::Document},
    {ActionId::Unlock, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "&Unlock…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Allow changes of this workspace"), IconId::Unlocked, kNoKey, "", Needs::Own, false, true},
    {ActionId::Lock, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "&Lock"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Guard this workspace against changes"), IconId::Locked, kNoKey, "", Needs::Own},
    {ActionId::Close, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "&Close"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Close what is open"), IconId::Close, kNoKey, "Ctrl+W", Needs::Workspace, false, true},
    {ActionId::Quit, MenuId::File, QT_TRANSLATE_NOOP("persistence::Actions", "&Quit"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Quit Persistence Browser"), IconId::Quit, Key::Quit, "Ctrl+Q"},

    {ActionId::NewRecord, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "New record"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Begin a record in this group, with its key filled in"), IconId::Add, Key::New, "Ctrl+N",
     Needs::Own},
    {ActionId::CloneRecord, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Clone record"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Begin a second record with the same key and value"), IconId::Record, kNoKey, "Ctrl+D",
     Needs::Own},
    {ActionId::DeleteRecord, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Delete record"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Mark the selected records to be deleted when their drafts are saved"), IconId::Delete,
     kNoKey, "Del", Needs::Own},
    {ActionId::Undo, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Undo"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Take back the last edit or the last saved change"), IconId::Undo, Key::Undo, "Ctrl+Z",
     Needs::Own, false, true},
    {ActionId::Redo, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Redo"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Repeat what was taken back"), IconId::Redo, Key::Redo, "Ctrl+Shift+Z", Needs::Own},
    {ActionId::CompareRecords, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "C&ompare records"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show the differences of the two selected records"), IconId::Compare, kNoKey, "",
     Needs::Workspace, false, true},
    {ActionId::ChangeRecords, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Change r&ecords…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Set, remove or rename a field in the selected records"), IconId::ChangeRecords, kNoKey, "",
     Needs::Workspace},
    {ActionId::ChangeKeys, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Change &key…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Replace an association in the keys of many records"), IconId::Key, kNoKey, "",
     Needs::Workspace},
    {ActionId::MoveRecords, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Move to &another app…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Give many records to another app"), IconId::App, kNoKey, "", Needs::Workspace},
    {ActionId::DeleteRecords, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "&Delete records…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "List the selected records, then delete them in one change"), IconId::Delete, kNoKey, "",
     Needs::Workspace},
    {ActionId::CopyValue, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "&Copy value"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Copy the selected field of the value"), IconId::Copy, kNoKey, "", Needs::Record, false,
     true},
    {ActionId::CopyPath, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Copy &path"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Copy the way to the selected field"), IconId::Copy, kNoKey, "Ctrl+Shift+P", Needs::Record},
    {ActionId::CopyJson, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Copy as &JSON"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Copy the selected field as Extended JSON"), IconId::Copy, kNoKey, "", Needs::Record},
    {ActionId::CopyAs, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Cop&y as…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Choose a form in which the selected records or the field are copied"), IconId::Copy, kNoKey,
     "Ctrl+Shift+C", Needs::Record},
    {ActionId::OpenWhole, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Open the &whole value…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show all of a long text, or the bytes of a binary"), IconId::Text, kNoKey, "",
     Needs::Record},
    {ActionId::Find, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "&Find…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Filter the records; in a value, find in its text"), IconId::Find, Key::Find, "Ctrl+F",
     Needs::Workspace, false, true},
    {ActionId::FindNext, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Find &next"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Go to the next hit"), IconId::Next, Key::FindNext, "F3", Needs::Record},
    {ActionId::FindPrevious, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Find pre&vious"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Go to the previous hit"), IconId::Previous, Key::FindPrevious, "Shift+F3", Needs::Record},
    {ActionId::Replace, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Replace in val&ue…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Find and replace in the text of the value"), IconId::None, Key::Replace, "Ctrl+H",
     Needs::Record},
    {ActionId::ReplaceInRecords, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Replace in record&s…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Find and replace in the texts of many records"), IconId::ReplaceTexts, kNoKey,
     "Ctrl+Shift+R", Needs::Workspace},
    {ActionId::GoToLine, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Go to l&ine…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Go to a line of the text"), IconId::None, kNoKey, "Ctrl+G", Needs::Record},
    {ActionId::GoToError, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "&Go to error"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Go to where the text is no JSON"), IconId::Error, kNoKey, "Ctrl+K, Ctrl+E", Needs::Record,
     false, true},
    {ActionId::RepairText, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "&Repair text…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show what a text with errors most likely means"), IconId::None, kNoKey, "Ctrl+K, Ctrl+R",
     Needs::Record},
    {ActionId::FormatText, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "Forma&t text"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Lay the text out over lines; the value stays the same"), IconId::None, kNoKey,
     "Ctrl+K, Ctrl+F", Needs::Record},
    {ActionId::MinifyText, MenuId::Edit, QT_TRANSLATE_NOOP("persistence::Actions", "&Minify text"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Put the text on one line; the value stays the same"), IconId::None, kNoKey,
     "Ctrl+K, Ctrl+M", Needs::Record},

    {ActionId::ValueAsTree, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "Value as &tree"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show the value as a tree"), IconId::Tree, kNoKey, "Ctrl+1", Needs::Record, true},
    {ActionId::ValueAsTable, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "Value as ta&ble"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show a list of objects in the value as a table"), IconId::Table, kNoKey, "Ctrl+2",
     Needs::Record, true},
    {ActionId::ValueAsText, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "Value as te&xt"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show the value as Extended JSON"), IconId::Text, kNoKey, "Ctrl+3", Needs::Record, true},
    {ActionId::WholeDocument, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "&Whole document"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show record id, key and dates with the value"), IconId::Document, kNoKey, "Ctrl+4",
     Needs::Record, true},
    {ActionId::SortFields, MenuId::Text, QT_TRANSLATE_NOOP("persistence::Actions", "&Sort fields"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show the fields in alphabetical order; the order is not saved"), IconId::None, kNoKey,
     "Ctrl+K, Ctrl+S", Needs::Record, true},
    {ActionId::UnfoldAll, MenuId::Text, QT_TRANSLATE_NOOP("persistence::Actions", "&Unfold all"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show every line of the text"), IconId::Expand, kNoKey, "Ctrl+K, Ctrl+0", Needs::Record,
     false, true},
    {ActionId::FoldAll, MenuId::Text, QT_TRANSLATE_NOOP("persistence::Actions", "&Fold all"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show only the outermost fields of the text"), IconId::Collapse, kNoKey, "Ctrl+K, Ctrl+1",
     Needs::Record},
    {ActionId::FoldToLevel2, MenuId::Text, QT_TRANSLATE_NOOP("persistence::Actions", "Fold to level &2"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show two levels of the text"), IconId::None, kNoKey, "Ctrl+K, Ctrl+2", Needs::Record},
    {ActionId::FoldToLevel3, MenuId::Text, QT_TRANSLATE_NOOP("persistence::Actions", "Fold to level &3"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show three levels of the text"), IconId::None, kNoKey, "Ctrl+K, Ctrl+3", Needs::Record},
    {ActionId::ZoomIn, MenuId::Text, QT_TRANSLATE_NOOP("persistence::Actions", "Zoom &in"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Larger letters in the text"), IconId::None, Key::ZoomIn, "Ctrl++", Needs::Record, false,
     true},
    {ActionId::ZoomOut, MenuId::Text, QT_TRANSLATE_NOOP("persistence::Actions", "Zoom &out"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Smaller letters in the text"), IconId::None, Key::ZoomOut, "Ctrl+-", Needs::Record},
    {ActionId::ZoomReset, MenuId::Text, QT_TRANSLATE_NOOP("persistence::Actions", "&Reset zoom"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Letters in the size of the system"), IconId::None, kNoKey, "Ctrl+0", Needs::Record},
    {ActionId::ShowTree, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "&Show the tree"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show or hide the tree of groups"), IconId::Sidebar, kNoKey, "F9", Needs::Nothing, true,
     true},
    {ActionId::GroupByKeyShape, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "&Group by key shape"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Group the records of an app by the models of their keys, in order"), IconId::Key, kNoKey,
     "Ctrl+Shift+K", Needs::Nothing, true},
    {ActionId::SizesInTree, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "Si&ze and share in the tree"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show how large each group is, and its part of the level above"), IconId::None, kNoKey, "",
     Needs::Nothing, true},
    {ActionId::ShowProblems, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "&Problems"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show what could not be read"), IconId::Problem, kNoKey, "Ctrl+Shift+M", Needs::Nothing,
     true},
    {ActionId::ShowHistory, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "&History"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show what was changed, and take it back"), IconId::History, kNoKey, "Ctrl+Shift+H",
     Needs::Nothing, true},
    {ActionId::RecordHistory, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "History of the re&cord"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show the versions of the record on screen"), IconId::History, kNoKey, "Alt+Return",
     Needs::Record},
    {ActionId::HistorySize, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "Size of the h&istory…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "What the history takes, its limit, and how to make it smaller"), IconId::None, kNoKey, "",
     Needs::Workspace},
    {ActionId::ShowDrafts, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "&Drafts"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show everything that is edited and not saved"), IconId::Draft, kNoKey, "Ctrl+Shift+D",
     Needs::Nothing, true},
    {ActionId::ShowComparison, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "C&omparison"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show what was compared last"), IconId::Compare, kNoKey, "Ctrl+Shift+B", Needs::Nothing,
     true},
    {ActionId::ShowActivity, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "Activit&y"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show what was opened, exported and changed since the start, and what came of it"),
     IconId::Text, kNoKey, "Ctrl+Shift+Y", Needs::Nothing, true},
    {ActionId::RelatedValues, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "Related &values"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Count the values of the selected field in all records of the group"), IconId::Table, kNoKey,
     "Ctrl+Shift+G", Needs::Nothing, true},
    {ActionId::Refresh, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "&Refresh"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Read the groups and records again"), IconId::Refresh, Key::Refresh, "F5", Needs::Workspace},
    {ActionId::LocalTime, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "&Local time"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show dates in local time or in UTC"), IconId::Clock, kNoKey, "Ctrl+Shift+T", Needs::Nothing,
     true, true},
    {ActionId::ThemeSystem, MenuId::Theme, QT_TRANSLATE_NOOP("persistence::Actions", "Like the &system"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Light or dark as the system is"), IconId::Theme, kNoKey, "", Needs::Nothing, true},
    {ActionId::ThemeLight, MenuId::Theme, QT_TRANSLATE_NOOP("persistence::Actions", "&Light"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Light colours"), IconId::Light, kNoKey, "", Needs::Nothing, true},
    {ActionId::ThemeDark, MenuId::Theme, QT_TRANSLATE_NOOP("persistence::Actions", "&Dark"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Dark colours"), IconId::Dark, kNoKey, "", Needs::Nothing, true},
    {ActionId::ToggleTheme, MenuId::Theme, QT_TRANSLATE_NOOP("persistence::Actions", "S&witch light and dark"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Switch between light and dark colours"), IconId::Theme, kNoKey, "Ctrl+Shift+L",
     Needs::Nothing, false, true},
    {ActionId::HideValues, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "Presentation &mode"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Hide values in the tree, the list and the editor, and copy none"), IconId::Hidden, kNoKey,
     "F8", Needs::Nothing, true},
    {ActionId::FullScreen, MenuId::View, QT_TRANSLATE_NOOP("persistence::Actions", "&Full screen"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Use the whole screen"), IconId::FullScreen, Key::FullScreen, "F11", Needs::Nothing, true},

    {ActionId::Back, MenuId::Go, QT_TRANSLATE_NOOP("persistence::Actions", "&Back"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Go to the group before"), IconId::Back, Key::Back, "Alt+Left", Needs::Workspace},
    {ActionId::Forward, MenuId::Go, QT_TRANSLATE_NOOP("persistence::Actions", "&Forward"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Go to the group after"), IconId::Forward, Key::Forward, "Alt+Right", Needs::Workspace},
    {ActionId::Up, MenuId::Go, QT_TRANSLATE_NOOP("persistence::Actions", "&Up to group"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Go one level up"), IconId::Up, kNoKey, "Alt+Up", Needs::Workspace},
    {ActionId::GoTo, MenuId::Go, QT_TRANSLATE_NOOP("persistence::Actions", "&Go to key or record id…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Type a path or a record id"), IconId::Key, kNoKey, "Ctrl+L", Needs::Workspace},
    {ActionId::PreviousRecord, MenuId::Go, QT_TRANSLATE_NOOP("persistence::Actions", "&Previous record"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show the record before, at the same field"), IconId::Previous, kNoKey, "Alt+PgUp",
     Needs::Workspace, false, true},
    {ActionId::NextRecord, MenuId::Go, QT_TRANSLATE_NOOP("persistence::Actions", "&Next record"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Show the record after, at the same field"), IconId::Next, kNoKey, "Alt+PgDown",
     Needs::Workspace},
    {ActionId::NextPane, MenuId::Go, QT_TRANSLATE_NOOP("persistence::Actions", "Next p&ane"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Move to the next part of the window"), IconId::None, kNoKey, "F6", Needs::Workspace, false,
     true},
    {ActionId::PreviousPane, MenuId::Go, QT_TRANSLATE_NOOP("persistence::Actions", "Previous pan&e"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Move to the previous part of the window"), IconId::None, kNoKey, "Shift+F6",
     Needs::Workspace},

    {ActionId::CompareWith, MenuId::Tools, QT_TRANSLATE_NOOP("persistence::Actions", "&Compare with…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Compare what is open with another workspace or dump"), IconId::Compare, kNoKey, "",
     Needs::Workspace},
    {ActionId::CompareWithFolder, MenuId::Tools, QT_TRANSLATE_NOOP("persistence::Actions", "Compare with &folder…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Compare what is open with a dump folder of mongodump"), IconId::Folder, kNoKey, "",
     Needs::Workspace},
    {ActionId::CompareGroups, MenuId::Tools, QT_TRANSLATE_NOOP("persistence::Actions", "Compare &groups…"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Compare the records of two apps or groups with each other"), IconId::Tree, kNoKey, "",
     Needs::Workspace},

    {ActionId::Shortcuts, MenuId::Help, QT_TRANSLATE_NOOP("persistence::Actions", "&Keyboard shortcuts"),
     QT_TRANSLATE_NOOP("persistence::Actions", "List every action and its keys"), IconId::Keyboard, kNoKey, "Ctrl+?"},
    {ActionId::About, MenuId::Help, QT_TRANSLATE_NOOP("persistence::Actions", "&About Persistence Browser"),
     QT_TRANSLATE_NOOP("persistence::Actions", "Version, licence and libraries"), IconId::Info},
};

// The desktop's own keys, without those that another action of ours has: on some desktops Quit or Find Next bring several.
QList<QKeySequence> keysOf(const Row &row)
{
    const QKeySequence own = QKeySequence::fromString(QLatin1String(row.keys), QKeySequence::PortableText);
    QList<QKeySequence> keys;
    if (row.standard != kNoKey)
        keys = QKeySequence::keyBindings(row.standard).mid(0, 1);
    if (keys.isEmpty() && !own.isEmpty())
        keys.append(own);
    return keys;
}

Needs needsOf(ActionId id)
{
    for (const Row &row : kRows) {
        if (row.id == id)
            return row.needs;
    }
    return Needs::Nothing;
}

} // namespace

Actions::Actions(QWidget *window) : QObject(window), m_scales(new QActionGroup(this))
{
    for (const Row &row : kRows) {
        auto *action = new QAction(icon(row.icon), tr(row.text), this);
        action->setShortcuts(keysOf(row));
        action->setCheckable(row.isCheckable);
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        setPlainToolTip(action, keys.isEmpty() ? tr(row.toolTip) : u"%1 (%2)"_s.arg(tr(row.toolTip), keys));
        action->setStatusTip(tr(row.toolTip));
        window->addAction(action);
        m_actions.insert(row.id, action);
        m_ordered.append(action);
    }
    auto *themes = new QActionGroup(this);
    for (const ActionId id : {ActionId::ThemeSystem, ActionId::ThemeLight, ActionId::ThemeDark})
        themes->addAction(m_actions.value(id));
    auto *forms = new QActionGroup(this);
    for (const ActionId id : {ActionId::ValueAsTree, ActionId::ValueAsTable, ActionId::ValueAsText})
        forms->addAction(m_actions.value(id));
    for (const int percent : kScales) {
        QAction *action = m_scales->addAction(tr("%1 %").arg(percent));
        action->setCheckable(true);
        action->setData(percent);
    }
    setWorkspaceOpen(false);
    setRecordShown(false);
}

void Actions::fill(QMenuBar *bar, QMenu *recent) const
{
    QHash<MenuId, QMenu *> menus;
    menus[MenuId::File] = bar->addMenu(tr("&File"));
    menus[MenuId::Edit] = bar->addMenu(tr("&Edit"));
    menus[MenuId::View] = bar->addMenu(tr("&View"));
    menus[MenuId::Go] = bar->addMenu(tr("&Go"));
    menus[MenuId::Tools] = bar->addMenu(tr("&Tools"));
    menus[MenuId::Help] = bar->addMenu(tr("&Help"));
    for (const Row &row : kRows) {
        if (row.menu == MenuId::Theme && !menus.contains(MenuId::Theme))
            menus[MenuId::Theme] = menus[MenuId::View]->addMenu(icon(IconId::Theme), tr("Them&e"));
        if (row.menu == MenuId::Text && !menus.contains(MenuId::Text))
            menus[MenuId::Text] = menus[MenuId::View]->addMenu(icon(IconId::Text), tr("Text of the val&ue"));
        QMenu *menu = menus[row.menu];
        if (row.startsSection)
            menu->addSeparator();
        menu->addAction(m_actions.value(row.id));
        if (row.id == ActionId::OpenFolder)
            menu->addMenu(recent);
        if (row.id == ActionId::ToggleTheme)
            menus[MenuId::View]->addMenu(tr("Sc&ale"))->addActions(m_scales->actions());
    }
}

void Actions::setWorkspaceOpen(bool isOpen)
{
    for (auto it = m_actions.cbegin(); it != m_actions.cend(); ++it) {
        if (needsOf(it.key()) == Needs::Workspace)
            it.value()->setEnabled(isOpen);
    }
}

void Actions::setRecordShown(bool isShown)
{
    m_isRecordShown = isShown;
    for (auto it = m_actions.cbegin(); it != m_actions.cend(); ++it) {
        if (needsOf(it.key()) == Needs::Record)
            it.value()->setEnabled(isShown && !m_areValuesHidden);
    }
}

void Actions::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    setRecordShown(m_isRecordShown);
}

} // namespace persistence
