#pragma once

#include "model/find/filterterm.h"
#include "model/find/textneedle.h"

#include <QRegularExpression>

#include <vector>

namespace persistence {

/// A text that is searched, or a regular expression.
class TextPattern final
{
public:
    TextPattern() = default;
    explicit TextPattern(const FilterTerm &term);

    /// The first hit from byte \a from on; its size is 0 if there is none.
    [[nodiscard]] TextSpan findIn(QByteArrayView text, qsizetype from = 0) const;
    [[nodiscard]] bool isIn(QByteArrayView text) const { return m_isRegex ? findRegex(text, 0, nullptr) : m_needle.isIn(text); }
    [[nodiscard]] const TextNeedle &needle() const { return m_needle; }
    [[nodiscard]] bool isRegex() const { return m_isRegex; }
    /// Hits in UTF-16 units.
    void appendMarks(const QString &shown, std::vector<TextSpan> &marks) const;
    /// Whether only texts as they are stored can hold it, no formatted values.
    [[nodiscard]] bool isOnlyInStoredText() const { return m_isOnlyStored; }

private:
    bool findRegex(QByteArrayView text, qsizetype from, TextSpan *found) const;

    TextNeedle m_needle;
    QRegularExpression m_regex;
    bool m_isRegex = false;
    bool m_isOnlyStored = false;
};

} // namespace persistence
