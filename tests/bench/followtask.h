#pragma once

#include <QString>

namespace persistence::bench {

/// Edits one field of a value of 1 MB as the window does it, and measures how long the views of it take. The error text, if any.
[[nodiscard]] QString measureValueEdits();

} // namespace persistence::bench
