#pragma once

#include "model/base/result.h"
#include "model/workspace/groups.h"

#include <QByteArray>

namespace persistence {

class Reader;

/// Names the kind of group that \a group is, so that groups of like records can share the columns of their table: the app and the key shape
/// of its first record, such as "6f1c… misc + room"; the app alone for the group of an app; "all" for all records.
[[nodiscard]] Result<QByteArray> shapeOf(Reader &reader, const Group &group);

} // namespace persistence
