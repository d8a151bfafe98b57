#include "model/find/filterscanner.h"

#include "model/bson/extendedjsonreader.h"
#include "model/find/filterwords.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Filter)
};

/// Only numbers, dates and sizes make a range of a word with two dots.
bool isEnd(const FilterValue &value)
{
    return value.text().isEmpty() || value.isNumberOrDate() || parseSize(value.text());
}

} // namespace

std::nullopt_t FilterScanner::fail(qsizetype offset, qsizetype size, const QString &reason)
{
    m_error = {offset, size, reason};
    return std::nullopt;
}

void FilterScanner::skipSpace()
{
    while (!isAtEnd() && filterwords::endsWord(peek()) && peek() != '(' && peek() != ')' && peek() != '"')
        ++m_position;
}

QByteArrayView FilterScanner::wordAhead() const
{
    qsizetype end = m_position;
    while (end < m_text.size() && !filterwords::endsWord(m_text[end]))
        ++end;
    return m_text.sliced(m_position, end - m_position);
}

bool FilterScanner::acceptKeyword(QByteArrayView keyword)
{
    const QByteArrayView word = wordAhead();
    if (word.compare(keyword, Qt::CaseInsensitive) != 0)
        return false;
    m_position += word.size();
    skipSpace();
    return true;
}

void FilterScanner::skipHead()
{
    while (!isAtEnd() && !filterwords::endsWord(peek()) && !isAtOperator()) {
        if (peek() == '[' && peek(1) == '"') {
            m_position += 2;
            while (!isAtEnd() && peek() != '"')
                m_position += peek() == '\\' ? 2 : 1;
        }
        ++m_position;
    }
    m_position = qMin(m_position, m_text.size());
}

bool FilterScanner::isAtOperator() const
{
    const char c = peek();
    return c == ':' || c == '=' || c == '<' || c == '>' || c == '~' || (c == '!' && peek(1) == '=');
}

bool FilterScanner::isPlainColon(QByteArrayView head) const
{
    return peek() == ':' && ((peek(1) == '/' && peek(2) == '/') || (!head.isEmpty() && head.front() >= '0' && head.front() <= '9'));
}

FilterOperator FilterScanner::parseOperator()
{
    const auto accept = [this](QByteArrayView text) {
        const bool isHere = m_text.sliced(m_position).startsWith(text);
        m_position += isHere ? text.size() : 0;
        return isHere;
    };
    accept(":");
    if (accept("!=") || accept("<>"))
        return FilterOperator::NotEqual;
    if (accept("<="))
        return FilterOperator::LessOrEqual;
    if (accept(">="))
        return FilterOperator::GreaterOrEqual;
    if (accept("<"))
        return FilterOperator::Less;
    if (accept(">"))
        return FilterOperator::Greater;
    if (accept("~"))
        return FilterOperator::Contains;
    accept("=");
    return FilterOperator::Equal;
}

std::optional<WrittenValue> FilterScanner::parseValue(bool mayMatch)
{
    WrittenValue written;
    if (mayMatch && peek() == '/')
        return parseRegex(written) ? std::optional(written) : std::nullopt;
    if (peek() == '"') {
        if (!parseQuoted(written.value))
            return std::nullopt;
        if (peek() != '.' || peek(1) != '.')
            return written;
        m_position += 2;
        written.isRange = true;
        if (peek() == '"')
            return parseQuoted(written.upper) ? std::optional(written) : std::nullopt;
        written.upper = FilterValue::word(takeWord());
        return written;
    }
    const QByteArray word = takeWord();
    if (word.isEmpty()) {
        fail(m_position, 0, Texts::tr("a value is missing here"));
        return std::nullopt;
    }
    written.value = FilterValue::word(word);
    const qsizetype dots = word.indexOf("..");
    if (dots < 0)
        return written;
    const QByteArray lower = word.first(dots);
    const bool hasQuote = dots + 2 == word.size() && peek() == '"';
    WrittenValue range = written;
    range.isRange = true;
    range.value = lower.isEmpty() ? FilterValue() : FilterValue::word(lower);
    if (hasQuote)
        return parseQuoted(range.upper) ? std::optional(range) : std::nullopt;
    range.upper = dots + 2 == word.size() ? FilterValue() : FilterValue::word(word.sliced(dots + 2));
    const bool isRange = isEnd(range.value) && isEnd(range.upper) && word.size() > 2;
    // Such a word is a text, whatever else it looks like.
    written.value = FilterValue::quoted(word);
    return isRange ? range : written;
}

QByteArray FilterScanner::takeWord()
{
    const QByteArrayView word = wordAhead();
    m_position += word.size();
    return word.toByteArray();
}

bool FilterScanner::parseQuoted(FilterValue &value)
{
    const qsizetype start = m_position++;
    while (!isAtEnd() && peek() != '"')
        m_position += peek() == '\\' ? 2 : 1;
    if (isAtEnd()) {
        m_position = m_text.size();
        fail(start, m_text.size() - start, Texts::tr("the closing quote is missing"));
        return false;
    }
    ++m_position;
    bson::ExtendedJsonReader reader;
    bson::Builder builder;
    if (!reader.readValue(since(start), {}, builder)) {
        fail(start + qsizetype(reader.error().offset), 1, reader.error().reason);
        return false;
    }
    value = FilterValue::quoted(bson::DocumentView(builder.finish()).begin()->toText().toByteArray());
    return true;
}

bool FilterScanner::parseRegex(WrittenValue &written)
{
    const qsizetype start = m_position++;
    QByteArray pattern;
    while (!isAtEnd() && peek() != '/') {
        if (peek() == '\\' && peek(1) != '/' && m_position + 1 < m_text.size())
            pattern += m_text[m_position++];
        else if (peek() == '\\' && peek(1) == '/')
            ++m_position;
        pattern += m_text[m_position++];
    }
    if (isAtEnd()) {
        fail(start, m_text.size() - start, Texts::tr("the closing slash is missing; put text that starts with a slash in quotes"));
        return false;
    }
    ++m_position;
    const qsizetype flagsStart = m_position;
    const QByteArray flags = takeWord();
    if (!flags.isEmpty() && flags != "i") {
        fail(flagsStart, flags.size(), Texts::tr("only i may follow a regular expression, for either case"));
        return false;
    }
    const QRegularExpression regex(QString::fromUtf8(pattern));
    if (!regex.isValid() || pattern.isEmpty()) {
        const qsizetype offset = QString::fromUtf8(pattern).left(regex.patternErrorOffset()).toUtf8().size();
        fail(start + 1 + qMin(offset, pattern.size()), 1,
             pattern.isEmpty() ? Texts::tr("the regular expression is empty") : regex.errorString());
        return false;
    }
    written = {FilterValue::quoted(pattern), {}, false, true, !flags.isEmpty()};
    return true;
}

} // namespace persistence
