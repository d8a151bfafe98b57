#pragma once

#include <QStringList>

namespace persistence::bench {

/// What a child process measures of editing a workspace, which it changes. The error message is empty if all went well.

/// Sets a field in 100,000 records, in one change, and takes that back.
QString runBulkEdit(const QStringList &arguments);
/// Saves one field of a value of 1 MB, against one durable UPDATE of a row of that size by SQLite alone.
QString runLargeSave(const QStringList &arguments);
/// Lists a history of a million changes, and saves on top of it.
QString runLongHistory(const QStringList &arguments);

} // namespace persistence::bench
