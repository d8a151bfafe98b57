#pragma once

#include <QString>
#include <QStringList>

namespace persistence {

/// Where the workspace of a dump is kept, so that an unchanged dump opens at once the next time. The name holds the name of the first file
/// and a hash of the absolute path, size and time of change of all of them (of a folder: of what it holds). Looks at files, never reads
/// them.
QString keptWorkspacePath(const QStringList &files);

/// The folder of kept workspaces; made if it is not there. Empty if that fails.
QString keptWorkspacesFolder();

/// The files by name for people: "dump.archive.gz", or "dump.bson and 2 more".
QString displayName(const QStringList &files);

} // namespace persistence
