#include "ui/window/comparedock.h"

#include "model/edit/editing.h"
#include "model/workspace/workspace.h"
#include "ui/panels/recordcomparisonpanel.h"
#include "ui/records/recordspanel.h"
#include "ui/tree/navigatorpanel.h"
#include "ui/widgets/icons.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"
#include "ui/window/groupsdialog.h"
#include "ui/window/keptworkspaces.h"
#include "ui/window/opener.h"
#include "ui/window/places.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace persistence {

CompareDock::CompareDock(const Actions &actions, Browser &browser, Opener &opener, QWidget *parent)
    : PanelDock(tr("Comparison"), u"compareDock"_s, new RecordComparisonPanel, actions[ActionId::ShowComparison], parent)
    , m_browser(browser)
    , m_opener(opener)
    , m_panel(static_cast<RecordComparisonPanel *>(panel()))
{
    connect(actions[ActionId::CompareWith], &QAction::triggered, this, [this] { chooseFiles(false); });
    connect(actions[ActionId::CompareWithFolder], &QAction::triggered, this, [this] { chooseFiles(true); });
    connect(actions[ActionId::CompareGroups], &QAction::triggered, this, [this] { chooseGroups(m_browser.place().group); });
    connect(browser.navigator(), &NavigatorPanel::menuOpening, this, [this](QMenu *menu, const Group &group) {
        menu->addAction(icon(IconId::Compare), tr("Compare with another group…"), this, [this, group] { chooseGroups(group); });
    });
    connect(&opener, &Opener::openedBeside, this, [this](const OpenedFiles &other) {
        if (!m_editing)
            return;
        start({{m_editing->sharedWorkspace(), displayName(m_files), m_files, {}},
               {other.workspace, displayName(other.files), other.files, {}}});
    });
    connect(m_panel, &RecordComparisonPanel::recordRequested, this, [this](RecordRow record) {
        m_browser.goTo({groupWith(record), record});
    });
}

void CompareDock::setEditing(Editing *editing, const QStringList &files)
{
    if (m_editing)
        m_editing->disconnect(this);
    m_editing = editing;
    m_files = files;
    m_panel->setOpenWorkspace(editing ? editing->sharedWorkspace() : nullptr);
    if (editing)
        connect(editing, &Editing::changed, m_panel, &RecordComparisonPanel::setStale);
    else
        hide();
}

void CompareDock::setTimeZone(TimeZone zone)
{
    m_panel->setTimeZone(zone);
}

void CompareDock::setValuesHidden(bool areHidden)
{
    m_panel->setValuesHidden(areHidden);
}

const RecordComparisonModel &CompareDock::model() const
{
    return *m_panel->model();
}

/// Where the record is shown: the group on screen if it is there, else the first one that it is filed under.
Group CompareDock::groupWith(RecordRow record) const
{
    if (m_browser.records()->contains(record) || !m_editing)
        return m_browser.place().group;
    const auto reader = m_editing->workspace().reader();
    const auto groups = reader ? (*reader)->groupsOf(record) : Result<std::vector<Group>>(reader.error());
    return groups && !groups->empty() ? groups->front() : Group();
}

void CompareDock::chooseFiles(bool folder)
{
    auto *dialog = new QFileDialog(this, folder ? tr("Compare with dump folder") : tr("Compare with workspace or dump"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFiles);
    // Dumps of one server lie side by side as a rule.
    dialog->setDirectory(QFileInfo(m_files.value(0)).absolutePath());
    connect(dialog, &QFileDialog::filesSelected, this, &CompareDock::compareWith);
    dialog->open();
}

void CompareDock::compareWith(const QStringList &files)
{
    if (m_editing && !files.isEmpty())
        m_opener.openBeside(files, m_editing->sharedWorkspace());
}

void CompareDock::chooseGroups(const Group &first)
{
    if (!m_editing)
        return;
    auto *dialog = new GroupsDialog(m_editing->sharedWorkspace(), first, window());
    connect(dialog, &GroupsDialog::chosen, this, &CompareDock::compareGroups);
    connect(m_editing, &QObject::destroyed, dialog, &QDialog::close);
    dialog->open();
}

void CompareDock::compareGroups(const Group &before, const Group &after)
{
    if (!m_editing)
        return;
    const std::shared_ptr<Workspace> workspace = m_editing->sharedWorkspace();
    start({{workspace, placeName(*workspace, before), m_files, before},
           {workspace, placeName(*workspace, after), m_files, after},
           CompareBy::Key,
           CompareWhat::Value});
}

void CompareDock::start(const ComparisonOrder &order)
{
    bringUp();
    m_panel->compare(order);
}

} // namespace persistence
