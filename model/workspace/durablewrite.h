#pragma once

#include "model/base/result.h"

#include <functional>

namespace persistence {

class Database;
class Workspace;

/// Runs \a work in one transaction on the writing connection, which is on the disk when this returns. For what is no change of records,
/// such as drafts and saved filters. An error, and nothing written, if the workspace is read-only or was moved away. From every thread.
[[nodiscard]] Result<void> writeDurably(Workspace &workspace, const std::function<Result<void>(Database &)> &work);

} // namespace persistence
