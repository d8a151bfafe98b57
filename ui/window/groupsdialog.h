#pragma once

#include "model/workspace/groups.h"

#include <QDialog>

#include <array>
#include <memory>

class QPushButton;

namespace persistence {

class NavigatorPanel;
class PlainLabel;
class Workspace;

/// Asks for two groups of one workspace, each in a tree of its own. Deletes itself when it is closed.
class GroupsDialog final : public QDialog
{
    Q_OBJECT

public:
    /// \a first is chosen on the left already; the group of all records is not.
    GroupsDialog(std::shared_ptr<Workspace> workspace, const Group &first, QWidget *parent);

    void choose(int side, const Group &group);
    void accept() override;

signals:
    void chosen(const persistence::Group &before, const persistence::Group &after);

private:
    QWidget *createSide(int side, const QString &title);
    void update();

    std::shared_ptr<Workspace> m_workspace;
    std::array<Group, 2> m_groups;
    std::array<NavigatorPanel *, 2> m_trees = {};
    std::array<PlainLabel *, 2> m_names = {};
    QPushButton *m_compare;
};

} // namespace persistence
