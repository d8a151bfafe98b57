#pragma once

#include <QString>

class QWidget;

namespace persistence {

/// Opens a dialog that lists the workspaces kept of opened dumps, with their sizes, and removes them on demand, asking before. \a openPath:
/// the workspace that is open now, which stays; may be empty.
void openKeptWorkspaces(QWidget *parent, const QString &openPath);

} // namespace persistence
