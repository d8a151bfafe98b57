#pragma once

#include "model/transfer/exporter.h"

class QCommandLineParser;

namespace persistence {

/// The options for a redaction: \a name takes the profile, --salt what pseudonyms depend on.
void declareRedaction(QCommandLineParser &parser, const QString &name);
/// Puts them into \a request; nothing if there is no profile.
[[nodiscard]] Result<void> readRedaction(const QCommandLineParser &parser, const QString &name, ExportRequest &request);

/// Exports to \a output, or to standard output if that is "-", with progress, and says what became of it. The counts as JSON on request.
[[nodiscard]] Result<void> exportAndReport(const Workspace &workspace, const ExportRequest &request, const QString &output, bool isJson,
                                           Progress &progress);

} // namespace persistence
