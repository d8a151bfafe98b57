#pragma once

#include "model/record/recordindex.h"

#include <QByteArray>

namespace persistence {

/// What of a document is written as text, and how.
struct TextForm
{
    bool wholeDocument = false;
    bool isCanonical = false;
    bool isSorted = false; ///< fields in alphabetical order, for reading

    bool operator==(const TextForm &) const = default;
};

struct MadeText
{
    QByteArray utf8;
    bool isExact = true; ///< reading it gives the same bytes
};

/// Extended JSON of \a body or of the value in it, over many lines. Takes long for a large one: for jobs.
[[nodiscard]] MadeText makeText(const QByteArray &body, Collection collection, const TextForm &form);

} // namespace persistence
