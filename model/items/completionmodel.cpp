#include "model/items/completionmodel.h"

#include "model/bson/displaytext.h"

namespace persistence {

namespace {

constexpr qsizetype kMaxTextBytes = 120;

} // namespace

void CompletionModel::setItems(const QList<FilterCompletion::Item> &items)
{
    beginResetModel();
    m_items = items;
    endResetModel();
}

int CompletionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_items.size());
}

int CompletionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CompletionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const FilterCompletion::Item &item = m_items[index.row()];
    if (role == Qt::DisplayRole)
        return index.column() == TextColumn ? bson::displayText(item.text, kMaxTextBytes) : item.description;
    if (role == Qt::AccessibleTextRole && !item.description.isEmpty())
        return tr("%1, %2").arg(bson::displayText(item.text, kMaxTextBytes), item.description);
    return {};
}

} // namespace persistence
