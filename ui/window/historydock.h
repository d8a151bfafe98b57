#pragma once

#include "model/items/itemtext.h"
#include "ui/window/paneldock.h"

namespace persistence {

class Actions;
class Browser;
class Editing;
class HistoryPanel;

/// The place of the history in the window: follows the record on screen, and knows the actions that show it.
class HistoryDock final : public PanelDock
{
    Q_OBJECT

public:
    /// Both outlive this.
    HistoryDock(const Actions &actions, Browser &browser, QWidget *parent = nullptr);

    /// Null for none.
    void setEditing(Editing *editing);
    void setTimeZone(TimeZone zone);
    void setValuesHidden(bool areHidden);
    /// Shows the changes of everything, newest first.
    void showAll();
    /// The limit, or what is counted against it, is another one.
    void refresh();

signals:
    void sizeRequested();

private:
    void showRecord();

    Browser &m_browser;
    HistoryPanel *m_panel;
};

} // namespace persistence
