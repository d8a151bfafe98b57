#pragma once

#include "model/edit/editing.h"
#include "ui/window/paneldock.h"

namespace persistence {

class Actions;
class Browser;
class RelatedValuesPanel;

/// The place of the related values in the window: follows the group and the field on screen, and filters the group by what is clicked.
class RelatedDock final : public PanelDock
{
    Q_OBJECT

public:
    /// Both outlive this.
    RelatedDock(const Actions &actions, Browser &browser, QWidget *parent = nullptr);

    /// Null for none.
    void setEditing(Editing *editing);
    void setLocalTime(bool localTime);
    void setValuesHidden(bool areHidden);

private:
    Browser &m_browser;
    RelatedValuesPanel *m_panel;
    QPointer<Editing> m_editing;
};

} // namespace persistence
