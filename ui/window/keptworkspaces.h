#pragma once

#include "model/base/result.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace persistence {

/// Where the workspace of a dump is kept, so that an unchanged dump opens at once the next time. The name holds the name of the first file
/// and a hash of the absolute path, size and time of change of all of them (of a folder: of what it holds). Looks at files, never reads
/// them.
QString keptWorkspacePath(const QStringList &files);

/// One workspace that is kept of a dump.
struct KeptWorkspace
{
    QString path;
    QString name;      ///< of the first file of the dump, for people
    qint64 size = 0;   ///< bytes
    qint64 madeAt = 0; ///< ms since 1970: when the dump was read
};

/// What is kept, the largest first. Looks at names and sizes, never into files.
QList<KeptWorkspace> keptWorkspaces();

/// Removes a kept workspace and what lies beside it. One that is open in another program is an error of kind Busy.
[[nodiscard]] Result<void> removeKeptWorkspace(const QString &path);

/// The folder of kept workspaces; made if it is not there. Empty if that fails.
QString keptWorkspacesFolder();

/// The files by name for people: "dump.archive.gz", or "dump.bson and 2 more".
QString displayName(const QStringList &files);

/// The names of several, as displayName(); those that would look alike with their folder: "dump.bson in ~/before".
QStringList distinctNames(const QList<QStringList> &lists);

} // namespace persistence
