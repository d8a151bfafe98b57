#include "ui/editor/footerstrip.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace persistence {

FooterStrip::FooterStrip(QWidget *parent)
    : QFrame(parent)
    , m_picture(new PlainLabel({}, this))
    , m_text(new PlainLabel({}, this))
    , m_detail(new PlainLabel({}, this))
{
    setObjectName(u"footerStrip"_s);
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
    layout->addWidget(m_detail, 1);
}

void FooterStrip::setState(Tone tone, const QString &text, IconId picture)
{
    m_tone = tone;
    m_pictureId = picture;
    m_text->setText(text);
    drawPicture();
}

void FooterStrip::setDetail(const QString &text)
{
    m_detail->setText(text);
}

QString FooterStrip::text() const
{
    return m_text->text();
}

void FooterStrip::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawPicture();
}

void FooterStrip::drawPicture()
{
    const IconId id = m_pictureId == IconId::None ? toneIcon(m_tone) : m_pictureId;
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_picture->setVisible(id != IconId::None);
    m_picture->setPixmap(icon(id, toneColor(m_tone, palette())).pixmap(QSize(size, size), devicePixelRatioF()));
}

} // namespace persistence
