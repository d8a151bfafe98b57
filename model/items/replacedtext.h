#pragma once

#include "model/edit/textreplacement.h"

#include <QList>

namespace persistence {

/// A text for people with the places to mark in it, in UTF-16 units.
struct MarkedText
{
    QString text;
    QList<TextSpan> marks;
};

/// A stored text before and after a replacement, from a little before the first hit on, with the hits marked.
struct ReplacedText
{
    MarkedText before, after;
};

[[nodiscard]] ReplacedText replacedText(QByteArrayView text, const TextReplacer &replacer);

} // namespace persistence
