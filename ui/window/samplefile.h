#pragma once

#include "model/base/result.h"

namespace persistence {

/// The path of the bundled sample dump. It is part of the program and is written beside the kept workspaces when it is first asked for.
[[nodiscard]] Result<QString> sampleFile();

} // namespace persistence
