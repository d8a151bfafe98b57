#pragma once

#include "model/find/filter.h"

namespace persistence {

/// One value as it is written: a word, a text in quotes, a range or a regular expression.
struct WrittenValue
{
    FilterValue value;
    FilterValue upper;
    bool isRange = false;
    bool isRegex = false;
    bool isCaseless = false;
};

/// The words, operators and values of a filter's text, one after another, for its parser. Keeps the first thing that is wrong.
class FilterScanner final
{
public:
    explicit FilterScanner(QByteArrayView text) : m_text(text) {}

    /// Where it stands, in bytes.
    [[nodiscard]] qsizetype position() const { return m_position; }
    [[nodiscard]] bool isAtEnd() const { return m_position >= m_text.size(); }
    [[nodiscard]] char peek(qsizetype ahead = 0) const { return m_position + ahead < m_text.size() ? m_text[m_position + ahead] : '\0'; }
    /// The text from \a start to here.
    [[nodiscard]] QByteArrayView since(qsizetype start) const { return m_text.sliced(start, m_position - start); }
    /// The word at this place, up to where words end.
    [[nodiscard]] QByteArrayView wordAhead() const;
    [[nodiscard]] bool isAtOperator() const;
    /// Whether a colon behind \a head is no operator: web addresses and times are text.
    [[nodiscard]] bool isPlainColon(QByteArrayView head) const;

    void skip() { ++m_position; }
    void skipSpace();
    /// A name or path: up to an operator, or where words end. Quoted names in brackets are part of it.
    void skipHead();
    [[nodiscard]] QByteArray takeWord();
    [[nodiscard]] bool acceptKeyword(QByteArrayView keyword);
    [[nodiscard]] FilterOperator parseOperator();
    /// A word, a text in quotes, a range, or a regular expression where it \a mayMatch; nothing if it is none, see error().
    [[nodiscard]] std::optional<WrittenValue> parseValue(bool mayMatch);

    std::nullopt_t fail(qsizetype offset, qsizetype size, const QString &reason);
    [[nodiscard]] const FilterError &error() const { return m_error; }

private:
    [[nodiscard]] bool parseQuoted(FilterValue &value);
    [[nodiscard]] bool parseRegex(WrittenValue &written);

    QByteArrayView m_text;
    qsizetype m_position = 0;
    FilterError m_error;
};

} // namespace persistence
