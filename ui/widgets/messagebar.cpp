#include "ui/widgets/messagebar.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPointer>
#include <QPushButton>
#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QStyle>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace persistence {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new PlainLabel({}, this))
    , m_text(new PlainLabel({}, this))
    , m_buttons(new QHBoxLayout)
    , m_detailButton(new QToolButton(this))
{
    setObjectName(u"messageBar"_s);
    setAutoFillBackground(true);
    setFrameShape(QFrame::StyledPanel);
    m_text->setObjectName(u"messageText"_s);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detailButton->setText(tr("Details"));
    connect(m_detailButton, &QToolButton::clicked, this, [this] { openMessage(window(), m_tone, m_text->text(), m_detail); });

    auto *closeButton = new QToolButton(this);
    closeButton->setAutoRaise(true);
    closeButton->setIcon(icon(IconId::Close));
    closeButton->setAccessibleName(tr("Close this message"));
    setPlainToolTip(closeButton, tr("Close this message (Esc)"));
    connect(closeButton, &QToolButton::clicked, this, &MessageBar::clear);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 4, 4);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_detailButton);
    layout->addLayout(m_buttons);
    layout->addWidget(closeButton);
    hide();
}

QObject *MessageBar::showMessage(Tone tone, const QString &text, const QList<Button> &buttons)
{
    clear();
    m_tone = tone;
    m_text->setText(visibleSentence(text));
    setAccessibleName(m_text->text());
    for (const Button &button : buttons)
        addButton(button);
    applyTone();
    show();
    m_message = std::make_unique<QObject>();
    return m_message.get();
}

void MessageBar::setDetail(const QString &detail)
{
    m_detail = detail;
    m_detailButton->setVisible(!detail.isEmpty());
}

void MessageBar::clear()
{
    m_message.reset();
    hide();
    setMinimumHeight(0);
    setDetail({});
    m_text->clear();
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        // Later, because a click on this very button may be what clears the bar.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_isApplying)
        applyTone();
}

void MessageBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        clear();
    else
        QFrame::keyPressEvent(event);
}

void MessageBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        setMinimumHeight(0);
}

void MessageBar::addButton(const Button &button)
{
    auto *widget = new QPushButton(plainButtonText(button.text), this);
    connect(widget, &QPushButton::clicked, this, [this, widget, button] { press(button, widget->hasFocus()); });
    m_buttons->addWidget(widget);
}

void MessageBar::press(const Button &button, bool hasFocus)
{
    // What runs may end what this is a part of.
    const QPointer<MessageBar> self(this);
    const int height = this->height();
    clear();
    if (button.run)
        button.run();
    for (int i = 0; self && i < m_buttons->count(); ++i) {
        auto *same = qobject_cast<QPushButton *>(m_buttons->itemAt(i)->widget());
        if (!same || same->text() != plainButtonText(button.text))
            continue;
        setMinimumHeight(height);
        if (hasFocus)
            same->setFocus(Qt::OtherFocusReason);
    }
}

void MessageBar::applyTone()
{
    // Changing the palette here brings another PaletteChange.
    const QScopedValueRollback guard(m_isApplying, true);
    QPalette own;
    const QPalette outer = parentWidget() ? parentWidget()->palette() : palette();
    own.setColor(QPalette::Window, toneBackground(m_tone, outer));
    setPalette(own);
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_icon->setPixmap(icon(toneIcon(m_tone), toneColor(m_tone, outer)).pixmap(QSize(size, size), devicePixelRatioF()));
}

} // namespace persistence
