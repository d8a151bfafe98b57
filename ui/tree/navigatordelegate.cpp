#include "ui/tree/navigatordelegate.h"

#include "model/items/itemtext.h"
#include "model/items/roles.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/markedtext.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace persistence {

namespace {

constexpr int kGap = 6;
constexpr int kMargin = 3;

/// The place of a text at the end of what is left of a row, from left to right; a gap goes with it.
QRect takeAtEnd(QRect &rest, const QStyleOptionViewItem &option, const QString &text)
{
    const int width = std::min(option.fontMetrics.horizontalAdvance(text) + 1, rest.width() / 2);
    const QRect place(rest.right() - width + 1, rest.top(), width, rest.height());
    rest.setRight(place.left() - kGap);
    return place;
}

/// Hands out places in a row from its start or its end, and draws into them.
class RowPainter final
{
public:
    RowPainter(QPainter &painter, const QStyleOptionViewItem &option)
        : m_painter(painter)
        , m_option(option)
        , m_rest(option.rect.adjusted(kMargin, 0, -kMargin, 0))
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
        if (!text.isEmpty())
            draw({text, {}, color}, takeAtEnd(m_rest, m_option, text), Qt::AlignRight, Qt::ElideRight);
    }

    /// \a place: as it is on the screen.
    void drawButton(IconId id, const QRect &place)
    {
        const bool isSelected = m_option.state & QStyle::State_Selected;
        icon(id).paint(&m_painter, place, Qt::AlignCenter, isSelected ? QIcon::Selected : QIcon::Normal);
        m_rest.setRight(std::min(m_rest.right(), QStyle::visualRect(m_option.direction, m_option.rect, place).left() - kGap));
    }

    struct Text
    {
        QString text;
        std::vector<TextSpan> marks;
        QColor color;
    };

    /// The name, and the raw id behind it; of two long ones the name gets three quarters, unless more of the id is needed.
    void drawNames(const Text &name, const Text &rawId, Qt::TextElideMode nameElide, int neededOfId)
    {
        const int nameWidth = m_option.fontMetrics.horizontalAdvance(name.text) + 1;
        const int rawWidth = rawId.text.isEmpty() ? 0 : m_option.fontMetrics.horizontalAdvance(rawId.text) + 1 + kGap;
        int width = std::min(nameWidth, m_rest.width());
        if (nameWidth + rawWidth > m_rest.width())
            width = std::min(nameWidth, m_rest.width() - std::min(rawWidth, std::max(m_rest.width() / 4, neededOfId)));
        draw(name, fromStart(width), Qt::AlignLeft, nameElide);
        skip();
        if (!rawId.text.isEmpty() && m_rest.width() > 2 * kGap)
            draw(rawId, m_rest, Qt::AlignLeft, Qt::ElideMiddle);
    }

private:
    QRect fromStart(int width)
    {
        const QRect place(m_rest.left(), m_rest.top(), std::max(0, width), m_rest.height());
        m_rest.setLeft(place.right() + 1);
        return place;
    }

    void skip() { m_rest.setLeft(std::min(m_rest.left() + kGap, m_rest.right())); }

