#include "ui/window/historydock.h"

#include "ui/panels/historypanel.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace persistence {

HistoryDock::HistoryDock(const Actions &actions, Browser &browser, QWidget *parent)
    : PanelDock(tr("History"), u"historyDock"_s, new HistoryPanel, actions[ActionId::ShowHistory], parent)
    , m_browser(browser)
    , m_panel(static_cast<HistoryPanel *>(panel()))
{
    connect(actions[ActionId::ShowHistory], &QAction::triggered, this, [this](bool isShown) {
        if (isShown)
            m_panel->setScope(HistoryPanel::Scope::All);
    });
    connect(actions[ActionId::RecordHistory], &QAction::triggered, this, &HistoryDock::showRecord);
    connect(actions[ActionId::HistorySize], &QAction::triggered, this, &HistoryDock::sizeRequested);
    connect(m_panel, &HistoryPanel::sizeRequested, this, &HistoryDock::sizeRequested);
    connect(&browser, &Browser::placeChanged, this, [this](const Place &place) { m_panel->setRecord(place.record); });
    connect(m_panel, &HistoryPanel::recordRequested, this, [this](RecordRow record) { m_browser.goTo({m_browser.place().group, record}); });
}

void HistoryDock::setEditing(Editing *editing)
{
    m_panel->setEditing(editing);
    m_panel->setRecord(m_browser.place().record);
}

void HistoryDock::setTimeZone(TimeZone zone)
{
    m_panel->setTimeZone(zone);
}

void HistoryDock::setValuesHidden(bool areHidden)
{
    m_panel->setValuesHidden(areHidden);
}

void HistoryDock::showAll()
{
    m_panel->setScope(HistoryPanel::Scope::All);
    bringUp();
}

void HistoryDock::showRecord()
{
    m_panel->setScope(HistoryPanel::Scope::Record);
    bringUp();
}

void HistoryDock::refresh()
{
    m_panel->refresh();
}

} // namespace persistence
