#include "ui/window/paneldock.h"

#include <QAction>
#include <QScrollArea>

namespace persistence {

PanelDock::PanelDock(const QString &title, const QString &name, QWidget *panel, QAction *show, QWidget *parent)
    : QDockWidget(title, parent)
    , m_panel(panel)
    , m_show(show)
{
    setObjectName(name);
    // A window that had to grow for a panel would reach beyond a small screen, and would stay that large.
    auto *area = new QScrollArea(this);
    area->setWidget(panel);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setFocusProxy(panel);
    area->setMinimumHeight(3 * fontMetrics().height());
    setWidget(area);
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
    m_panel->setFocus(Qt::OtherFocusReason);
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
