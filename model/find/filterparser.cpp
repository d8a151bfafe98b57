#include "model/find/filter.h"

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

constexpr int kMaxNesting = 100;

/// One value as it is written: a word, a text in quotes, a range or a regular expression.
struct WrittenValue
{
    qsizetype start = 0;
    FilterValue value;
    FilterValue upper;
    bool isRange = false;
    bool isRegex = false;
    bool isCaseless = false;
};

/// Reads filter := or, or := and { "or" and }, and := not { [ "and" ] not }, not := "not" not | "(" or ")" | term.
class FilterParser final
{
public:
    explicit FilterParser(QByteArrayView text) : m_text(text) {}

    std::optional<Filter> run()
    {
        skipSpace();
        if (isAtEnd())
            return Filter();
        auto filter = parseOr();
        if (!filter)
            return std::nullopt;
        if (!isAtEnd()) {
            fail(m_position, 1, Texts::tr("there is no opening bracket for this one"));
            return std::nullopt;
        }
        return filter;
    }

    [[nodiscard]] const FilterError &error() const { return m_error; }

private:
    using Parsed = std::optional<Filter>;

    std::nullopt_t fail(qsizetype offset, qsizetype size, const QString &reason)
    {
        m_error = {offset, size, reason};
        return std::nullopt;
    }

    [[nodiscard]] bool isAtEnd() const { return m_position >= m_text.size(); }
    [[nodiscard]] char peek(qsizetype ahead = 0) const { return m_position + ahead < m_text.size() ? m_text[m_position + ahead] : '\0'; }
    [[nodiscard]] QByteArrayView since(qsizetype start) const { return m_text.sliced(start, m_position - start); }

    void skipSpace()
    {
        while (!isAtEnd() && filterwords::endsWord(peek()) && peek() != '(' && peek() != ')' && peek() != '"')
            ++m_position;
    }

    /// The word at this place, up to where words end.
    [[nodiscard]] QByteArrayView wordAhead() const
    {
        qsizetype end = m_position;
        while (end < m_text.size() && !filterwords::endsWord(m_text[end]))
            ++end;
        return m_text.sliced(m_position, end - m_position);
    }

    bool acceptKeyword(QByteArrayView keyword)
    {
        const QByteArrayView word = wordAhead();
        if (word.compare(keyword, Qt::CaseInsensitive) != 0)
            return false;
        m_position += word.size();
        skipSpace();
        return true;
    }

    Parsed parseOr()
    {
        std::vector<Filter> parts;
        do {
            auto part = parseAnd();
            if (!part)
                return std::nullopt;
            parts.push_back(*std::move(part));
        } while (acceptKeyword("or"));
        return Filter::anyOf(std::move(parts));
    }

    [[nodiscard]] bool isAtEndOfAnd() const { return isAtEnd() || peek() == ')' || wordAhead().compare("or", Qt::CaseInsensitive) == 0; }

    Parsed parseAnd()
    {
        std::vector<Filter> parts;
        while (true) {
            auto part = parseNot();
            if (!part)
                return std::nullopt;
            parts.push_back(*std::move(part));
            const bool hasAnd = acceptKeyword("and");
            if (!hasAnd && isAtEndOfAnd())
                return Filter::allOf(std::move(parts));
        }
    }

    Parsed parseNot()
    {
        const qsizetype start = m_position;
        if (++m_nesting > kMaxNesting)
            return fail(start, 1, Texts::tr("the brackets are nested too deep"));
        auto filter = acceptKeyword("not") ? negated() : peek() == '(' ? bracket() : parseTerm();
        --m_nesting;
        skipSpace();
        return filter;
    }

    Parsed negated()
    {
        auto part = parseNot();
        return part ? std::optional(Filter::notOf(*std::move(part))) : std::nullopt;
    }

    Parsed bracket()
    {
        const qsizetype start = m_position++;
        skipSpace();
        auto inner = parseOr();
        if (!inner)
            return std::nullopt;
        if (peek() != ')')
            return fail(start, 1, Texts::tr("the closing bracket is missing"));
        ++m_position;
        return inner;
    }

    Parsed parseTerm()
    {
        const qsizetype start = m_position;
        if (isAtEnd() || peek() == ')' || filterwords::isKeyword(wordAhead()))
            return fail(start, isAtEnd() ? 0 : qMax(wordAhead().size(), qsizetype(1)), Texts::tr("a condition is missing here"));
        if (peek() == '/' || peek() == '"')
            return textTermHere();
        skipHead();
        const QByteArrayView head = since(start);
        if (head == "type" && peek() == '(')
            return typeTerm();
        if (!isAtOperator() || isPlainColon(head)) {
            while (!isAtEnd() && !filterwords::endsWord(peek()))
                ++m_position;
            return plainTerm(since(start).toByteArray());
        }
        if (head.isEmpty())
            return fail(start, 1, Texts::tr("a field is missing before this; put text with such marks in quotes"));
        return comparison(start, head);
    }

