#pragma once

#include "model/base/ids.h"
#include "model/base/progress.h"
#include "model/transfer/exportformat.h"
#include "model/transfer/redaction.h"

#include <QByteArray>
#include <QStringList>

#include <optional>
#include <vector>

namespace persistence {

class ByteSink;
class Workspace;

struct ExportRequest
{
    /// The records, in the order in which they are written. Their count is what was announced.
    std::vector<RecordRow> rows;
    ExportOptions options;
    /// How to hide what is private; nothing for records as they are.
    std::optional<RedactionProfile> redaction;
    /// What its pseudonyms depend on; empty for a random one, with which no other export has the same.
    QByteArray salt;
    /// Files that the workspace was made from, never to be replaced.
    QStringList sources;
    /// What the records are, for the manifest: the name of the workspace or dump, and the filter as it was typed.
    QString sourceName;
    QString filter;
    /// Writes `<file>.manifest.json` beside the file.
    bool hasManifest = false;
};

struct ExportResult
{
    qint64 records = 0;
    qint64 fields = 0; ///< columns of a table
    qint64 bytes = 0;  ///< of the file or files
    /// Records that will not read back byte for byte, in a format that keeps all others so.
    qint64 inexact = 0;
    RedactionCounts redacted;
    /// What became of values that the format has no room for; translated sentences.
    QStringList notes;
};

/// Writes records to a file or folder, which has its name only when it is complete: written, flushed, read again, counted and compared.
/// Until then an older file of that name stays as it was; a failed or cancelled export leaves nothing. The number written is the number of
/// rows, or the export fails. Memory does not grow with the records, beyond 8 bytes for each. Runs on the calling thread and two more.
[[nodiscard]] Result<ExportResult> exportRecords(const Workspace &workspace, const ExportRequest &request, const QString &path,
                                                 Progress &progress);

/// The same to a stream that cannot be read back, such as standard output.
[[nodiscard]] Result<ExportResult> exportRecords(const Workspace &workspace, const ExportRequest &request, ByteSink &output,
                                                 Progress &progress);

} // namespace persistence
