#include "ui/widgets/flowarea.h"

#include "ui/widgets/flowlayout.h"

#include <QEvent>
#include <QScrollBar>

namespace persistence {

FlowArea::FlowArea(QWidget *parent) : QScrollArea(parent), m_content(new QWidget), m_flow(new FlowLayout(m_content))
{
    m_flow->setContentsMargins(0, 0, 0, 0);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    setWidget(m_content);
    m_content->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int FlowArea::heightForWidth(int width) const
{
    return m_flow->heightForWidth(width);
}

QSize FlowArea::sizeHint() const
{
    return m_flow->sizeHint();
}

QSize FlowArea::minimumSizeHint() const
{
    return m_flow->minimumSize() + QSize(verticalScrollBar()->sizeHint().width(), 0);
}

bool FlowArea::eventFilter(QObject *watched, QEvent *event)
{
    // The area asks nobody for the room that its content needs.
    if (watched == m_content && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return QScrollArea::eventFilter(watched, event);
}

} // namespace persistence
