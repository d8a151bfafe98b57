#pragma once

#include "ui/editor/fieldeditdelegate.h"

namespace persistence {

/// Draws the cells of the record table: keeps the direction of each text inside its cell, marks what the filter found, dims what is no
/// value, and shows in a tooltip, as plain text, what does not fit. Records with a draft have a colour, and a field that the draft changes
/// a frame and a picture: never colour alone. Edits fields in their cells.
class MarkedDelegate final : public FieldEditDelegate
{
    Q_OBJECT

public:
    explicit MarkedDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QString displayText(const QVariant &value, const QLocale &locale) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace persistence
