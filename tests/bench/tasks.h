#pragma once

#include <QStringList>

namespace persistence::bench {

/// What a child process measures. Prints figures; the error message is empty if all went well.
QString runTask(const QString &task, const QStringList &arguments);

} // namespace persistence::bench
