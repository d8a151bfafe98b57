#include "ui/window/relateddock.h"

#include "ui/editor/recordview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/editor/valueview.h"
#include "ui/panels/relatedvaluespanel.h"
#include "ui/records/recordspanel.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace persistence {

RelatedDock::RelatedDock(const Actions &actions, Browser &browser, QWidget *parent)
    : PanelDock(tr("Related values"), u"relatedDock"_s, new RelatedValuesPanel, actions[ActionId::RelatedValues], parent)
    , m_browser(browser)
    , m_panel(static_cast<RelatedValuesPanel *>(panel()))
{
    const ValueTreeView *tree = browser.recordView()->value()->tree();
    connect(tree, &ValueTreeView::currentFieldChanged, m_panel, &RelatedValuesPanel::setPath);
    connect(&browser, &Browser::placeChanged, this, [this](const Place &place) { m_panel->setGroup(place.group); });
    connect(m_panel, &RelatedValuesPanel::filterRequested, this, [this](const Filter &filter) {
        RecordsPanel *records = m_browser.records();
        records->setFilter(filter.kind() == Filter::Kind::Term ? records->filter().only(filter.term()) : filter);
    });
}

void RelatedDock::setEditing(Editing *editing)
{
    if (m_editing)
        m_editing->disconnect(this);
    m_editing = editing;
    m_panel->setWorkspace(editing ? editing->sharedWorkspace() : nullptr);
    if (editing)
        connect(editing, &Editing::changed, m_panel, &RelatedValuesPanel::refresh);
}

void RelatedDock::setLocalTime(bool localTime)
{
    m_panel->setLocalTime(localTime);
}

void RelatedDock::setValuesHidden(bool areHidden)
{
    m_panel->setValuesHidden(areHidden);
}

} // namespace persistence
