#pragma once

#include <QString>

namespace persistence::bench {

/// Types into the text of a value of 1 MB and of one of 4 MB, in the middle of a text and of the structure, with real key events in an
/// offscreen window, and reports each key until its paint. The error message is empty if all went well.
QString runTypingTask();

} // namespace persistence::bench
