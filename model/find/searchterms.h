#pragma once

#include "model/base/result.h"

#include <QRegularExpression>
#include <QString>

namespace persistence {

/// What to find in a text, and how.
struct SearchTerms
{
    QString text;
    bool matchCase = false;
    bool wholeWord = false;
    bool isRegex = false;

    bool operator==(const SearchTerms &) const = default;
};

/// The regular expression that finds \a terms; `^` and `$` hold at each line. An error of kind Failed names the place that is wrong.
[[nodiscard]] Result<QRegularExpression> expressionOf(const SearchTerms &terms);

/// What a hit becomes: in a regular expression `\1` to `\9` stand for its groups, `\0` for the hit, `\n` and `\t` for a line break and a
/// tab.
[[nodiscard]] QString expandedText(const QRegularExpressionMatch &match, const QString &with, bool isRegex);

/// Turns places of a UTF-16 text into places of its UTF-8, as long as they are asked for from front to back.
class BytePlaces final
{
public:
    explicit BytePlaces(QStringView text) : m_text(text) {}

    [[nodiscard]] qsizetype byteAt(qsizetype index);

private:
    QStringView m_text;
    qsizetype m_index = 0;
    qsizetype m_byte = 0;
};

} // namespace persistence
