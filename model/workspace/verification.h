#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"

#include <QStringList>

namespace persistence {

class Database;

/// SQLite's quick check: an error of kind Damaged if the file is not sound.
[[nodiscard]] Result<void> quickCheck(Database &database, Progress &progress);

/// Everything that must hold in a workspace: SQLite's full check; every body sound and equal to its checksum; groups, counts and record ids
/// equal to what the bodies give; the history one chain for each record (historycheck.h). The violations found, translated, at most 100.
[[nodiscard]] Result<QStringList> verify(Database &database, Progress &progress);

/// Takes the mark of an open workspace out of a copy.
[[nodiscard]] Result<void> clearOpenMark(const QString &path);

} // namespace persistence
