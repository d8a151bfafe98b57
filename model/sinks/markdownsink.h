#pragma once

#include "model/sinks/recordsink.h"
#include "model/sinks/tablerows.h"

#include <memory>

namespace persistence {

/// A table of GitHub Flavored Markdown. Everything that Markdown or HTML would read as a sign is escaped, line breaks become `<br>`,
/// control characters become visible. Source: github.github.com/gfm, sections 2.4 and 4.10.
[[nodiscard]] std::unique_ptr<RecordSink> makeMarkdownSink(ByteSink &to, std::unique_ptr<TableRows> rows, const CellFormat &format);

} // namespace persistence
