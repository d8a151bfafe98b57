#include "ui/editor/fielddelegate.h"

#include "model/items/valuetreemodel.h"
#include "ui/editor/celllinks.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/markedtext.h"
#include "ui/widgets/tone.h"

#include <QAbstractItemView>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

FieldState stateOf(const QModelIndex &index)
{
    return FieldState(index.data(ValueTreeModel::StateRole).toInt());
}

Tone toneOf(FieldState state)
{
    switch (state) {
    case FieldState::Changed:
        return Tone::Warning;
    case FieldState::Added:
        return Tone::Good;
    case FieldState::Removed:
        return Tone::Bad;
    default:
        return Tone::Neutral;
    }
}

IconId markOf(FieldState state)
{
    switch (state) {
    case FieldState::Changed:
        return IconId::FieldChanged;
    case FieldState::Added:
        return IconId::FieldAdded;
    case FieldState::Removed:
        return IconId::FieldRemoved;
    default:
        return IconId::None;
    }
}

void showState(QStyleOptionViewItem &option, FieldState state, bool hasMark)
{
    if (state == FieldState::Same)
        return;
    const QColor color = toneColor(toneOf(state), option.palette);
    if (!option.state.testFlag(QStyle::State_Selected))
        option.palette.setColor(QPalette::Text, color);
    option.font.setStrikeOut(state == FieldState::Removed);
    if (hasMark) {
        option.icon = icon(markOf(state), color);
        option.features |= QStyleOptionViewItem::HasDecoration;
        option.decorationPosition = QStyleOptionViewItem::Right;
    }
}

} // namespace

FieldDelegate::FieldDelegate(QAbstractItemView *view) : FieldEditDelegate(ValueTreeModel::IconRole, view), m_view(view)
{
}

QSize FieldDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return FieldEditDelegate::sizeHint(option, index) + QSize(0, 4);
}

void FieldDelegate::setHits(std::shared_ptr<const RecordHits> hits)
{
    m_hits = std::move(hits);
    m_view->viewport()->update();
}

void FieldDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const std::vector<CellLink> links = cellLinks(option, index);
    const std::vector<TextSpan> marks = marksOf(index);
    if (links.empty() && marks.empty()) {
        FieldEditDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell(option);
    initStyleOption(&cell, index);
    if (!links.empty()) {
        const bool areAll = links.front().row >= 0;
        cell.text = areAll ? QString() : cell.fontMetrics.elidedText(cell.text, Qt::ElideRight, textWidth(option, links));
    }
    // Without marks in it, the text is drawn as everywhere.
    drawMarkedCell(*painter, cell, marks);
    paintLinks(painter, cell, links);
}

/// What the filter found in a cell.
std::vector<TextSpan> FieldDelegate::marksOf(const QModelIndex &index) const
{
    const QVariant offset = m_hits ? index.data(ValueTreeModel::OffsetRole) : QVariant();
    const bool isName = index.data(ValueTreeModel::IsNameRole).toBool();
    const bool isType = !isName && index.column() == ValueTreeModel::TypeColumn && qobject_cast<const ValueTreeModel *>(index.model());
    if (!offset.isValid() || isType)
        return {};
    const QString shown = index.data(Qt::DisplayRole).toString();
    return isName ? m_hits->marksInName(offset.toLongLong(), shown) : m_hits->marksInValue(offset.toLongLong(), shown);
}

void FieldDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    FieldEditDelegate::initStyleOption(option, index);
    const bool isSelected = option->state.testFlag(QStyle::State_Selected);
    const bool isName = index.column() == ValueTreeModel::NameColumn;
    const bool isTree = qobject_cast<const ValueTreeModel *>(index.model());
    if (isTree && !isName)
        option->features &= ~QStyleOptionViewItem::HasDecoration;
    const bool isType = isTree && index.column() == ValueTreeModel::TypeColumn;
    const bool isContainer = isTree && !isName && index.model()->hasChildren(index.siblingAtColumn(0));
    if ((isType || isContainer || index.data(ValueTreeModel::IsMissingRole).toBool()) && !isSelected)
        option->palette.setColor(QPalette::Text, mixed(option->palette.color(QPalette::Base), option->palette.color(QPalette::Text), 0.62));
    if (isTree && isName && index.data(ValueTreeModel::OpenTextRole).isValid()) {
        if (option->state.testFlag(QStyle::State_Open))
            option->text = index.data(ValueTreeModel::OpenTextRole).toString();
        option->font.setUnderline(true);
        if (!isSelected)
            option->palette.setColor(QPalette::Text, option->palette.color(QPalette::Link));
    }
    if (isTree && isName && index.data(ValueTreeModel::IsDuplicateRole).toBool()) {
        option->text = tr("%1 (same name again)").arg(option->text);
        if (!isSelected)
            option->palette.setColor(QPalette::Text, toneColor(Tone::Warning, option->palette));
    }
    showState(*option, stateOf(index), isType || !isTree);
}

} // namespace persistence
