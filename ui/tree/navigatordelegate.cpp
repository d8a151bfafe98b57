#include "ui/tree/navigatordelegate.h"

#include "model/items/roles.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QPainter>

#include <algorithm>

namespace persistence {

namespace {

constexpr int kGap = 6;
constexpr int kMargin = 3;

/// Hands out places in a row from its start or its end, and draws into them.
class RowPainter final
{
public:
    RowPainter(QPainter &painter, const QStyleOptionViewItem &option)
        : m_painter(painter), m_option(option), m_rest(option.rect.adjusted(kMargin, 0, -kMargin, 0))
    {
    }

    void drawIcon(IconId id)
    {
        const QSize size = m_option.decorationSize;
        const QRect column = QStyle::visualRect(m_option.direction, m_option.rect, fromStart(size.width()));
        const QRect place = QStyle::alignedRect(Qt::LeftToRight, Qt::AlignCenter, size, column);
        const bool isSelected = m_option.state & QStyle::State_Selected;
        icon(id).paint(&m_painter, place, Qt::AlignCenter, isSelected ? QIcon::Selected : QIcon::Normal);
        skip();
    }

    void drawAtEnd(const QString &text, const QColor &color)
    {
        if (text.isEmpty())
            return;
        const int width = std::min(m_option.fontMetrics.horizontalAdvance(text) + 1, m_rest.width() / 2);
        const QRect place = QRect(m_rest.right() - width + 1, m_rest.top(), width, m_rest.height());
        m_rest.setRight(place.left() - kGap);
        draw(text, place, color, Qt::AlignRight, Qt::ElideRight);
    }

    /// The name, and the raw id behind it; of two long ones the name gets three quarters.
    void drawNames(const QString &name, const QString &rawId, Qt::TextElideMode nameElide, const QColor &color, const QColor &dimmed)
    {
        const int nameWidth = m_option.fontMetrics.horizontalAdvance(name) + 1;
        const int rawWidth = rawId.isEmpty() ? 0 : m_option.fontMetrics.horizontalAdvance(rawId) + 1 + kGap;
        int width = std::min(nameWidth, m_rest.width());
        if (nameWidth + rawWidth > m_rest.width())
            width = std::min(nameWidth, m_rest.width() - std::min(rawWidth, m_rest.width() / 4));
        draw(name, fromStart(width), color, Qt::AlignLeft, nameElide);
        skip();
        if (!rawId.isEmpty() && m_rest.width() > 2 * kGap)
            draw(rawId, m_rest, dimmed, Qt::AlignLeft, Qt::ElideMiddle);
    }

private:
    QRect fromStart(int width)
    {
        const QRect place(m_rest.left(), m_rest.top(), std::max(0, width), m_rest.height());
        m_rest.setLeft(place.right() + 1);
        return place;
    }

    void skip() { m_rest.setLeft(std::min(m_rest.left() + kGap, m_rest.right())); }

    void draw(const QString &text, const QRect &place, const QColor &color, Qt::Alignment alignment, Qt::TextElideMode elide)
    {
        // Places are worked out from left to right and mirrored here, for languages that are written from the right.
        const QRect visual = QStyle::visualRect(m_option.direction, m_option.rect, place);
        const Qt::Alignment visualAlignment = QStyle::visualAlignment(m_option.direction, alignment | Qt::AlignVCenter);
        m_painter.setPen(color);
        const QString shown = m_option.fontMetrics.elidedText(text, elide, place.width());
        m_painter.drawText(visual, int(visualAlignment) | Qt::TextSingleLine, isolated(shown));
    }

    QPainter &m_painter;
    const QStyleOptionViewItem &m_option;
    QRect m_rest;
};

/// Ids often differ at their end only, names and values at their start.
Qt::TextElideMode nameElide(const QModelIndex &index)
{
    const auto kind = NavigatorKind(index.data(KindRole).toInt());
    const bool isId = (kind == NavigatorKind::App || kind == NavigatorKind::Target) && index.data(RawIdRole).toString().isEmpty();
    return isId ? Qt::ElideMiddle : Qt::ElideRight;
}

QColor textColor(const QStyleOptionViewItem &option)
{
    const QPalette::ColorGroup group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    return option.palette.color(group, option.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::Text);
}

QColor dimmedColor(const QStyleOptionViewItem &option)
{
    const QPalette::ColorRole back = option.state & QStyle::State_Selected ? QPalette::Highlight : QPalette::Base;
    return mixed(option.palette.color(back), textColor(option), 0.65);
}

} // namespace

void NavigatorDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item(option);
    initStyleOption(&item, index);
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter, item.widget);
    painter->save();
    painter->setFont(item.font);
    painter->setClipRect(item.rect);
    RowPainter row(*painter, item);
    row.drawIcon(IconId(index.data(IconIdRole).toInt()));
    const QColor dimmed = dimmedColor(item);
    row.drawAtEnd(index.data(IsLoadingRole).toBool() ? tr("Loading…") : index.data(CountTextRole).toString(), dimmed);
    row.drawNames(index.data(NameRole).toString(), index.data(RawIdRole).toString(), nameElide(index), textColor(item), dimmed);
    painter->restore();
}

QSize NavigatorDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    // The width of the view, never that of the text: a row elides instead of scrolling sideways.
    return {100, std::max(option.fontMetrics.height(), option.decorationSize.height()) + 2 * kMargin};
}

bool NavigatorDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString text = index.data(ToolTipTextRole).toString();
    showPlainToolTip(event->globalPos(), text, view->viewport(), option.rect);
    return true;
}

} // namespace persistence
