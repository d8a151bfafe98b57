#pragma once

#include "model/sinks/csvexactsink.h"
#include "model/sinks/tablerows.h"
#include "model/transfer/exportformat.h"

#include <memory>

namespace persistence {

class ByteSink;
class RecordSink;

/// What a look at all records has told before the first one is written: the columns of a table, the collections of an archive.
struct ExportColumns
{
    std::shared_ptr<FieldTree> fields = std::make_shared<FieldTree>();
    ExactColumns exact;
    bool hasMessages = false;
};

/// The rows of a table format.
[[nodiscard]] std::unique_ptr<TableRows> makeTableRows(const ExportOptions &options, const ExportColumns &columns, const NameOf &nameOf);

/// The sink for a format that is one stream of bytes (ExportFormatInfo::isStream()).
[[nodiscard]] std::unique_ptr<RecordSink> makeStreamSink(ByteSink &to, const ExportOptions &options, const ExportColumns &columns,
                                                         const NameOf &nameOf);

} // namespace persistence
