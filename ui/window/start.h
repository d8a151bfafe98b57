#pragma once

#include <QStringList>

class QApplication;

namespace persistence {

/// Opens the window of the application on \a files, or on what was open the last time, and runs until it is closed. The exit code of the
/// program.
int runWindow(QApplication &application, const QStringList &files);

} // namespace persistence
