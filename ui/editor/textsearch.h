#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/find/searchterms.h"
#include "ui/editor/codeeditor.h"

#include <QString>

namespace persistence {

/// Where to go from, in bytes, and how far to count.
struct SearchStart
{
    TextRange selection;
    bool forward = true;
    qsizetype countLimit = 1'000;
};

struct SearchHits
{
    std::optional<TextRange> hit;   ///< the one to go to; nothing if there is none
    bool isWrapped = false;         ///< it was found only by starting again at the other end
    qsizetype number = 0;           ///< of the hit among all, from 1; 0 if counting stopped before it
    std::vector<TextRange> counted; ///< the hits from the start, up to the limit
    bool isCutOff = false;          ///< there are more than the limit
};

struct Replacement
{
    QByteArray text;
    qsizetype count = 0;
};

// All are for a job: a regular expression may take long. Hits are never empty and do not overlap. An error names what is wrong with the
// regular expression.

[[nodiscard]] Result<SearchHits> findInText(const QByteArray &utf8, const SearchTerms &terms, const SearchStart &start,
                                            const Progress &progress);
/// \a utf8 with every hit replaced; see expandedText().
[[nodiscard]] Result<Replacement> replaceInText(const QByteArray &utf8, const SearchTerms &terms, const QString &with,
                                                const Progress &progress);
/// What the hit at \a hit becomes; nothing if there is no hit exactly there.
[[nodiscard]] Result<std::optional<QByteArray>> replacementAt(const QByteArray &utf8, const SearchTerms &terms, const QString &with,
                                                              TextRange hit);

} // namespace persistence
