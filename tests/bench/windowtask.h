#pragma once

#include "tests/bench/measurement.h"

#include <QStringList>

namespace persistence::bench {

/// Measures from \a start, the start of the process, to the first paint: "bare-window" a window with an empty tree, "window" the program's
/// own with the workspace in \a arguments, and there also how long it takes to expand the app and the association model with the most rows,
/// paint included. The error message is empty if all went well.
QString runWindowTask(const Stopwatch &start, const QString &task, const QStringList &arguments);

} // namespace persistence::bench
