#pragma once

#include "ui/widgets/icondelegate.h"

class QTableView;

namespace persistence {

/// Draws a cell with its picture and keeps the direction of its text inside of it; what does not fit is a tooltip, as plain text.
class TableDelegate : public IconDelegate
{
    Q_OBJECT

public:
    /// \a toolTipRole: the whole text of a cell.
    TableDelegate(int iconRole, int toolTipRole, QObject *parent = nullptr) : IconDelegate(iconRole, parent), m_toolTipRole(toolTipRole) {}

    [[nodiscard]] QString displayText(const QVariant &value, const QLocale &locale) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;

private:
    int m_toolTipRole;
};

/// Gives a table the look of all our lists: whole rows, no grid, one line each, no row numbers; nothing is edited in place.
void prepareTable(QTableView *view);
/// The selected rows from top to bottom, found without a look at each cell.
QList<int> selectedRowsOf(const QTableView *view);

} // namespace persistence
