#include "ui/editor/footerstrip.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace persistence {

FooterStrip::FooterStrip(QWidget *parent)
    : QFrame(parent)
    , m_picture(new PlainLabel({}, this))
    , m_text(new PlainLabel({}, this))
    , m_detail(new PlainLabel({}, this))
    , m_buttons(new QHBoxLayout)
{
    setObjectName(u"footerStrip"_s);
    setAutoFillBackground(true);
    m_text->setObjectName(u"footerText"_s);
    m_text->setElideMode(Qt::ElideRight);
    m_detail->setObjectName(u"footerDetail"_s);
    m_detail->setElideMode(Qt::ElideRight);
    m_detail->setDimmed(true);
    m_detail->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 3, 8, 3);
    layout->addWidget(m_picture);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_detail);
    layout->addLayout(m_buttons);
    // The strip keeps its height when buttons come and go, so that the value above does not jump.
    setMinimumHeight(QPushButton(u"X"_s).sizeHint().height() + 6);
}

void FooterStrip::showState(const FooterState &state)
{
    if (state == m_state)
        return;
    const bool hadFocus = isAncestorOf(focusWidget()) && focusWidget()->hasFocus();
    m_state = state;
    m_text->setText(state.text);
    setAccessibleName(state.text);
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        // Later, because a click on this very button may be what changed the state.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const FooterButton &button : state.buttons)
        addButton(button);
    applyTone();
    makeRoom();
    if (hadFocus && m_buttons->count() > 0)
        m_buttons->itemAt(m_buttons->count() - 1)->widget()->setFocus();
}

void FooterStrip::setDetail(const QString &text)
{
    m_detail->setText(text);
    makeRoom();
}

void FooterStrip::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    makeRoom();
}

/// The state is never cut for the sake of the detail.
void FooterStrip::makeRoom()
{
    const int others = m_picture->sizeHint().width() + m_text->sizeHint().width() + m_buttons->sizeHint().width();
    const QMargins margins = layout()->contentsMargins();
    const int gaps = margins.left() + margins.right() + 3 * layout()->spacing();
    m_detail->setVisible(others + m_detail->sizeHint().width() + gaps <= width());
}

QString FooterStrip::text() const
{
    return m_text->text();
}

void FooterStrip::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_isApplying)
        applyTone();
}

void FooterStrip::addButton(const FooterButton &button)
{
    const FooterAction action = button.action;
    auto *widget = new QPushButton(plainButtonText(footerButtonText(action)), this);
    widget->setObjectName(u"footerButton%1"_s.arg(int(action)));
    widget->setEnabled(button.reason.isEmpty());
    setPlainToolTip(widget, button.reason);
    if (button.isMain) {
        QFont bold = widget->font();
        bold.setBold(true);
        widget->setFont(bold);
    }
    connect(widget, &QPushButton::clicked, this, [this, action] { emit triggered(action); });
    m_buttons->addWidget(widget);
}

void FooterStrip::applyTone()
{
    // Changing the palette here brings another PaletteChange.
    const QScopedValueRollback guard(m_isApplying, true);
    const QPalette outer = parentWidget() ? parentWidget()->palette() : palette();
    QPalette own;
    if (m_state.tone != Tone::Neutral)
        own.setColor(QPalette::Window, toneBackground(m_state.tone, outer));
    setPalette(own);
    const IconId id = m_state.picture == IconId::None ? toneIcon(m_state.tone) : m_state.picture;
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_picture->setVisible(id != IconId::None);
    m_picture->setPixmap(icon(id, toneColor(m_state.tone, outer)).pixmap(QSize(size, size), devicePixelRatioF()));
}

} // namespace persistence
