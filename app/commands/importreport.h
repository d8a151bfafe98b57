#pragma once

#include "model/transfer/importer.h"
#include "model/workspace/incompleteimports.h"

namespace persistence {

/// Imports into a new workspace and shows the progress on standard error, if that is a terminal. Does not begin where \a progress
/// is cancelled; a signal stops it, and cancels \a progress too.
[[nodiscard]] Result<ImportResult> importWithProgress(const QString &path, const ImportOptions &options, Progress &progress);
/// The same into an open workspace.
[[nodiscard]] Result<ImportResult> importWithProgress(Workspace &workspace, const ImportOptions &options, Progress &progress);

/// Whether what was imported stays in a workspace, or goes with the command that read a dump.
enum class Kept { No, InWorkspace };

/// Tells on standard error what an import could not read: problems and sources that were cut short. \a path: the workspace that keeps them,
/// or the dump.
void reportShortcomings(const ImportResult &result, const QString &path, Kept kept);

/// Why not all of it is here, in one sentence.
[[nodiscard]] QString reasonOf(const IncompleteImport &incomplete);

/// Tells on standard error which imports into the workspace at \a path are incomplete, and what to do. Gives them.
[[nodiscard]] Result<std::vector<IncompleteImport>> reportIncompleteImports(const Workspace &workspace, const QString &path);

/// The counts of an import, in one sentence that adds up.
QString importSentence(const ImportResult &result, SameId sameId);

} // namespace persistence
