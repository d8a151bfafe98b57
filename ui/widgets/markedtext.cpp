#include "ui/widgets/markedtext.h"

#include <QApplication>
#include <QPainter>
#include <QTextLayout>

namespace persistence {

namespace {

/// The sign with which isolated() begins a text.
constexpr QChar kIsolation = QChar(0x2068);

QList<QTextLayout::FormatRange> markFormats(std::span<const TextSpan> marks, qsizetype shift, qsizetype visible)
{
    QTextCharFormat format;
    // The colour of a marker pen and of ink, which go together whatever the theme is.
    format.setBackground(QColor(0xff, 0xd5, 0x4a));
    format.setForeground(QColor(0x20, 0x20, 0x20));
    QList<QTextLayout::FormatRange> ranges;
    for (const TextSpan &mark : marks) {
        if (mark.start + shift < visible)
            ranges.append({int(mark.start + shift), int(qMin(mark.size, visible - mark.start - shift)), format});
    }
    return ranges;
}

} // namespace

void drawMarkedText(QPainter &painter, const QRect &area, const QStyleOptionViewItem &option, const QString &text, Qt::TextElideMode elide,
                    std::span<const TextSpan> marks)
{
    const QString shown = option.fontMetrics.elidedText(text, elide, area.width());
    // Marks hold for the front of the text: a text cut in its middle shows those before the cut.
    qsizetype same = 0;
    while (same < shown.size() && same < text.size() && shown[same] == text[same])
        ++same;
    QTextLayout layout(shown, option.font);
    QTextOption wrap(option.displayAlignment);
    wrap.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(wrap);
    layout.setFormats(markFormats(marks, text.startsWith(kIsolation) ? 1 : 0, same));
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(area.width());
    layout.endLayout();
    layout.draw(&painter, QPointF(area.x(), area.y() + (area.height() - line.height()) / 2));
}

void drawMarkedCell(QPainter &painter, const QStyleOptionViewItem &cell, std::span<const TextSpan> marks)
{
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    QStyleOptionViewItem empty = cell;
    empty.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &empty, &painter, cell.widget);
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, cell.widget) + 1;
    const QRect area = style->subElementRect(QStyle::SE_ItemViewItemText, &cell, cell.widget).adjusted(margin, 0, -margin, 0);
    const auto group = cell.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    painter.save();
    painter.setClipRect(area);
    painter.setPen(cell.palette.color(group, cell.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::Text));
    drawMarkedText(painter, area, cell, cell.text, cell.textElideMode, marks);
    painter.restore();
}

} // namespace persistence
