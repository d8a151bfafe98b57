#include "model/find/filtertermcheck.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Filter)
};

/// A range with one end is a comparison.
void openEnds(FilterTerm &term)
{
    if (term.operation != FilterOperator::Between || (!term.value.text().isEmpty() && !term.upper.text().isEmpty()))
        return;
    const bool hasLower = !term.value.text().isEmpty();
    term.operation = hasLower ? FilterOperator::GreaterOrEqual : FilterOperator::LessOrEqual;
    term.value = hasLower ? term.value : term.upper;
    term.upper = FilterValue();
}

/// Quotes mean something only where a field has a typed value.
void settleQuotes(FilterTerm &term)
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

} // namespace

bool canCompare(const FilterTerm &term)
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

QString wrongValue(const FilterTerm &term)
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

void normalise(FilterTerm &term)
{
    openEnds(term);
    settleQuotes(term);
}

} // namespace persistence
