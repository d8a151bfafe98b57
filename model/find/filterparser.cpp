#include "model/find/filter.h"

#include "model/find/filterscanner.h"
#include "model/find/filtertermcheck.h"
#include "model/find/filterwords.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Filter)
};

constexpr int kMaxNesting = 100;

/// Reads filter := or, or := and { "or" and }, and := not { [ "and" ] not }, not := "not" not | "(" or ")" | term.
class FilterParser final
{
public:
    explicit FilterParser(QByteArrayView text) : m_scanner(text) {}

    std::optional<Filter> run()
    {
        m_scanner.skipSpace();
        if (m_scanner.isAtEnd())
            return Filter();
        auto filter = parseOr();
        if (!filter)
            return std::nullopt;
        if (!m_scanner.isAtEnd()) {
            m_scanner.fail(m_scanner.position(), 1, Texts::tr("there is no opening bracket for this one"));
            return std::nullopt;
        }
        return filter;
    }

    [[nodiscard]] const FilterError &error() const { return m_scanner.error(); }

private:
    using Parsed = std::optional<Filter>;

    Parsed parseOr()
    {
        std::vector<Filter> parts;
        do {
            auto part = parseAnd();
            if (!part)
                return std::nullopt;
            parts.push_back(*std::move(part));
        } while (m_scanner.acceptKeyword("or"));
        return Filter::anyOf(std::move(parts));
    }

    [[nodiscard]] bool isAtEndOfAnd() const
    {
        return m_scanner.isAtEnd() || m_scanner.peek() == ')' || m_scanner.wordAhead().compare("or", Qt::CaseInsensitive) == 0;
    }

    Parsed parseAnd()
    {
        std::vector<Filter> parts;
        while (true) {
            auto part = parseNot();
            if (!part)
                return std::nullopt;
            parts.push_back(*std::move(part));
            const bool hasAnd = m_scanner.acceptKeyword("and");
            if (!hasAnd && isAtEndOfAnd())
                return Filter::allOf(std::move(parts));
        }
    }

    Parsed parseNot()
    {
        const qsizetype start = m_scanner.position();
        if (++m_nesting > kMaxNesting)
            return m_scanner.fail(start, 1, Texts::tr("the brackets are nested too deep"));
        auto filter = m_scanner.acceptKeyword("not") ? negated() : m_scanner.peek() == '(' ? bracket() : parseTerm();
        --m_nesting;
        m_scanner.skipSpace();
        return filter;
    }

    Parsed negated()
    {
        auto part = parseNot();
        return part ? std::optional(Filter::notOf(*std::move(part))) : std::nullopt;
    }

    Parsed bracket()
    {
        const qsizetype start = m_scanner.position();
        m_scanner.skip();
        m_scanner.skipSpace();
        auto inner = parseOr();
        if (!inner)
            return std::nullopt;
        if (m_scanner.peek() != ')')
            return m_scanner.fail(start, 1, Texts::tr("the closing bracket is missing"));
        m_scanner.skip();
        return inner;
    }

    Parsed parseTerm()
    {
        const qsizetype start = m_scanner.position();
        if (m_scanner.isAtEnd() || m_scanner.peek() == ')' || filterwords::isKeyword(m_scanner.wordAhead()))
            return m_scanner.fail(start, m_scanner.isAtEnd() ? 0 : qMax(m_scanner.wordAhead().size(), qsizetype(1)),
                                  Texts::tr("a condition is missing here"));
        if (m_scanner.peek() == '/' || m_scanner.peek() == '"')
            return textTermHere();
        m_scanner.skipHead();
        const QByteArrayView head = m_scanner.since(start);
        if (head == "type" && m_scanner.peek() == '(')
            return typeTerm();
        if (!m_scanner.isAtOperator() || m_scanner.isPlainColon(head)) {
            while (!m_scanner.isAtEnd() && !filterwords::endsWord(m_scanner.peek()))
                m_scanner.skip();
            return plainTerm(m_scanner.since(start).toByteArray());
        }
        if (head.isEmpty())
            return m_scanner.fail(start, 1, Texts::tr("a field is missing before this; put text with such marks in quotes"));
        return comparison(start, head);
    }

    Parsed plainTerm(QByteArray text) { return Filter(textTerm(text)); }

    /// A regular expression or a text in quotes.
    Parsed textTermHere()
    {
        const qsizetype start = m_scanner.position();
        const auto written = m_scanner.parseValue(true);
        if (!written)
            return std::nullopt;
        if (written->isRange)
            return m_scanner.fail(start, m_scanner.position() - start, Texts::tr("a range needs a field before it"));
        if (!written->isRegex && written->value.text().isEmpty())
            return m_scanner.fail(start, m_scanner.position() - start, Texts::tr("there is no text in the quotes"));
        if (!written->isRegex)
            return plainTerm(written->value.text());
        FilterTerm term;
        term.operation = FilterOperator::Matches;
        term.value = written->value;
        term.isCaseless = written->isCaseless;
        return Filter(term);
    }

    Parsed comparison(qsizetype start, QByteArrayView head)
    {
        FilterTerm term;
        const bool hasColon = m_scanner.peek() == ':';
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
        const qsizetype operatorStart = m_scanner.position();
        term.operation = m_scanner.parseOperator();
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
            m_scanner.fail(start + error.offset, qMax(text.size() - error.offset, qsizetype(0)), error.reason);
        return parsed.has_value();
    }

    Parsed hasTermHere(qsizetype operatorStart, FilterTerm term)
    {
        const qsizetype start = m_scanner.position();
        if (term.operation != FilterOperator::Equal)
            return m_scanner.fail(operatorStart, start - operatorStart,
                                  Texts::tr("\"has\" takes a path after a colon, as in has:data.rating"));
        m_scanner.skipHead();
        if (!parsePath(start, m_scanner.since(start), term.path))
            return std::nullopt;
        return Filter(hasTerm(term.path));
    }

    /// type(PATH)=NAME
    Parsed typeTerm()
    {
        m_scanner.skip();
        const qsizetype start = m_scanner.position();
        m_scanner.skipHead();
        FilterTerm term;
        term.subject = FilterSubject::Type;
        if (!parsePath(start, m_scanner.since(start), term.path))
            return std::nullopt;
        if (m_scanner.peek() != ')')
            return m_scanner.fail(start - 1, 1, Texts::tr("the closing bracket is missing"));
        m_scanner.skip();
        if (!m_scanner.isAtOperator())
            return m_scanner.fail(m_scanner.position(), 0, Texts::tr("a type is missing, as in type(data.rating)=int32"));
        const qsizetype operatorStart = m_scanner.position();
        term.operation = m_scanner.parseOperator();
        return withValue(operatorStart, std::move(term), false);
    }

    Parsed withValue(qsizetype operatorStart, FilterTerm term, bool mayMatch)
    {
        const qsizetype valueStart = m_scanner.position();
        const auto written = m_scanner.parseValue(mayMatch);
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
            return m_scanner.fail(operatorStart, valueStart - operatorStart, Texts::tr("this comparison takes one value"));
        }
        const qsizetype size = m_scanner.position() - valueStart;
        if (!canCompare(term))
            return m_scanner.fail(operatorStart, valueStart - operatorStart, Texts::tr("this field cannot be compared in this way"));
        if (const QString reason = wrongValue(term); !reason.isEmpty())
            return m_scanner.fail(valueStart, size, reason);
        normalise(term);
        return Filter(std::move(term));
    }

    FilterScanner m_scanner;
    int m_nesting = 0;
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
