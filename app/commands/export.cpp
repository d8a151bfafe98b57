#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/exporting.h"
#include "app/commands/opened.h"
#include "app/commands/selection.h"
#include "model/transfer/exporter.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

QStringList formatIds()
{
    QStringList ids;
    for (const ExportFormatInfo &info : exportFormats())
        ids.append(QLatin1StringView(info.id));
    return ids;
}

void declare(QCommandLineParser &parser)
{
    const auto flag = [&](const char *name, const QString &text) { parser.addOption({QLatin1StringView(name), text}); };
    parser.addPositionalArgument(QStringLiteral("WORKSPACE"), Texts::tr("The workspace, or a dump."));
    parser.addOption({QStringLiteral("format"), Texts::tr("One of %1.").arg(formatIds().join(QStringLiteral(", "))), Texts::tr("format"),
                      QStringLiteral("canonical")});
    parser.addOption({{QStringLiteral("o"), QStringLiteral("output")},
                      Texts::tr("The file or folder to write, or - for standard output (default)."),
                      Texts::tr("file"),
                      QStringLiteral("-")});
    declareSelection(parser);
    parser.addOption({QStringLiteral("fields"), Texts::tr("Only these fields, as paths with commas between them: _id,data.rating."),
                      Texts::tr("paths")});
    flag("names", Texts::tr("Tables: columns with the names of apps, users, rooms and files beside their ids."));
    parser.addOption(
        {QStringLiteral("dates"), Texts::tr("Tables: iso (default), spreadsheet or ms."), Texts::tr("form"), QStringLiteral("iso")});
    flag("decimal-comma", Texts::tr("CSV: a comma in numbers."));
    parser.addOption({QStringLiteral("separator"), Texts::tr("CSV: one character between cells, or tab; a comma by default."),
                      Texts::tr("character"), QStringLiteral(",")});
    flag("bom", Texts::tr("CSV: a byte order mark, by which some spreadsheets know UTF-8."));
    flag("no-escape-formulas", Texts::tr("CSV: leave texts that a spreadsheet takes for formulas as they are."));
    declareRedaction(parser, QStringLiteral("redact"));
    flag("gzip", Texts::tr("Compress the file, or the files of a folder."));
    flag("manifest", Texts::tr("Write FILE.manifest.json too: source, filter, counts, SHA-256."));
    flag("json", Texts::tr("Print the counts as JSON, on standard error if the records go to standard output."));
    declareAllowHuge(parser);
}

Result<char> separatorOf(const QString &text)
{
    if (text == QStringLiteral("tab"))
        return '\t';
    const bool isFine = text.size() == 1 && text[0].unicode() < 0x7f && text[0].unicode() >= ' ' &&
                        !QStringLiteral("\"'.-").contains(text[0]) && !text[0].isLetterOrNumber();
    if (isFine)
        return text[0].toLatin1();
    return Error{ErrorKind::Failed, Texts::tr("--separator takes one sign such as ; or the word tab, not \"%1\".").arg(text), {}};
}

Result<CellDates> datesOf(const QString &text)
{
    if (text == QStringLiteral("iso"))
        return CellDates::Iso;
    if (text == QStringLiteral("spreadsheet"))
        return CellDates::Spreadsheet;
    if (text == QStringLiteral("ms"))
        return CellDates::Milliseconds;
    return Error{ErrorKind::Failed, Texts::tr("--dates takes iso, spreadsheet or ms, not \"%1\".").arg(text), {}};
}

/// Commas inside of brackets and quotes belong to a path.
QByteArrayList splitPaths(const QByteArray &text)
{
    QByteArrayList parts = {QByteArray()};
    bool isQuoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (isQuoted && text[i] == '\\' && i + 1 < text.size()) {
            parts.last() += text.mid(i++, 2);
            continue;
        }
        isQuoted ^= text[i] == '"';
        if (text[i] == ',' && !isQuoted)
            parts.append(QByteArray());
        else
            parts.last() += text[i];
    }
    return parts;
}