    Parsed plainTerm(QByteArray text) { return Filter(textTerm(text)); }

    /// A regular expression or a text in quotes.
    Parsed textTermHere()
    {
        const qsizetype start = m_position;
        const auto written = parseValue(true);
        if (!written)
            return std::nullopt;
        if (written->isRange)
            return fail(start, m_position - start, Texts::tr("a range needs a field before it"));
        if (!written->isRegex && written->value.text().isEmpty())
            return fail(start, m_position - start, Texts::tr("there is no text in the quotes"));
        if (!written->isRegex)
            return plainTerm(written->value.text());
        FilterTerm term;
        term.operation = FilterOperator::Matches;
        term.value = written->value;
        term.isCaseless = written->isCaseless;
        return Filter(term);
    }

    /// A name or path: up to an operator, or where words end. Quoted names in brackets are part of it.
    void skipHead()
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

    [[nodiscard]] bool isAtOperator() const
    {
        const char c = peek();
        return c == ':' || c == '=' || c == '<' || c == '>' || c == '~' || (c == '!' && peek(1) == '=');
    }

    /// Web addresses and times are text.
    [[nodiscard]] bool isPlainColon(QByteArrayView head) const
    {
        return peek() == ':' && ((peek(1) == '/' && peek(2) == '/') || (!head.isEmpty() && head.front() >= '0' && head.front() <= '9'));
    }

    FilterOperator parseOperator()
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

    Parsed comparison(qsizetype start, QByteArrayView head)
    {
        FilterTerm term;
        const bool hasColon = peek() == ':';
        const auto subject = subjectByName(head.toByteArray().toLower());
        if (subject) {
            term.subject = *subject;
        } else if (hasColon && filterwords::isModelName(head)) {
            term.subject = FilterSubject::Association;
            term.model = head.toByteArray();
        } else {
            term.subject = FilterSubject::Field;
            if (!parsePath(start, head, term.path))
                return std::nullopt;
        }
        const qsizetype operatorStart = m_position;
        term.operation = parseOperator();
        if (term.subject == FilterSubject::Has)
            return hasTermHere(operatorStart, term);
        if (term.subject == FilterSubject::Type)
            term.path = FieldPath({{FieldStep::Kind::Name, "data", 0}});
        const bool mayMatch = hasColon || term.operation == FilterOperator::Contains;
        return withValue(operatorStart, std::move(term), mayMatch);
    }

    bool parsePath(qsizetype start, QByteArrayView text, FieldPath &path)
    {
        bson::PathError error;
        const auto parsed = FieldPath::parse(text, &error);
        if (parsed)
            path = *parsed;
        else
            fail(start + error.offset, qMax(text.size() - error.offset, qsizetype(0)), error.reason);
        return parsed.has_value();
    }

    Parsed hasTermHere(qsizetype operatorStart, FilterTerm term)
    {
        const qsizetype start = m_position;
        if (term.operation != FilterOperator::Equal)
            return fail(operatorStart, start - operatorStart, Texts::tr("\"has\" takes a path after a colon, as in has:data.rating"));
        skipHead();
        if (!parsePath(start, since(start), term.path))
            return std::nullopt;
        return Filter(hasTerm(term.path));
    }

    /// type(PATH)=NAME
    Parsed typeTerm()
    {
        const qsizetype start = ++m_position;
        skipHead();
        FilterTerm term;
        term.subject = FilterSubject::Type;
        if (!parsePath(start, since(start), term.path))
            return std::nullopt;
        if (peek() != ')')
            return fail(start - 1, 1, Texts::tr("the closing bracket is missing"));
        ++m_position;
        if (!isAtOperator())
            return fail(m_position, 0, Texts::tr("a type is missing, as in type(data.rating)=int32"));
        const qsizetype operatorStart = m_position;
        term.operation = parseOperator();
        return withValue(operatorStart, std::move(term), false);
    }

    Parsed withValue(qsizetype operatorStart, FilterTerm term, bool mayMatch)
    {
        const qsizetype valueStart = m_position;
        const auto written = parseValue(mayMatch);
        if (!written)
            return std::nullopt;
        term.value = written->value;
        if (written->isRegex && (term.operation == FilterOperator::Equal || term.operation == FilterOperator::Contains)) {
            term.operation = FilterOperator::Matches;
            term.isCaseless = written->isCaseless;
        } else if (written->isRange && term.operation == FilterOperator::Equal) {
            term.operation = FilterOperator::Between;
            term.upper = written->upper;
        } else if (written->isRegex || written->isRange) {
            return fail(operatorStart, valueStart - operatorStart, Texts::tr("this comparison takes one value"));
        }
        const qsizetype size = m_position - valueStart;
        if (!isAllowed(term))
            return fail(operatorStart, valueStart - operatorStart, Texts::tr("this field cannot be compared in this way"));
        if (const QString reason = wrongValue(term); !reason.isEmpty())
            return fail(valueStart, size, reason);
        openEnds(term);
        normalise(term);
        return Filter(std::move(term));
    }

