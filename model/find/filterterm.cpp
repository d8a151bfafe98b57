#include "model/find/filterterm.h"

#include "model/find/filterwords.h"

#include <QList>

#include <algorithm>
#include <array>

namespace persistence {

namespace {

struct TypeWord
{
    const char *name;
    bson::Type type;
};

/// The first name of a type is the one that is written.
constexpr std::array<TypeWord, 34> kTypeWords = {{
    {"double", bson::Type::Double},
    {"text", bson::Type::String},
    {"string", bson::Type::String},
    {"object", bson::Type::Document},
    {"document", bson::Type::Document},
    {"array", bson::Type::Array},
    {"binary", bson::Type::Binary},
    {"bindata", bson::Type::Binary},
    {"undefined", bson::Type::Undefined},
    {"objectid", bson::Type::ObjectId},
    {"bool", bson::Type::Bool},
    {"boolean", bson::Type::Bool},
    {"date", bson::Type::Date},
    {"null", bson::Type::Null},
    {"regex", bson::Type::Regex},
    {"dbpointer", bson::Type::DbPointer},
    {"code", bson::Type::Code},
    {"javascript", bson::Type::Code},
    {"symbol", bson::Type::Symbol},
    {"codewithscope", bson::Type::CodeWithScope},
    {"javascriptwithscope", bson::Type::CodeWithScope},
    {"int32", bson::Type::Int32},
    {"int", bson::Type::Int32},
    {"timestamp", bson::Type::Timestamp},
    {"int64", bson::Type::Int64},
    {"long", bson::Type::Int64},
    {"decimal128", bson::Type::Decimal128},
    {"decimal", bson::Type::Decimal128},
    {"minkey", bson::Type::MinKey},
    {"maxkey", bson::Type::MaxKey},
    {"number", bson::Type::Double},
    {"number", bson::Type::Int32},
    {"number", bson::Type::Int64},
    {"number", bson::Type::Decimal128},
}};

struct SubjectWord
{
    const char *name;
    FilterSubject subject;
};

constexpr std::array<SubjectWord, 9> kSubjectWords = {{{"app", FilterSubject::App},
                                                       {"model", FilterSubject::Model},
                                                       {"id", FilterSubject::Id},
                                                       {"key", FilterSubject::Key},
                                                       {"recordid", FilterSubject::RecordId},
                                                       {"size", FilterSubject::Size},
                                                       {"updated", FilterSubject::Updated},
                                                       {"type", FilterSubject::Type},
                                                       {"has", FilterSubject::Has}}};

const char *operatorText(FilterOperator operation)
{
    switch (operation) {
    case FilterOperator::NotEqual:
        return "!=";
    case FilterOperator::Less:
        return "<";
    case FilterOperator::LessOrEqual:
        return "<=";
    case FilterOperator::Greater:
        return ">";
    case FilterOperator::GreaterOrEqual:
        return ">=";
    case FilterOperator::Contains:
    case FilterOperator::Matches:
        return "~";
    default:
        return "=";
    }
}

QByteArray regexText(const FilterTerm &term)
{
    QByteArray text = "/";
    const QByteArray pattern = term.value.text();
    return text + QByteArray(pattern).replace('/', "\\/") + (term.isCaseless ? "/i" : "/");
}

/// The value of a field says by its quotes that it is a text; elsewhere quotes are only for what needs them.
QByteArray endText(const FilterTerm &term, const FilterValue &value)
{
    const bool isTyped = term.subject == FilterSubject::Field && term.operation != FilterOperator::Contains;
    return isTyped && value.isQuoted() ? filterwords::quoted(value.text()) : filterwords::plainValue(value.text());
}

QByteArray valueText(const FilterTerm &term)
{
    if (term.operation == FilterOperator::Matches)
        return regexText(term);
    if (term.operation == FilterOperator::Between)
        return endText(term, term.value) + ".." + endText(term, term.upper);
    return endText(term, term.value);
}

/// The name before a colon: the fields of the language, and association models.
QByteArray colonName(const FilterTerm &term)
{
    return term.subject == FilterSubject::Association ? term.model : QByteArray(subjectName(term.subject));
}

FilterTerm equalTerm(FilterSubject subject, QByteArrayView text)
{
    FilterTerm term;
    term.subject = subject;
    term.operation = FilterOperator::Equal;
    term.value = FilterValue::quoted(text.toByteArray());
    return term;
}

} // namespace

QByteArray FilterTerm::toText() const
{
    switch (subject) {
    case FilterSubject::Text:
        return operation == FilterOperator::Matches ? regexText(*this) : filterwords::plainText(value.text());
    case FilterSubject::Field:
        return path.toText() + operatorText(operation) + valueText(*this);
    case FilterSubject::Type:
        if (path.toText() == "data" && operation == FilterOperator::Equal)
            return "type:" + value.text();
        return "type(" + path.toText() + ')' + operatorText(operation) + value.text();
    case FilterSubject::Has:
        return "has:" + path.toText();
    default:
        break;
    }
    const bool isPlain = operation == FilterOperator::Equal || operation == FilterOperator::Between;
    const bool isSearch = operation == FilterOperator::Contains || operation == FilterOperator::Matches;
    // Without its colon an association model would be a path.
    const bool isColonFirst = !isPlain && (!isSearch || subject == FilterSubject::Association);
    const QByteArray mark = isPlain        ? QByteArray(":")
                            : isColonFirst ? QByteArray(":") + operatorText(operation)
                                           : QByteArray(operatorText(operation));
    return colonName(*this) + mark + valueText(*this);
}

bool FilterTerm::hasSameSubject(const FilterTerm &other) const
{
    return subject == other.subject && model == other.model && path == other.path;
}

const char *subjectName(FilterSubject subject)
{
    const auto found =
        std::find_if(kSubjectWords.begin(), kSubjectWords.end(), [&](const SubjectWord &word) { return word.subject == subject; });
    return found == kSubjectWords.end() ? nullptr : found->name;
}

std::optional<FilterSubject> subjectByName(QByteArrayView name)
{
    const auto found = std::find_if(kSubjectWords.begin(), kSubjectWords.end(), [&](const SubjectWord &word) { return name == word.name; });
    return found == kSubjectWords.end() ? std::nullopt : std::optional(found->subject);
}

QByteArray filterTypeName(bson::Type type)
{
    const auto found = std::find_if(kTypeWords.begin(), kTypeWords.end(), [&](const TypeWord &word) { return word.type == type; });
    return found == kTypeWords.end() ? QByteArray() : QByteArray(found->name);
}

QList<bson::Type> filterTypes(QByteArrayView name)
{
    const QByteArray lower = name.toByteArray().toLower();
    QList<bson::Type> types;
    for (const TypeWord &word : kTypeWords) {
        if (lower == word.name)
            types.append(word.type);
    }
    return types;
}

QList<QByteArray> filterTypeNames()
{
    QList<QByteArray> names;
    for (const TypeWord &word : kTypeWords) {
        if ((filterTypeName(word.type) == word.name || qstrcmp(word.name, "number") == 0) && !names.contains(word.name))
            names.append(word.name);
    }
    return names;
}

std::optional<std::vector<std::pair<QByteArray, QByteArray>>> parseKeyText(QByteArrayView text)
{
    std::vector<std::pair<QByteArray, QByteArray>> key;
    std::pair<QByteArray, QByteArray> pair;
    bool isInId = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        QByteArray &part = isInId ? pair.second : pair.first;
        if (text[i] == '\\' && i + 1 < text.size()) {
            part += text[++i];
        } else if (text[i] == ':' && !isInId) {
            isInId = true;
        } else if (text[i] == ',') {
            if (!std::exchange(isInId, false))
                return std::nullopt;
            key.push_back(std::exchange(pair, {}));
        } else {
            part += text[i];
        }
    }
    if (!isInId)
        return std::nullopt;
    key.push_back(std::move(pair));
    return key;
}

