#pragma once

#include <QStyledItemDelegate>

namespace persistence {

/// Gives the rows of a list in a dialog the height of those of our tables.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace persistence
