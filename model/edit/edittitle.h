#pragma once

#include "model/edit/verbs.h"

#include <QString>

namespace persistence {

/// What the edit of one record does, for the history: "Set rating", "Change the key", "Edit 3 fields". A \a record without a row is to be
/// made.
[[nodiscard]] QString editTitle(const Record &record, const QByteArray &after, bool isDeletion);

} // namespace persistence
