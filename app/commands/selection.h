#pragma once

#include "model/base/ids.h"
#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/workspace/groups.h"

#include <QList>
#include <QString>

#include <vector>

class QCommandLineParser;

namespace persistence {

class Opened;
class Reader;

/// The apps of that id or name, all if it is empty. An unknown one is an error that names those that exist.
[[nodiscard]] Result<QList<AppSummary>> chosenApps(Reader &reader, const QByteArray &app);

/// The options by which a command takes some of the records.
void declareSelection(QCommandLineParser &parser);

/// The records that they select, in the order of the workspace or of the app's keys.
[[nodiscard]] Result<std::vector<RecordRow>> selectedRows(const QCommandLineParser &parser, const Opened &opened, Progress &progress);

/// The options as they were given, for a manifest; empty for all records.
[[nodiscard]] QString selectionText(const QCommandLineParser &parser);

} // namespace persistence