    static bool isAllowed(const FilterTerm &term)
    {
        const bool isEquality = term.operation == FilterOperator::Equal || term.operation == FilterOperator::NotEqual;
        const bool isSearch = term.operation == FilterOperator::Contains || term.operation == FilterOperator::Matches;
        switch (term.subject) {
        case FilterSubject::Key:
        case FilterSubject::Type:
            return isEquality;
        case FilterSubject::Size:
        case FilterSubject::Updated:
            return !isSearch;
        case FilterSubject::Field:
            return true;
        default:
            return isEquality || isSearch;
        }
    }

    /// Why the value does not fit the field; empty if it does.
    static QString wrongValue(const FilterTerm &term)
    {
        const auto isEach = [&](auto check) {
            const bool isRange = term.operation == FilterOperator::Between;
            return (check(term.value.text()) || (isRange && term.value.text().isEmpty())) &&
                   (!isRange || check(term.upper.text()) || term.upper.text().isEmpty());
        };
        if (term.subject == FilterSubject::Size && !isEach([](const QByteArray &text) { return parseSize(text).has_value(); }))
            return Texts::tr("this is no size; write 500, 10kb or 1.5mb");
        if (term.subject == FilterSubject::Updated && !isEach([](const QByteArray &text) { return DateSpan::parse(text).has_value(); }))
            return Texts::tr("this is no date; write 2026, 2026-01-31 or 2026-01-31T12:00 (UTC)");
        if (term.subject == FilterSubject::Type && filterTypes(term.value.text()).isEmpty())
            return Texts::tr("this is no type; types are %1").arg(QString::fromUtf8(filterTypeNames().join(", ")));
        if (term.subject == FilterSubject::Key && !parseKeyText(term.value.text()))
            return Texts::tr("this is no key; write model:id or model:id,model:id");
        return {};
    }

    /// A range with one end is a comparison.
    static void openEnds(FilterTerm &term)
    {
        if (term.operation != FilterOperator::Between || (!term.value.text().isEmpty() && !term.upper.text().isEmpty()))
            return;
        const bool hasLower = !term.value.text().isEmpty();
        term.operation = hasLower ? FilterOperator::GreaterOrEqual : FilterOperator::LessOrEqual;
        term.value = hasLower ? term.value : term.upper;
        term.upper = FilterValue();
    }

    /// Quotes mean something only where a field has a typed value.
    static void normalise(FilterTerm &term)
    {
        const bool isTyped =
            term.subject == FilterSubject::Field && term.operation != FilterOperator::Contains && term.operation != FilterOperator::Matches;
        const bool isWord = term.subject == FilterSubject::Size || term.subject == FilterSubject::Updated;
        if (isWord) {
            term.value = FilterValue::word(term.value.text());
            term.upper = term.upper == FilterValue() ? FilterValue() : FilterValue::word(term.upper.text());
        } else if (!isTyped) {
            const bool isType = term.subject == FilterSubject::Type;
            term.value = FilterValue::quoted(isType ? term.value.text().toLower() : term.value.text());
        }
    }

    std::optional<WrittenValue> parseValue(bool mayMatch)
    {
        WrittenValue written;
        written.start = m_position;
        if (mayMatch && peek() == '/')
            return parseRegex() ? std::optional(m_regex) : std::nullopt;
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

    /// Only numbers, dates and sizes make a range of a word with two dots.
    static bool isEnd(const FilterValue &value) { return value.text().isEmpty() || value.isNumberOrDate() || parseSize(value.text()); }

    QByteArray takeWord()
    {
        const QByteArrayView word = wordAhead();
        m_position += word.size();
        return word.toByteArray();
    }

    bool parseQuoted(FilterValue &value)
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

    bool parseRegex()
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
        m_regex = {start, FilterValue::quoted(pattern), {}, false, true, !flags.isEmpty()};
        return true;
    }

    QByteArrayView m_text;
    qsizetype m_position = 0;
    int m_nesting = 0;
    WrittenValue m_regex;
    FilterError m_error;
};

} // namespace

std::optional<Filter> Filter::parse(QByteArrayView text, FilterError *error)
{
    FilterParser parser(text);
    auto filter = parser.run();
    if (!filter && error)
        *error = parser.error();
    return filter;
}

} // namespace persistence