Result<std::vector<bson::Path>> fieldsOf(const QString &text)
{
    std::vector<bson::Path> fields;
    for (const QByteArray &part : splitPaths(text.toUtf8())) {
        bson::PathError error;
        const auto path = bson::Path::parse(part.trimmed(), &error);
        if (!path || path->isEmpty())
            return Error{
                ErrorKind::Failed,
                Texts::tr("--fields: \"%1\" is no path: %2.").arg(console::shown(part), path ? Texts::tr("it is empty") : error.reason),
                {}};
        fields.push_back(*path);
    }
    return fields;
}

Result<ExportOptions> optionsOf(const QCommandLineParser &parser)
{
    ExportOptions options;
    const QString format = parser.value(QStringLiteral("format"));
    const ExportFormatInfo *info = exportFormat(format);
    if (!info)
        return Error{ErrorKind::Failed,
                     Texts::tr("There is no format \"%1\". These are known: %2.").arg(format, formatIds().join(QStringLiteral(", "))),
                     {}};
    options.format = info->format;
    if (parser.isSet(QStringLiteral("fields"))) {
        auto fields = fieldsOf(parser.value(QStringLiteral("fields")));
        if (!fields)
            return fields.error();
        options.fields = *std::move(fields);
    }
    const auto separator = separatorOf(parser.value(QStringLiteral("separator")));
    if (!separator)
        return separator.error();
    const auto dates = datesOf(parser.value(QStringLiteral("dates")));
    if (!dates)
        return dates.error();
    options.separator = *separator;
    options.cells = {*dates, parser.isSet(QStringLiteral("decimal-comma")) ? ',' : '.'};
    options.hasNames = parser.isSet(QStringLiteral("names"));
    options.isGzipped = parser.isSet(QStringLiteral("gzip"));
    options.hasByteOrderMark = parser.isSet(QStringLiteral("bom"));
    options.escapesFormulas = !parser.isSet(QStringLiteral("no-escape-formulas"));
    if (auto checked = checkOptions(options); !checked)
        return checked.error();
    return options;
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    if (parser.positionalArguments().size() != 1)
        return Error{ErrorKind::Failed, Texts::tr("Name one workspace or dump: export WORKSPACE --format FORMAT -o FILE."), {}};
    const QString source = parser.positionalArguments().constFirst();
    const QString output = parser.value(QStringLiteral("output"));
    auto options = optionsOf(parser);
    if (!options)
        return options.error();
    if (parser.isSet(QStringLiteral("manifest")) && (output == QStringLiteral("-") || !exportFormat(options->format).isFile()))
        return Error{ErrorKind::Failed, Texts::tr("--manifest stands beside a file, so it needs -o with the name of one."), {}};
    const auto opened = Opened::open(source, progress, hugeRatioOf(parser));
    if (!opened)
        return opened.error();
    if (auto told = (*opened)->tellIncomplete(); !told)
        return told;
    auto rows = selectedRows(parser, **opened, progress);
    if (!rows)
        return rows.error();
    ExportRequest request;
    request.rows = *std::move(rows);
    request.options = *std::move(options);
    request.sources = {source};
    request.sourceName = source == QStringLiteral("-") ? Texts::tr("standard input") : QFileInfo(source).fileName();
    request.filter = selectionText(parser);
    request.hasManifest = parser.isSet(QStringLiteral("manifest"));
    if (auto read = readRedaction(parser, QStringLiteral("redact"), request); !read)
        return read;
    return (*opened)->finish(exportAndReport((*opened)->workspace(), request, output, parser.isSet(QStringLiteral("json")), progress));
}

} // namespace

const Command kExportCommand = {"export",
                                "WORKSPACE --format FORMAT [-o FILE] [--app APP] [--filter FILTER] [--fields PATHS] [--names] [--dates "
                                "FORM] [--decimal-comma] [--separator C] "
                                "[--bom] [--no-escape-formulas] [--redact PROFILE [--salt TEXT]] [--gzip] [--manifest] [--json]",
                                QT_TRANSLATE_NOOP("Command", "Writes records to a file in any of the formats, complete or not at all."),
                                &declare, &run};

} // namespace persistence
