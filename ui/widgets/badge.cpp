#include "ui/widgets/badge.h"

#include "ui/widgets/icons.h"

#include <QPainter>

namespace persistence {

namespace {
constexpr int kPadding = 6;
}

Badge::Badge(Tone tone, const QString &text, QWidget *parent) : QWidget(parent), m_tone(tone), m_text(text)
{
    setAccessibleName(text);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Badge::sizeHint() const
{
    const int height = fontMetrics().height() + 4;
    const int iconWidth = toneIcon(m_tone) == IconId::None ? 0 : height - 2;
    return {fontMetrics().horizontalAdvance(m_text) + iconWidth + 2 * kPadding, height};
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = toneColor(m_tone, palette());
    painter.setPen(color);
    painter.setBrush(toneBackground(m_tone, palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), height() / 2.0, height() / 2.0);
    QRect text = rect().adjusted(kPadding, 0, -kPadding, 0);
    if (toneIcon(m_tone) != IconId::None) {
        const int size = height() - 6;
        icon(toneIcon(m_tone), color).paint(&painter, QRect(text.left(), 3, size, size));
        text.setLeft(text.left() + size + 4);
    }
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, m_text);
}

} // namespace persistence
