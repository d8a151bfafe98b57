#pragma once

#include <QtGlobal>

namespace persistence {

/// A part of a text: in bytes where the text is UTF-8, in UTF-16 units where it is shown.
struct TextSpan
{
    qsizetype start = 0;
    qsizetype size = 0;

    bool operator==(const TextSpan &) const = default;
};

} // namespace persistence