QByteArray keyTextOf(std::span<const Association> key)
{
    QByteArray text;
    const auto add = [&](QByteArrayView part, QByteArrayView special) {
        for (const char c : part) {
            if (special.contains(c))
                text += '\\';
            text += c;
        }
    };
    for (const Association &association : key) {
        if (!text.isEmpty())
            text += ',';
        add(association.model, ",:\\");
        text += ':';
        add(association.id, ",\\");
    }
    return text;
}

FilterTerm appTerm(QByteArrayView appId)
{
    return equalTerm(FilterSubject::App, appId);
}

FilterTerm modelTerm(QByteArrayView model)
{
    return equalTerm(FilterSubject::Model, model);
}

FilterTerm associationTerm(const Association &association)
{
    if (!filterwords::isModelName(association.model))
        return keyTerm(std::span(&association, 1));
    FilterTerm term = equalTerm(FilterSubject::Association, association.id);
    term.model = association.model.toByteArray();
    return term;
}

FilterTerm keyTerm(std::span<const Association> key)
{
    return equalTerm(FilterSubject::Key, keyTextOf(key));
}

FilterTerm recordIdTerm(QByteArrayView shownId)
{
    return equalTerm(FilterSubject::RecordId, shownId);
}

FilterTerm fieldTerm(const FieldPath &path, const bson::Element &value)
{
    FilterTerm term;
    term.path = path;
    term.operation = FilterOperator::Equal;
    if (auto exact = FilterValue::of(value)) {
        term.subject = FilterSubject::Field;
        term.value = *std::move(exact);
        return term;
    }
    term.subject = FilterSubject::Type;
    term.value = FilterValue::quoted(filterTypeName(value.type()));
    return term;
}

FilterTerm containingTerm(const FieldPath &path, const QByteArray &text)
{
    FilterTerm term;
    term.subject = FilterSubject::Field;
    term.path = path;
    term.value = FilterValue::quoted(text);
    return term;
}

std::optional<FilterTerm> betweenTerm(const FieldPath &path, const bson::Element &lower, const bson::Element &upper)
{
    FilterTerm term;
    term.subject = FilterSubject::Field;
    term.path = path;
    term.operation = FilterOperator::Between;
    auto from = FilterValue::of(lower);
    auto to = FilterValue::of(upper);
    if (!from || !to)
        return std::nullopt;
    const bool isReversed = from->compare(upper) == std::partial_ordering::less;
    if (!isReversed && to->compare(lower) == std::partial_ordering::unordered)
        return std::nullopt;
    term.value = *std::move(isReversed ? to : from);
    term.upper = *std::move(isReversed ? from : to);
    return term;
}

FilterTerm hasTerm(const FieldPath &path)
{
    FilterTerm term;
    term.subject = FilterSubject::Has;
    term.path = path;
    return term;
}

FilterTerm textTerm(const QByteArray &text)
{
    FilterTerm term;
    term.value = FilterValue::quoted(text);
    return term;
}

} // namespace persistence
