#pragma once

#include "model/base/result.h"
#include "model/bson/path.h"
#include "model/sinks/celltext.h"

#include <QString>

#include <span>
#include <vector>

namespace persistence {

enum class ExportFormat {
    Csv,
    Xlsx,
    Markdown,
    Json,
    Relaxed,
    Canonical,
    Array,
    CsvExact,
    Bson,
    Archive,
    Folder,
    TypeScript,
    Mongosh,
    Workspace,
};

/// What a format is and can do. One table for the dialog and the command line.
struct ExportFormatInfo
{
    ExportFormat format = ExportFormat::Canonical;
    const char *id;          ///< on the command line
    const char *suffix;      ///< of file names; empty for a folder
    bool isTable = false;    ///< has columns, so that names, dates and numbers can be chosen
    bool isLossless = false; ///< reads back byte for byte
    bool takesFields = true; ///< can do with some of the fields

    /// For people, translated.
    [[nodiscard]] QString name() const;
    /// What is lost in it, in a sentence or two; empty where nothing is. Translated.
    [[nodiscard]] QString loss() const;
    [[nodiscard]] bool isFile() const { return format != ExportFormat::Folder && format != ExportFormat::Workspace; }
    /// Whether it can be one stream of bytes: to standard output, gzipped.
    [[nodiscard]] bool isStream() const { return isFile() && format != ExportFormat::Xlsx; }
};

/// All formats, those for people first.
[[nodiscard]] std::span<const ExportFormatInfo> exportFormats();
[[nodiscard]] const ExportFormatInfo &exportFormat(ExportFormat format);
/// The format with that id; null if there is none.
[[nodiscard]] const ExportFormatInfo *exportFormat(const QString &id);

/// How to write; what a format has no use for is refused by checkOptions().
struct ExportOptions
{
    ExportFormat format = ExportFormat::Canonical;
    /// The fields to write, from the document on (`data.rating`); empty for all.
    std::vector<bson::Path> fields;
    /// Resolved names as columns of their own.
    bool hasNames = false;
    bool isGzipped = false;
    CellFormat cells;
    char separator = ',';
    bool hasByteOrderMark = false;
    bool escapesFormulas = true;
};

/// An error that says what does not go together.
[[nodiscard]] Result<void> checkOptions(const ExportOptions &options);

} // namespace persistence
