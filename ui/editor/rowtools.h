#pragma once

#include <QFrame>
#include <QPersistentModelIndex>

class QToolButton;

namespace persistence {

class FieldActions;
class ValueTreeModel;
class ValueTreeView;

/// The buttons that appear at the row under the mouse: add, remove, take back, change the type. All of it is in the context menu, too.
class RowTools final : public QFrame
{
    Q_OBJECT

public:
    RowTools(ValueTreeModel *model, FieldActions *actions, ValueTreeView *view);

    /// Shows the buttons at a row; an invalid one hides them.
    void showAt(const QModelIndex &row);

private:
    QToolButton *addButton(const QString &name, int picture, const QString &toolTip);
    void openTypeMenu();
    void selectRow();

    ValueTreeModel *m_model;
    FieldActions *m_actions;
    ValueTreeView *m_view;
    QPersistentModelIndex m_row;
    QToolButton *m_add;
    QToolButton *m_remove;
    QToolButton *m_takeBack;
    QToolButton *m_type;
};

} // namespace persistence
