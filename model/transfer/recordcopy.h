#pragma once

#include "model/base/ids.h"
#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/bson/path.h"

#include <QByteArray>

#include <vector>

namespace persistence {

class Workspace;

/// A text form in which records go to the clipboard.
enum class CopyForm {
    JsonLines,     ///< relaxed Extended JSON, a record a line
    JsonArray,     ///< the same as one array
    Markdown,      ///< a table of the fields
    Csv,           ///< the same for spreadsheets
    TypeScript,    ///< a module with the records as an app sees them
    MongoshFilter, ///< finds the records by their ids, in mongosh
};

struct CopyRequest
{
    std::vector<RecordRow> rows; ///< in the order in which they are written
    CopyForm form = CopyForm::JsonLines;
    /// The columns of a table, from the document on; empty for all fields of the records.
    std::vector<bson::Path> fields;
};

/// What programs take from a clipboard without harm, in bytes.
inline constexpr qsizetype kMaxCopiedBytes = 64 * 1024 * 1024;

/// The records as text, as they are stored. An error of kind TooLarge as soon as the text passes \a limit. For a job.
[[nodiscard]] Result<QByteArray> copyRecords(const Workspace &workspace, const CopyRequest &request, Progress &progress,
                                             qsizetype limit = kMaxCopiedBytes);

} // namespace persistence
