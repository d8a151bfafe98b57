#pragma once

#include "ui/editor/fieldeditdelegate.h"

class QAbstractItemView;

namespace persistence {

/// Paints the cells of a value, those that differ from what is stored with a mark.
class FieldDelegate final : public FieldEditDelegate
{
    Q_OBJECT

public:
    explicit FieldDelegate(QAbstractItemView *view);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace persistence
