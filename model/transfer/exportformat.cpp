#include "model/transfer/exportformat.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

constexpr bool kTable = true;
constexpr bool kLossless = true;
constexpr bool kWhole = false;

constexpr std::array<ExportFormatInfo, 14> kFormats = {{
    {ExportFormat::Csv, "csv", "csv", kTable},
    {ExportFormat::Xlsx, "xlsx", "xlsx", kTable},
    {ExportFormat::Markdown, "markdown", "md", kTable},
    {ExportFormat::Json, "json", "json"},
    {ExportFormat::Relaxed, "relaxed", "jsonl"},
    {ExportFormat::Canonical, "canonical", "jsonl", false, kLossless},
    {ExportFormat::Array, "array", "json", false, kLossless},
    {ExportFormat::CsvExact, "csv-exact", "exact.csv", false, kLossless, kWhole},
    {ExportFormat::Bson, "bson", "bson", false, kLossless},
    {ExportFormat::Archive, "archive", "archive", false, kLossless},
    {ExportFormat::Folder, "folder", "", false, kLossless},
    {ExportFormat::TypeScript, "typescript", "ts", false, false, kWhole},
    {ExportFormat::Mongosh, "mongosh", "js", false, false, kWhole},
    {ExportFormat::Workspace, "workspace", "pbw", false, kLossless, kWhole},
}};

struct FormatTexts
{
    const char *name;
    const char *loss;
};

/// In the order of kFormats.
constexpr std::array<FormatTexts, kFormats.size()> kTexts = {{
    {QT_TRANSLATE_NOOP("Export", "CSV for spreadsheets"),
     QT_TRANSLATE_NOOP("Export", "CSV drops types and nesting. Do not use it as a backup. Spreadsheets show numbers with 15 digits.")},
    {QT_TRANSLATE_NOOP("Export", "Excel workbook"),
     QT_TRANSLATE_NOOP("Export", "A workbook drops types and nesting, and keeps numbers to 15 or 16 digits. Do not use it as a backup.")},
    {QT_TRANSLATE_NOOP("Export", "Markdown table"),
     QT_TRANSLATE_NOOP("Export", "A Markdown table is for reading. It drops types and nesting.")},
    {QT_TRANSLATE_NOOP("Export", "JSON, plain"),
     QT_TRANSLATE_NOOP("Export",
                       "Plain JSON drops types such as dates and record ids. Numbers of 2^53 and above lose digits in many readers.")},
    {QT_TRANSLATE_NOOP("Export", "Extended JSON, relaxed, lines"),
     QT_TRANSLATE_NOOP("Export", "Read back by this program nothing is lost. Other readers may take large whole numbers for doubles.")},
    {QT_TRANSLATE_NOOP("Export", "Extended JSON, canonical, lines"), ""},
    {QT_TRANSLATE_NOOP("Export", "Extended JSON, canonical, one array"), ""},
    {QT_TRANSLATE_NOOP("Export", "CSV, exact"), ""},
    {QT_TRANSLATE_NOOP("Export", "BSON"), ""},
    {QT_TRANSLATE_NOOP("Export", "mongodump archive"), ""},
    {QT_TRANSLATE_NOOP("Export", "mongodump folder"), ""},
    {QT_TRANSLATE_NOOP("Export", "TypeScript fixture"),
     QT_TRANSLATE_NOOP("Export", "A fixture holds what an app sees: fields other than id, app, key and value are left out.")},
    {QT_TRANSLATE_NOOP("Export", "mongosh script"),
     QT_TRANSLATE_NOOP(
         "Export", "The script runs as JavaScript: fields whose names are whole numbers move to the front of their document, of repeated "
                   "names the last stays, undefined becomes null, a DBPointer a document, and dates beyond the year 275760 are lost.")},
    {QT_TRANSLATE_NOOP("Export", "New workspace"), QT_TRANSLATE_NOOP("Export", "The history stays in this workspace.")},
}};

Error misfit(const QString &what, const ExportFormatInfo &info)
{
    return {ErrorKind::Failed, Texts::tr("%1 do not go with the format %2.").arg(what, QLatin1StringView(info.id)), {}};
}

} // namespace

QString ExportFormatInfo::name() const
{
    return Texts::tr(kTexts[size_t(format)].name);
}

QString ExportFormatInfo::loss() const
{
    const char *text = kTexts[size_t(format)].loss;
    return *text ? Texts::tr(text) : QString();
}

std::span<const ExportFormatInfo> exportFormats()
{
    return kFormats;
}

const ExportFormatInfo &exportFormat(ExportFormat format)
{
    return kFormats[size_t(format)];
}

const ExportFormatInfo *exportFormat(const QString &id)
{
    const auto found =
        std::find_if(kFormats.begin(), kFormats.end(), [&](const ExportFormatInfo &info) { return id == QLatin1StringView(info.id); });
    return found == kFormats.end() ? nullptr : &*found;
}

Result<void> checkOptions(const ExportOptions &options)
{
    const ExportFormatInfo &info = exportFormat(options.format);
    if (!options.fields.empty() && !info.takesFields)
        return misfit(Texts::tr("Chosen fields"), info);
    if (options.hasNames && !info.isTable)
        return misfit(Texts::tr("Columns of names"), info);
    if (options.isGzipped && !info.isStream() && options.format != ExportFormat::Folder)
        return misfit(Texts::tr("Gzipped files"), info);
    return {};
}

} // namespace persistence
