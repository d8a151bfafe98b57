#pragma once

#include <QStyledItemDelegate>

namespace persistence {

/// Draws the cells of the record table: keeps the direction of each text inside its cell, marks what the filter found, dims what is no
/// value, and shows in a tooltip, as plain text, what does not fit.
class MarkedDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QString displayText(const QVariant &value, const QLocale &locale) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace persistence
