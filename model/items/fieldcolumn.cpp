#include "model/items/fieldcolumn.h"

#include "model/bson/preview.h"
#include "model/items/valuetext.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kMaxPreview = 200;

QString tr(const char *text)
{
    return QCoreApplication::translate("persistence::FieldColumn", text);
}

/// What a number stands for as a whole number; nothing for other types and for numbers that no such text can hold.
std::optional<qint64> wholeNumber(const bson::Element &value)
{
    switch (value.type()) {
    case bson::Type::Int32:
        return value.toInt32();
    case bson::Type::Int64:
        return value.toInt64();
    case bson::Type::Double: {
        const double number = value.toDouble();
        return std::abs(number) < 9e15 && std::trunc(number) == number ? std::optional(qint64(number)) : std::nullopt;
    }
    default:
        return std::nullopt;
    }
}

std::optional<QString> formattedNumber(const bson::Element &value, ColumnFormat format, TimeZone zone)
{
    const auto number = wholeNumber(value);
    if (!number)
        return std::nullopt;
    switch (format) {
    case ColumnFormat::Grouped:
        return numberText(*number);
    case ColumnFormat::Bytes:
        return *number >= 0 ? std::optional(sizeText(*number)) : std::nullopt;
    case ColumnFormat::Milliseconds:
        return dateText(*number, zone);
    case ColumnFormat::Seconds:
        return std::abs(*number) < 1'000'000'000'000'000 ? std::optional(dateText(*number * 1000, zone)) : std::nullopt;
    default:
        return std::nullopt;
    }
}

bool isText(bson::Type type)
{
    return type == bson::Type::String || type == bson::Type::Symbol;
}

} // namespace

QString FieldColumn::shownTitle() const
{
    if (!title.isEmpty())
        return title;
    const std::vector<FieldStep> &steps = path.steps();
    const bool isInValue = steps.size() > 1 && steps.front().kind == FieldStep::Kind::Name && steps.front().name == "data";
    const FieldPath shown = isInValue ? FieldPath({steps.begin() + 1, steps.end()}) : path;
    return visibleText(shown.toText(), 200);
}

QString FieldColumn::description() const
{
    QStringList names;
    for (const bson::Type type : types.types())
        names.append(bson::typeName(type));
    QStringList lines{visibleText(path.toText(), 1000)};
    if (!names.isEmpty())
        lines.append(names.join(u", "_s));
    if (total > 0)
        lines.append(tr("In %1 of %2 records (%3)").arg(numberText(records), numberText(total), fillText(records, total)));
    return lines.join(u'\n');
}

bool FieldColumn::isNumber() const
{
    return types.isOnly({bson::Type::Int32, bson::Type::Int64, bson::Type::Double, bson::Type::Decimal128});
}

QString fillText(qint64 records, qint64 total)
{
    if (total <= 0)
        return {};
    const double percent = 100.0 * double(records) / double(total);
    if (percent > 0 && percent < 1)
        return u"<1%"_s;
    if (percent < 100 && percent > 99)
        return u">99%"_s;
    return u"%1%"_s.arg(int(std::lround(percent)));
}

QList<FieldColumn> columnsOf(const FieldSurvey &survey)
{
    QList<FieldColumn> columns;
    for (const SurveyedField &field : survey.fields) {
        const auto &steps = field.path.steps();
        const bool isInsideArray =
            std::any_of(steps.begin(), steps.end(), [](const FieldStep &step) { return step.kind != FieldStep::Kind::Name; });
        const bool isListedByMembers = field.types.isOnly({bson::Type::Document}) && !field.isKeyedMap;
        if (!isInsideArray && !isListedByMembers)
            columns.append({field.path, {}, ColumnFormat::Automatic, field.types, field.records, survey.records});
    }
    return columns;
}

bool looksLikeId(QByteArrayView text)
{
    const auto isAll = [text](auto isOne) { return std::all_of(text.begin(), text.end(), isOne); };
    switch (text.size()) {
    case 17: // Meteor
    case 34: // a direct room of two users
        return isAll([](char c) { return (c >= '2' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
    case 24:
        return isAll([](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    default:
        return text == "GENERAL" || text == "rocket.cat";
    }
}

QString cellText(const bson::Element &value, ColumnFormat format, TimeZone zone, const NameLookup &name)
{
    if (value.isContainer())
        return bson::preview(value, kMaxPreview);
    if (format == ColumnFormat::Automatic && isText(value.type()) && looksLikeId(value.toText())) {
        if (const QByteArray known = name(value.toText()); !known.isEmpty())
            return visibleText(known);
    }
    if (const auto number = formattedNumber(value, format, zone))
        return *number;
    return cellText(value, 0, zone == TimeZone::Local);
}

} // namespace persistence
