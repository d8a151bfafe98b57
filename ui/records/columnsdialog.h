#pragma once

#include "model/items/fieldcolumn.h"

#include <QDialog>

class QTreeView;

namespace persistence {

class ColumnListModel;

/// In which the columns of the record table are chosen, ordered, renamed and formatted. Every choice shows at once.
class ColumnsDialog final : public QDialog
{
    Q_OBJECT

public:
    /// \a isCapped: the group has more fields than \a all lists.
    ColumnsDialog(const QList<FieldColumn> &shown, const QList<FieldColumn> &all, bool isCapped, QWidget *parent = nullptr);

signals:
    void columnsChosen(const QList<FieldColumn> &fields);
    /// The columns of this kind of group are to be as if they had never been arranged.
    void resetWanted();

private:
    QWidget *createButtons();
    void moveCurrent(int direction);

    ColumnListModel *m_model;
    QTreeView *m_view;
};

} // namespace persistence
