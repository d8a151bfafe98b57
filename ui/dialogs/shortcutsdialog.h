#pragma once

#include <QList>

class QAction;
class QWidget;

namespace persistence {

/// Opens the list of all actions with their keys and a find box. A double click or Enter runs the action. Does not block.
void openShortcuts(QWidget *parent, const QList<QAction *> &actions);

} // namespace persistence
