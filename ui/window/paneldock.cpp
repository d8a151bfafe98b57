#include "ui/window/paneldock.h"

#include <QAction>

namespace persistence {

PanelDock::PanelDock(const QString &title, const QString &name, QWidget *panel, QAction *show, QWidget *parent)
    : QDockWidget(title, parent)
    , m_show(show)
{
    setObjectName(name);
    setWidget(panel);
    hide();
    connect(m_show, &QAction::triggered, this, &PanelDock::toggle);
    // A dock that another one covers has become invisible, but is not hidden.
    connect(this, &QDockWidget::visibilityChanged, this, [this](bool isVisible) {
        m_isInFront = isVisible;
        m_show->setChecked(!isHidden());
    });
}

void PanelDock::bringUp()
{
    show();
    raise();
    widget()->setFocus(Qt::OtherFocusReason);
}

void PanelDock::toggle(bool isWanted)
{
    // Whoever asks for a dock that is covered wants to see it, not to close what nobody sees.
    if (isWanted || !m_isInFront) {
        m_show->setChecked(true);
        bringUp();
    } else {
        hide();
    }
}

} // namespace persistence
