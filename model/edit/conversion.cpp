#include "model/edit/conversion.h"

#include "model/bson/builder.h"
#include "model/bson/displaytext.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/preview.h"
#include "model/edit/fieldtext.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Conversion)
};

using Convert = std::optional<FieldValue> (*)(const bson::Element &);

QByteArray emptyDocument()
{
    return QByteArray("\5\0\0\0\0", 5);
}

bool isText(const bson::Element &element)
{
    return element.type() == bson::Type::String || element.type() == bson::Type::Code || element.type() == bson::Type::Symbol;
}

/// The text that stands for a value that is not a container; of a text itself.
std::optional<QString> plainText(const bson::Element &element)
{
    return isText(element) ? exactText(element.toText()) : lineText(element, DateZone::Utc);
}

std::optional<double> numberIn(const bson::Element &element)
{
    switch (element.type()) {
    case bson::Type::Double:
        return element.toDouble();
    case bson::Type::Int32:
        return element.toInt32();
    case bson::Type::Int64:
        return double(element.toInt64());
    default:
        return std::nullopt;
    }
}

/// A whole number for Int32 and Int64: exact from integers, dates and texts, cut from doubles.
std::optional<qint64> wholeNumberIn(const bson::Element &element)
{
    if (element.type() == bson::Type::Int32 || element.type() == bson::Type::Int64)
        return element.type() == bson::Type::Int32 ? element.toInt32() : element.toInt64();
    if (element.type() == bson::Type::Bool)
        return element.toBool() ? 1 : 0;
    if (element.type() == bson::Type::Date)
        return element.toDate();
    if (element.type() == bson::Type::ObjectId)
        return std::nullopt;
    if (isText(element) || element.type() == bson::Type::Decimal128) {
        const auto text = plainText(element);
        if (const auto whole = text ? parseField(bson::Type::Int64, *text, DateZone::Utc) : Error{}; whole)
            return bson::Element(bson::Type::Int64, {}, whole->value.bytes).toInt64();
        const auto real = text ? parseField(bson::Type::Double, *text, DateZone::Utc) : Error{};
        return real ? wholeNumberIn(bson::Element(bson::Type::Double, {}, real->value.bytes)) : std::nullopt;
    }
    const auto number = numberIn(element);
    return number && std::abs(*number) < 9223372036854775808.0 ? std::optional(qint64(*number)) : std::nullopt;
}

/// \a text read as a value of \a type.
std::optional<FieldValue> read(bson::Type type, const std::optional<QString> &text)
{
    if (!text)
        return std::nullopt;
    const auto field = parseField(type, *text, DateZone::Utc);
    return field && field->value.type == type ? std::optional(field->value) : std::nullopt;
}

std::optional<FieldValue> toText(const bson::Element &element)
{
    if (isText(element))
        return FieldValue(bson::Type::String, element.value().toByteArray());
    if (element.type() == bson::Type::Null)
        return FieldValue::fromText({});
    if (const auto text = plainText(element))
        return FieldValue::fromText(text->toUtf8());
    QByteArray json;
    bson::writeExtendedJson(element, {bson::JsonMode::Relaxed, 0}, json);
    return FieldValue::fromText(json);
}

std::optional<FieldValue> toInt32(const bson::Element &element)
{
    const auto number = wholeNumberIn(element);
    return number ? read(bson::Type::Int32, QString::number(*number)) : std::nullopt;
}

std::optional<FieldValue> toInt64(const bson::Element &element)
{
    const auto number = wholeNumberIn(element);
    return number ? read(bson::Type::Int64, QString::number(*number)) : std::nullopt;
}

std::optional<FieldValue> toDouble(const bson::Element &element)
{
    if (isText(element) || element.type() == bson::Type::Decimal128)
        return read(bson::Type::Double, plainText(element));
    const auto whole = numberIn(element) ? std::nullopt : wholeNumberIn(element);
    const auto number = whole ? std::optional(double(*whole)) : numberIn(element);
    if (!number)
        return std::nullopt;
    bson::Builder builder;
    builder.appendDouble("v", *number);
    return FieldValue(*bson::DocumentView(builder.finish()).begin());
}

std::optional<FieldValue> toDecimal(const bson::Element &element)
{
    return isText(element) || numberIn(element) ? read(bson::Type::Decimal128, plainText(element)) : std::nullopt;
}

std::optional<FieldValue> toBool(const bson::Element &element)
{
    if (const auto number = numberIn(element))
        return read(bson::Type::Bool, *number != 0 ? u"true"_s : u"false"_s);
    return isText(element) ? read(bson::Type::Bool, plainText(element)) : std::nullopt;
}

