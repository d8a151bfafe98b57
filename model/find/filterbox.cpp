#include "model/find/filterbox.h"

#include <QRegularExpression>

#include <array>

namespace persistence {

namespace {

struct Sign
{
    QByteArrayView text;
    FilterOperator operation;
};

// Longer signs first: `<=` is no `<`.
constexpr std::array kSigns = {
    Sign{"<>", FilterOperator::NotEqual},       Sign{"!=", FilterOperator::NotEqual}, Sign{"<=", FilterOperator::LessOrEqual},
    Sign{">=", FilterOperator::GreaterOrEqual}, Sign{"<", FilterOperator::Less},      Sign{">", FilterOperator::Greater},
    Sign{"=", FilterOperator::Equal},
};

bool isCompared(FilterSubject subject)
{
    return subject == FilterSubject::Size || subject == FilterSubject::Updated;
}

/// `a%b` as a regular expression for the whole text.
QByteArray patternOf(QByteArrayView text)
{
    QStringList parts;
    for (const QByteArray &part : text.toByteArray().split('%'))
        parts.append(QRegularExpression::escape(QString::fromUtf8(part)));
    return (QStringLiteral("^") + parts.join(QStringLiteral(".*")) + QStringLiteral("$")).toUtf8();
}

bool isRegex(QByteArrayView text)
{
    return text.size() > 2 && text.front() == '/' && (text.endsWith('/') || text.endsWith("/i"));
}

void fill(FilterTerm &term, QByteArrayView text)
{
    for (const Sign &sign : kSigns) {
        if (text.startsWith(sign.text)) {
            term.operation = sign.operation;
            term.value = FilterValue::word(text.sliced(sign.text.size()).trimmed().toByteArray());
            return;
        }
    }
    const qsizetype range = text.indexOf('~');
    if (isRegex(text)) {
        term.operation = FilterOperator::Matches;
        term.isCaseless = text.endsWith('i');
        term.value = FilterValue::word(text.sliced(1, text.lastIndexOf('/') - 1).toByteArray());
    } else if (range > 0 && range < text.size() - 1) {
        term.operation = FilterOperator::Between;
        term.value = FilterValue::word(text.first(range).trimmed().toByteArray());
        term.upper = FilterValue::word(text.sliced(range + 1).trimmed().toByteArray());
    } else if (isCompared(term.subject)) {
        term.operation = FilterOperator::Equal;
        term.value = FilterValue::word(text.toByteArray());
    } else if (text.contains('%')) {
        term.operation = FilterOperator::Matches;
        term.isCaseless = true;
        term.value = FilterValue::word(patternOf(text));
    } else {
        term.operation = FilterOperator::Contains;
        term.value = FilterValue::word(text.toByteArray());
    }
}

FilterTerm emptyTerm(const FilterBoxSubject &subject)
{
    FilterTerm term;
    term.subject = subject.subject;
    term.path = subject.path;
    return term;
}

/// The conditions that must hold together.
std::vector<Filter> conditions(const Filter &filter)
{
    return filter.kind() == Filter::Kind::All ? filter.parts() : std::vector<Filter>{filter};
}

bool isAbout(const Filter &filter, const FilterBoxSubject &subject)
{
    return filter.kind() == Filter::Kind::Term && filter.term().hasSameSubject(emptyTerm(subject));
}

} // namespace

std::optional<FilterTerm> termOfBox(const FilterBoxSubject &subject, QByteArrayView text, FilterError *error)
{
    text = text.trimmed();
    if (text.isEmpty())
        return std::nullopt;
    FilterTerm term = emptyTerm(subject);
    fill(term, text);
    // The language decides what is a condition, and gives the one form of each.
    const auto parsed = Filter::parse(term.toText(), error);
    return parsed && parsed->kind() == Filter::Kind::Term ? std::optional(parsed->term()) : std::nullopt;
}

QByteArray textOfBox(const FilterBoxSubject &subject, const Filter &filter)
{
    QByteArray text;
    for (const Filter &condition : conditions(filter)) {
        if (!isAbout(condition, subject))
            continue;
        if (!text.isEmpty())
            return {};
        const FilterTerm &term = condition.term();
        const QByteArray &value = term.value.text();
        switch (term.operation) {
        case FilterOperator::Contains:
            text = value;
            break;
        case FilterOperator::Matches:
            text = '/' + value + (term.isCaseless ? "/i" : "/");
            break;
        case FilterOperator::Between:
            text = value + '~' + term.upper.text();
            break;
        case FilterOperator::NotEqual:
            text = "<>" + value;
            break;
        case FilterOperator::Less:
            text = '<' + value;
            break;
        case FilterOperator::LessOrEqual:
            text = "<=" + value;
            break;
        case FilterOperator::Greater:
            text = '>' + value;
            break;
        case FilterOperator::GreaterOrEqual:
            text = ">=" + value;
            break;
        case FilterOperator::Equal:
            text = '=' + value;
            break;
        }
    }
    return text;
}

Filter withBox(const Filter &filter, const FilterBoxSubject &subject, const std::optional<FilterTerm> &term)
{
    std::vector<Filter> kept;
    for (const Filter &condition : conditions(filter)) {
        if (!isAbout(condition, subject) && !condition.isEmpty())
            kept.push_back(condition);
    }
    if (term)
        kept.emplace_back(*term);
    return Filter::allOf(std::move(kept));
}

} // namespace persistence
