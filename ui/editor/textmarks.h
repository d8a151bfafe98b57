#pragma once

#include "model/find/recordhits.h"
#include "ui/editor/textsearch.h"

namespace persistence {

/// What the filter of the list is about, for marking it in the text of a record.
struct TextFilter
{
    std::vector<SearchTerms> anywhere;      ///< texts that are looked for in all of it
    std::shared_ptr<const RecordHits> hits; ///< what was found in its fields; null for nothing
    bson::Path root;                        ///< of what the text shows, in the document of the hits

    [[nodiscard]] bool isEmpty() const { return anywhere.empty() && !hits; }
};

/// What to mark in \a utf8: the texts that may be anywhere, and in the fields that were found what was found there. Of a text that is no
/// sound JSON, fields are found up to its first error. For a job.
[[nodiscard]] Result<std::vector<TextRange>> marksInText(const QByteArray &utf8, const TextFilter &filter, const Progress &progress);

} // namespace persistence
