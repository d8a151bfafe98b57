#include "ui/widgets/emptystate.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QEvent>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kPictureSize = 48;

}

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_picture(new PlainLabel({}, this))
    , m_title(new PlainLabel({}, this))
    , m_sentence(new PlainLabel({}, this))
    , m_buttons(new QVBoxLayout)
    , m_extra(new QVBoxLayout)
{
    QFont titleFont = font();
    titleFont.setPointSizeF(titleFont.pointSizeF() * 1.3);
    titleFont.setBold(true);
    m_title->setFont(titleFont);
    for (PlainLabel *label : {m_picture, m_title, m_sentence}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(label != m_picture);
    }
    m_title->setObjectName(u"emptyTitle"_s);
    m_sentence->setObjectName(u"emptySentence"_s);

    auto *layout = new QVBoxLayout(this);
    layout->addStretch();
    layout->addWidget(m_picture);
    layout->addWidget(m_title);
    layout->addWidget(m_sentence);
    layout->addSpacing(8);
    layout->addLayout(m_buttons);
    layout->addLayout(m_extra);
    layout->addStretch();
}

void EmptyState::setContent(IconId picture, const QString &title, const QString &sentence)
{
    m_pictureId = picture;
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    m_sentence->setText(sentence);
    drawPicture();
}

QPushButton *EmptyState::addButton(IconId picture, const QString &text)
{
    auto *button = new QPushButton(icon(picture), plainButtonText(text), this);
    button->setMinimumWidth(fontMetrics().averageCharWidth() * 32);
    m_buttons->addWidget(button, 0, Qt::AlignHCenter);
    return button;
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawPicture();
}

QSize EmptyState::minimumSizeHint() const
{
    // The same whether the picture is there or not: else it would come and go.
    const QSize hint = QWidget::minimumSizeHint();
    if (m_buttons->count() + m_extra->count() == 0)
        return {hint.width(), 3 * fontMetrics().height()};
    return {hint.width(), m_picture->isHidden() ? hint.height() : hint.height() - kPictureSize - layout()->spacing()};
}

void EmptyState::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_picture->setVisible(height() >= minimumSizeHint().height() + kPictureSize + 3 * fontMetrics().height());
}

void EmptyState::drawPicture()
{
    const QColor faint = mixed(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.45);
    m_picture->setPixmap(icon(m_pictureId, faint).pixmap(QSize(kPictureSize, kPictureSize), devicePixelRatioF()));
}

} // namespace persistence
