#pragma once

#include <QStyledItemDelegate>

namespace persistence {

/// Draws a row of the tree: picture, name, raw id in grey, and the count at the far edge. Each part has its own place, so that text of
/// one direction cannot reorder the others. What does not fit is elided and shown whole in the tooltip. All rows are equally high.
class NavigatorDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;
};

} // namespace persistence
