#pragma once

#include <QDockWidget>

class QAction;

namespace persistence {

/// A panel beside the records, which scrolls where there is too little room for it. Docks share their places, so that one that is open may
/// stand behind another.
class PanelDock : public QDockWidget
{
    Q_OBJECT

public:
    /// Hidden at first, and shown or hidden by \a show, which is checked while the dock is open. \a name: for the layout that the
    /// session keeps. Takes \a panel, whose focus proxy is where keys go; \a show outlives this.
    PanelDock(const QString &title, const QString &name, QWidget *panel, QAction *show, QWidget *parent = nullptr);

    [[nodiscard]] QWidget *panel() const { return m_panel; }
    /// Opens it if it is closed, in front of the docks that share its place, and gives it the keys.
    void bringUp();

private:
    void toggle(bool isWanted);

    QWidget *m_panel;
    QAction *m_show;
    bool m_isInFront = false;
};

} // namespace persistence
