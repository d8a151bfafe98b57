#pragma once

#include <QStyledItemDelegate>

namespace persistence {

/// Draws a cell with the picture that its item model names: an int of IconId in one role.
class IconDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit IconDelegate(int iconRole, QObject *parent = nullptr) : QStyledItemDelegate(parent), m_iconRole(iconRole) {}

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    int m_iconRole;
};

} // namespace persistence
