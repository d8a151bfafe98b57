#include "model/transfer/sinkmaker.h"

#include "model/sinks/bsonsink.h"
#include "model/sinks/csvsink.h"
#include "model/sinks/jsonsink.h"
#include "model/sinks/markdownsink.h"
#include "model/sinks/scriptsink.h"

namespace persistence {

std::unique_ptr<TableRows> makeTableRows(const ExportOptions &options, const ExportColumns &columns, const NameOf &nameOf)
{
    return std::make_unique<TableRows>(columns.fields, options.hasNames ? nameOf : NameOf());
}

std::unique_ptr<RecordSink> makeStreamSink(ByteSink &to, const ExportOptions &options, const ExportColumns &columns, const NameOf &nameOf)
{
    switch (options.format) {
    case ExportFormat::Csv:
        return makeCsvSink(to, makeTableRows(options, columns, nameOf),
                           {options.cells, options.separator, options.hasByteOrderMark, options.escapesFormulas});
    case ExportFormat::Markdown:
        return makeMarkdownSink(to, makeTableRows(options, columns, nameOf), options.cells);
    case ExportFormat::Json:
        return makeJsonSink(to, JsonFlavour::Plain, JsonLayout::Array);
    case ExportFormat::Relaxed:
        return makeJsonSink(to, JsonFlavour::Relaxed, JsonLayout::Lines);
    case ExportFormat::Canonical:
        return makeJsonSink(to, JsonFlavour::Canonical, JsonLayout::Lines);
    case ExportFormat::Array:
        return makeJsonSink(to, JsonFlavour::Canonical, JsonLayout::Array);
    case ExportFormat::CsvExact:
        return makeCsvExactSink(to, columns.exact);
    case ExportFormat::Bson:
        return makeBsonSink(to);
    case ExportFormat::Archive:
        return makeArchiveSink(to, columns.hasMessages);
    case ExportFormat::TypeScript:
        return makeTypeScriptSink(to);
    case ExportFormat::Mongosh:
        return makeMongoshSink(to);
    case ExportFormat::Xlsx:
    case ExportFormat::Folder:
    case ExportFormat::Workspace:
        break;
    }
    Q_UNREACHABLE();
}

} // namespace persistence
