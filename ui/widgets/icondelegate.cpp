#include "ui/widgets/icondelegate.h"

#include "ui/widgets/icons.h"

namespace persistence {

void IconDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto id = IconId(index.data(m_iconRole).toInt());
    if (id == IconId::None)
        return;
    option->icon = icon(id);
    option->features |= QStyleOptionViewItem::HasDecoration;
}

} // namespace persistence