std::optional<FieldValue> toDate(const bson::Element &element)
{
    if (isText(element))
        return read(bson::Type::Date, plainText(element));
    if (element.type() == bson::Type::ObjectId)
        return read(bson::Type::Date, QString::number(qint64(qFromBigEndian<quint32>(element.toObjectId().data())) * 1000));
    if (element.type() == bson::Type::Timestamp)
        return read(bson::Type::Date, QString::number(qint64(element.toTimestamp().seconds) * 1000));
    const auto number = element.type() == bson::Type::Bool ? std::nullopt : wholeNumberIn(element);
    return number ? read(bson::Type::Date, QString::number(*number)) : std::nullopt;
}

std::optional<FieldValue> toObjectId(const bson::Element &element)
{
    return isText(element) ? read(bson::Type::ObjectId, plainText(element)) : std::nullopt;
}

/// The members of a container under names of its own kind: positions in an array, in an object what they were called.
FieldValue regrouped(const bson::Element &element, bson::Type type)
{
    bson::Builder builder;
    qint64 number = 0;
    for (const bson::Element &member : element.toDocument())
        builder.appendRaw(QByteArray::number(number++), member.type(), member.value());
    return {type, builder.finish().toByteArray()};
}

std::optional<FieldValue> toContainer(const bson::Element &element, bson::Type type, QByteArrayView name)
{
    if (element.isContainer())
        return regrouped(element, type);
    if (element.type() == bson::Type::Null)
        return FieldValue(type, emptyDocument());
    if (isText(element)) {
        if (const auto json = FieldValue::fromJson(element.toText()); json && json->type == type)
            return *json;
    }
    bson::Builder builder;
    builder.appendRaw(name, element.type(), element.value());
    return FieldValue(type, builder.finish().toByteArray());
}

std::optional<FieldValue> toObject(const bson::Element &element)
{
    return toContainer(element, bson::Type::Document, "value");
}

std::optional<FieldValue> toArray(const bson::Element &element)
{
    return toContainer(element, bson::Type::Array, "0");
}

std::optional<FieldValue> toNull(const bson::Element &)
{
    return std::nullopt;
}

struct Target
{
    bson::Type type;
    Convert convert;
    const char *emptyJson; ///< the value where nothing can be kept
};

constexpr std::array kTargets = {
    Target{bson::Type::String, toText, R"("")"},
    Target{bson::Type::Int32, toInt32, "0"},
    Target{bson::Type::Int64, toInt64, R"({"$numberLong":"0"})"},
    Target{bson::Type::Double, toDouble, "0.0"},
    Target{bson::Type::Decimal128, toDecimal, R"({"$numberDecimal":"0"})"},
    Target{bson::Type::Bool, toBool, "false"},
    Target{bson::Type::Date, toDate, R"({"$date":"1970-01-01T00:00:00Z"})"},
    Target{bson::Type::ObjectId, toObjectId, R"({"$oid":"000000000000000000000000"})"},
    Target{bson::Type::Null, toNull, "null"},
    Target{bson::Type::Document, toObject, "{}"},
    Target{bson::Type::Array, toArray, "[]"},
};

constexpr std::array kOffered = [] {
    std::array<bson::Type, kTargets.size()> types{};
    for (size_t i = 0; i < types.size(); ++i)
        types[i] = kTargets[i].type;
    return types;
}();

/// What a change of type loses: found out by turning the new value back.
QString lossOf(const bson::Element &before, const FieldValue &after, bool isEmptied)
{
    const bson::Element now(after.type, {}, after.bytes);
    // Nothing becomes something, or the value itself goes into a list or an object.
    const bool isWrapped = !isEmptied && !before.isContainer() && now.isContainer();
    if (before.type() == bson::Type::Null || isWrapped)
        return {};
    if (isEmptied)
        return Texts::tr("The value %1 goes.").arg(bson::preview(before, 40));
    if (before.type() == bson::Type::Document && after.type == bson::Type::Array)
        return before.toDocument().isEmpty() ? QString() : Texts::tr("The names of the fields go.");
    const auto target = std::find_if(kTargets.begin(), kTargets.end(), [&](const Target &row) { return row.type == before.type(); });
    const auto back = target == kTargets.end() ? std::nullopt : target->convert(now);
    if (before.isContainer() || target == kTargets.end() || (back && *back == FieldValue(before)))
        return {};
    return Texts::tr("%1 becomes %2.").arg(bson::preview(before, 40), bson::preview(now, 40));
}

} // namespace

Conversion converted(const bson::Element &element, bson::Type type)
{
    if (element.type() == type)
        return {FieldValue(element), {}};
    const auto target = std::find_if(kTargets.begin(), kTargets.end(), [type](const Target &row) { return row.type == type; });
    Q_ASSERT(target != kTargets.end());
    const auto value = target->convert(element);
    const FieldValue after = value ? *value : FieldValue::fromJson(target->emptyJson).value();
    return {after, lossOf(element, after, !value)};
}

std::span<const bson::Type> offeredTypes()
{
    return kOffered;
}

} // namespace persistence
