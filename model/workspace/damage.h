#pragma once

#include "model/base/ids.h"
#include "model/base/result.h"

namespace persistence {

/// What is said where a part of the workspace is not what its checksum or its counts say. Errors of kind Damaged; nothing was changed.
[[nodiscard]] Error damagedIndex();
[[nodiscard]] Error damagedRecord(RecordRow row);

} // namespace persistence
