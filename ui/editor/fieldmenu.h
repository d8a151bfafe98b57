#pragma once

class QMenu;

namespace persistence {

class FieldActions;
class ValueTreeModel;

/// Adds what a type can be changed to, with what would get lost, to \a menu.
void fillTypeMenu(QMenu &menu, FieldActions &actions, const ValueTreeModel &model);

/// Adds everything that changes the current row to \a menu, with its keys; all of it grey while nothing can be edited.
void fillFieldMenu(QMenu &menu, FieldActions &actions, const ValueTreeModel &model);

} // namespace persistence
