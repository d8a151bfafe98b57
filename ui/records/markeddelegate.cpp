#include "ui/records/markeddelegate.h"

#include "model/items/recordtablemodel.h"
#include "model/items/roles.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>

namespace persistence {

namespace {

/// The sign that isolated() puts before a text.
constexpr qsizetype kIsolation = 1;

QList<QTextLayout::FormatRange> markFormats(const QList<TextSpan> &marks, qsizetype visible, const QPalette &palette)
{
    QTextCharFormat format;
    // The colour of a marker pen, in either theme with the text that it needs.
    format.setBackground(QColor(0xff, 0xd5, 0x4a));
    format.setForeground(palette.color(QPalette::Base).lightness() > 128 ? palette.color(QPalette::Text) : QColor(0x20, 0x20, 0x20));
    QList<QTextLayout::FormatRange> ranges;
    for (const TextSpan &mark : marks) {
        if (mark.start + kIsolation < visible)
            ranges.append({int(mark.start + kIsolation), int(qMin(mark.size, visible - mark.start - kIsolation)), format});
    }
    return ranges;
}

void drawMarked(QPainter *painter, const QRect &area, const QStyleOptionViewItem &option, const QList<TextSpan> &marks)
{
    const QString text = option.fontMetrics.elidedText(option.text, option.textElideMode, area.width());
    // Marks hold for the front of the text: a text cut in its middle shows those before the cut.
    qsizetype same = 0;
    while (same < text.size() && same < option.text.size() && text[same] == option.text[same])
        ++same;
    QTextLayout layout(text, option.font);
    QTextOption wrap(option.displayAlignment);
    wrap.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(wrap);
    layout.setFormats(markFormats(marks, same, option.palette));
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(area.width());
    layout.endLayout();
    const auto group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    const bool isSelected = option.state & QStyle::State_Selected;
    painter->setPen(option.palette.color(group, isSelected ? QPalette::HighlightedText : QPalette::Text));
    layout.draw(painter, QPointF(area.x(), area.y() + (area.height() - line.height()) / 2));
}

} // namespace

QString MarkedDelegate::displayText(const QVariant &value, const QLocale &) const
{
    return isolated(value.toString());
}

void MarkedDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    // Only records with a draft have a picture of their own.
    const auto picture = IconId(index.data(IconIdRole).toInt());
    if (picture != IconId::None && picture != IconId::Record) {
        option->icon = icon(picture);
        option->features |= QStyleOptionViewItem::HasDecoration;
    }
    // Ids often differ at their end only.
    if (index.column() == RecordTableModel::RecordIdColumn)
        option->textElideMode = Qt::ElideMiddle;
    // Null, and what is too large for a cell, are no texts of anybody's.
    const QVariant type = index.data(RecordTableModel::BsonTypeRole);
    if (index.column() >= RecordTableModel::ColumnCount && (!type.isValid() || type.toInt() == int(bson::Type::Null)))
        option->palette.setColor(QPalette::Text, option->palette.color(QPalette::PlaceholderText));
}

void MarkedDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto marks = index.data(RecordTableModel::MarksRole).value<QList<TextSpan>>();
    if (marks.isEmpty()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    const QString text = std::exchange(cell.text, QString());
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    cell.text = text;
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, cell.widget) + 1;
    const QRect area = style->subElementRect(QStyle::SE_ItemViewItemText, &cell, cell.widget).adjusted(margin, 0, -margin, 0);
    painter->save();
    painter->setClipRect(area);
    drawMarked(painter, area, cell, marks);
    painter->restore();
}

bool MarkedDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString text = index.data(ToolTipTextRole).toString();
    const bool fits = !text.contains(u'\n') && option.fontMetrics.horizontalAdvance(text) + 8 <= option.rect.width();
    showPlainToolTip(event->globalPos(), fits ? QString() : text, view->viewport(), option.rect);
    return true;
}

} // namespace persistence
