#include "ui/editor/textstatus.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace persistence {

TextStatus::TextStatus(QWidget *parent)
    : QWidget(parent)
    , m_picture(new PlainLabel({}, this))
    , m_text(new PlainLabel({}, this))
    , m_repair(new QPushButton(tr("Repair"), this))
    , m_goTo(new QPushButton(tr("Go to error"), this))
{
    setObjectName(u"textStatus"_s);
    m_text->setObjectName(u"textStatusText"_s);
    m_text->setElideMode(Qt::ElideRight);
    m_repair->setObjectName(u"repairText"_s);
    m_goTo->setObjectName(u"goToTextError"_s);
    setPlainToolTip(m_repair, tr("Show what the text most likely means, before anything is replaced"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 2, 8, 2);
    layout->addWidget(m_picture);
    layout->addWidget(m_text, 1);
    for (QPushButton *button : {m_repair, m_goTo}) {
        layout->addWidget(button);
        auto policy = button->sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        button->setSizePolicy(policy);
        button->hide();
    }
    connect(m_repair, &QPushButton::clicked, this, &TextStatus::repairRequested);
    connect(m_goTo, &QPushButton::clicked, this, &TextStatus::errorRequested);
    drawPicture();
}

void TextStatus::showText(Tone tone, const QString &text)
{
    m_tone = tone;
    m_text->setText(text);
    m_text->setDimmed(tone == Tone::Neutral);
    m_repair->hide();
    m_goTo->hide();
    drawPicture();
}

void TextStatus::showError(Tone tone, const QString &sentence, bool canRepair)
{
    m_tone = tone;
    m_text->setText(sentence);
    m_text->setDimmed(false);
    m_repair->setVisible(canRepair);
    m_goTo->setText(tone == Tone::Bad ? tr("Go to error") : tr("Go to field"));
    m_goTo->show();
    drawPicture();
}

QString TextStatus::text() const
{
    return m_text->text();
}

void TextStatus::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawPicture();
}

void TextStatus::drawPicture()
{
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_picture->setVisible(m_tone != Tone::Neutral);
    m_picture->setPixmap(icon(toneIcon(m_tone), toneColor(m_tone, palette())).pixmap(QSize(size, size), devicePixelRatioF()));
}

} // namespace persistence
