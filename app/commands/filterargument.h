#pragma once

#include "model/find/filtermatcher.h"

#include <QStringList>

namespace persistence {

class Reader;

/// The filter that arguments write, a space between each two; an error that says what is wrong and where.
[[nodiscard]] Result<Filter> filterOf(const QStringList &arguments);

/// The filter for one app more; an error if no app has that id or name.
[[nodiscard]] Result<Filter> withinApp(const Filter &filter, const QString &app, Reader &reader);

} // namespace persistence
