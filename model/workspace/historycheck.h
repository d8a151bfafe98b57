#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"

#include <QStringList>

namespace persistence {

class Database;

/// What must hold of the history, the originals, the removed records and the drafts: each record's images form one chain that ends with its
/// stored document, or with its removal; counts agree; nothing names what is not there. The violations found, translated, at most \a limit.
[[nodiscard]] Result<QStringList> checkHistory(Database &database, Progress &progress, qsizetype limit);

} // namespace persistence
