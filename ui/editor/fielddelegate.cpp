#include "ui/editor/fielddelegate.h"

#include "model/items/valuetreemodel.h"
#include "ui/editor/celllinks.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/tone.h"

#include <QAbstractItemView>
#include <QApplication>

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

FieldDelegate::FieldDelegate(QAbstractItemView *view) : FieldEditDelegate(ValueTreeModel::IconRole, view)
{
}

void FieldDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const std::vector<CellLink> links = cellLinks(option, index);
    if (links.empty()) {
        FieldEditDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell(option);
    initStyleOption(&cell, index);
    const bool areAll = links.front().row >= 0;
    cell.text = areAll ? QString() : cell.fontMetrics.elidedText(cell.text, Qt::ElideRight, textWidth(option, links));
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, option.widget);
    paintLinks(painter, cell, links);
}

QSize FieldDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return FieldEditDelegate::sizeHint(option, index) + QSize(0, 4);
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