    void draw(const Text &text, const QRect &place, Qt::Alignment alignment, Qt::TextElideMode elide)
    {
        // Places are worked out from left to right and mirrored here, for languages that are written from the right.
        const QRect visual = QStyle::visualRect(m_option.direction, m_option.rect, place);
        const Qt::Alignment visualAlignment = QStyle::visualAlignment(m_option.direction, alignment | Qt::AlignVCenter);
        m_painter.setPen(text.color);
        if (!text.marks.empty()) {
            QStyleOptionViewItem option = m_option;
            option.displayAlignment = visualAlignment;
            drawMarkedText(m_painter, visual, option, isolated(text.text), elide, text.marks);
            return;
        }
        const QString shown = m_option.fontMetrics.elidedText(text.text, elide, place.width());
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

/// Values of a group begin alike, and only the id tells one record from the next: enough of it for both of its ends.
int neededOfId(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    constexpr int kCharacters = 11;
    const bool isRecord = index.data(KindRole).toInt() == int(NavigatorKind::Record);
    return isRecord ? kGap + kCharacters * option.fontMetrics.averageCharWidth() : 0;
}

QPalette::ColorGroup colorGroup(const QStyleOptionViewItem &option)
{
    return option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
}

QColor textColor(const QStyleOptionViewItem &option)
{
    return option.palette.color(colorGroup(option), option.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::Text);
}

QColor dimmedColor(const QStyleOptionViewItem &option)
{
    return secondaryText(option.palette, colorGroup(option), option.state & QStyle::State_Selected);
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
    for (const QString &text : textsAtEnd(index))
        row.drawAtEnd(text, dimmed);
    if (item.state & QStyle::State_MouseOver) {
        for (const auto &[button, place] : buttonsOf(item, index))
            row.drawButton(button == Button::Refresh ? IconId::Refresh : IconId::Copy, place);
    }
    const QString name = index.data(NameRole).toString();
    const QString rawId = index.data(RawIdRole).toString();
    row.drawNames({name, marksIn(index, name), textColor(item)}, {rawId, marksIn(index, rawId), dimmed}, nameElide(index),
                  neededOfId(item, index));
    painter->restore();
}

/// The filter looks at groups only; a record or a range may hold the same letters by chance.
std::vector<TextSpan> NavigatorDelegate::marksIn(const QModelIndex &index, const QString &text) const
{
    std::vector<TextSpan> marks;
    const auto kind = NavigatorKind(index.data(KindRole).toInt());
    if (m_filterText.isEmpty() || kind == NavigatorKind::Record || kind == NavigatorKind::Range)
        return marks;
    for (qsizetype at = text.indexOf(m_filterText, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(m_filterText, at + m_filterText.size(), Qt::CaseInsensitive))
        marks.push_back({at, m_filterText.size()});
    return marks;
}

QStringList NavigatorDelegate::textsAtEnd(const QModelIndex &index) const
{
    QStringList texts = {index.data(IsLoadingRole).toBool() ? tr("Loading…") : index.data(CountTextRole).toString()};
    const QVariant bytes = index.data(BytesRole);
    if (!m_areSizesShown || !bytes.isValid())
        return texts;
    const QVariant share = index.data(ShareRole);
    texts.append(share.isValid() ? tr("%1 · %2").arg(sizeText(bytes.toLongLong()), shareText(share.toDouble()))
                                 : sizeText(bytes.toLongLong()));
    return texts;
}

QList<std::pair<NavigatorDelegate::Button, QRect>> NavigatorDelegate::buttonsOf(const QStyleOptionViewItem &option,
                                                                                const QModelIndex &index) const
{
    QRect rest = option.rect.adjusted(kMargin, 0, -kMargin, 0);
    for (const QString &text : textsAtEnd(index)) {
        if (!text.isEmpty())
            takeAtEnd(rest, option, text);
    }
    const auto kind = NavigatorKind(index.data(KindRole).toInt());
    QList<Button> buttons;
    if (kind == NavigatorKind::Target || kind == NavigatorKind::Record)
        buttons.append(Button::CopyKey);
    if (kind != NavigatorKind::Record && kind != NavigatorKind::Range)
        buttons.append(Button::Refresh);
    QList<std::pair<Button, QRect>> placed;
    for (const Button button : buttons) {
        const int side = option.decorationSize.width();
        const QRect place(rest.right() - side + 1, rest.top(), side, rest.height());
        rest.setRight(place.left() - kGap);
        // A row too narrow for its name has no room for buttons.
        if (rest.width() > 4 * side)
            placed.append({button, QStyle::visualRect(option.direction, option.rect, place)});
    }
    return placed;
}

bool NavigatorDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const bool isClick = event->type() == QEvent::MouseButtonRelease;
    if (!isClick && event->type() != QEvent::MouseButtonDblClick)
        return QStyledItemDelegate::editorEvent(event, model, option, index);
    const auto *mouse = static_cast<QMouseEvent *>(event);
    QStyleOptionViewItem item(option);
    initStyleOption(&item, index);
    for (const auto &[button, place] : buttonsOf(item, index)) {
        if (mouse->button() != Qt::LeftButton || !place.contains(mouse->position().toPoint()))
            continue;
        if (isClick && button == Button::Refresh)
            emit refreshRequested();
        else if (isClick)
            emit copyKeyRequested(index);
        return true;
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
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
