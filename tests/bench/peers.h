#pragma once

#include "tests/bench/measurement.h"

#include <QDir>

namespace persistence::bench {

// What people would use instead, measured in the same run. Each writes into \a folder and is left out where it is not installed.

/// cp of the input, and sqlite3's .import of its lines into one column.
void measureFloors(const QString &jsonLines, const QDir &folder, int runs, Figures &figures);
/// A script for sqlite3 with json_each and indexes, and one for Python with json and executemany.
void measureScripts(const QString &jsonLines, const QDir &folder, Figures &figures);

/// sqlite3 writing the same records: as JSON objects with -json, ten fields as CSV with -csv and ->>.
void measureExportPeers(const QString &jsonLines, const QDir &folder, int runs, Figures &figures);

/// sqlite3 looking for the same texts in its column of JSON lines, with LIKE.
void measureFindPeers(const QString &jsonLines, const QDir &folder, int runs, Figures &figures);

} // namespace persistence::bench
