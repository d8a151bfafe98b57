#include "model/edit/fieldtext.h"

#include "model/bson/builder.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/isodate.h"
#include "model/bson/numbertext.h"
#include "model/bson/typewrapper.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringDecoder>

#include <array>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(FieldText)
};

using Parser = Result<TypedField> (*)(const QString &text, DateZone zone);

Error noValue(const QString &sentence)
{
    return {ErrorKind::Failed, sentence, {}};
}

/// The one value that \a write adds to a document.
template <typename Write>
FieldValue built(Write write)
{
    bson::Builder builder;
    write(builder);
    return FieldValue(*bson::DocumentView(builder.finish()).begin());
}

FieldValue int32Value(qint32 value)
{
    return built([&](bson::Builder &builder) { builder.appendInt32("v", value); });
}

FieldValue int64Value(qint64 value)
{
    return built([&](bson::Builder &builder) { builder.appendInt64("v", value); });
}

FieldValue doubleValue(double value)
{
    return built([&](bson::Builder &builder) { builder.appendDouble("v", value); });
}

FieldValue dateValue(qint64 milliseconds)
{
    return built([&](bson::Builder &builder) { builder.appendDate("v", milliseconds); });
}

FieldValue boolValue(bool value)
{
    return built([&](bson::Builder &builder) { builder.appendBool("v", value); });
}

bool isInt32(qint64 value)
{
    return value >= std::numeric_limits<qint32>::min() && value <= std::numeric_limits<qint32>::max();
}

bool isDigits(QByteArrayView text)
{
    const QByteArrayView digits = text.startsWith('-') || text.startsWith('+') ? text.sliced(1) : text;
    return !digits.isEmpty() && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether a double holds these digits, all of them: printed as a whole number it is the same again.
bool isExactInDouble(qint64 value)
{
    const double nearest = double(value);
    return std::abs(nearest) < 9223372036854775808.0 && qint64(nearest) == value;
}

Result<TypedField> parseDoubleField(const QString &typed, DateZone)
{
    const QByteArray text = typed.trimmed().toUtf8();
    if (text == "NaN")
        return TypedField{doubleValue(std::numeric_limits<double>::quiet_NaN()), false, {}};
    if (text == "Infinity" || text == "-Infinity")
        return TypedField{
            doubleValue(std::copysign(std::numeric_limits<double>::infinity(), text.startsWith('-') ? -1.0 : 1.0)), false, {}};
    const auto value = bson::parseDouble(text);
    if (!value)
        return noValue(Texts::tr("A Double is a number such as 4.5, 1e21, NaN or -Infinity."));
    TypedField field{doubleValue(*value), false, {}};
    const auto whole = bson::parseInteger(text);
    if (isDigits(text) && (!whole || !isExactInDouble(*whole))) {
        field.isInexact = std::abs(*value) >= 9007199254740992.0;
        if (whole)
            field.exact = int64Value(*whole);
    }
    return field;
}

Result<TypedField> parseInt64Field(const QString &typed, DateZone)
{
    const auto value = bson::parseInteger(typed.trimmed().toUtf8());
    if (!value)
        return noValue(Texts::tr("An Int64 is a whole number from -9223372036854775808 to 9223372036854775807."));
    return TypedField{int64Value(*value), false, {}};
}

Result<TypedField> parseInt32Field(const QString &typed, DateZone)
{
    const auto value = bson::parseInteger(typed.trimmed().toUtf8());
    if (!value)
        return noValue(Texts::tr("An Int32 is a whole number. Change the type for fractions and texts."));
    return TypedField{isInt32(*value) ? int32Value(qint32(*value)) : int64Value(*value), false, {}};
}

Result<TypedField> parseDecimalField(const QString &typed, DateZone)
{
    const QByteArray text = typed.trimmed().toUtf8();
    const bool isPlain =
        std::all_of(text.begin(), text.end(), [](char c) { return std::isalnum(uchar(c)) || c == '.' || c == '+' || c == '-'; });
    const auto value = isPlain ? FieldValue::fromJson(R"({"$numberDecimal":")" + text + R"("})") : Result<FieldValue>(noValue({}));
    if (!value)
        return noValue(Texts::tr("A Decimal128 is a number of at most 34 digits, such as 1.10 or 5E-3."));
    return TypedField{*value, false, {}};
}

Result<TypedField> parseTextField(const QString &typed, DateZone)
{
    return TypedField{FieldValue::fromText(typed.toUtf8()), false, {}};
}

Result<TypedField> parseBoolField(const QString &typed, DateZone)
{
    const QString text = typed.trimmed();
    if (text != u"true" && text != u"false")
        return noValue(Texts::tr("A Boolean is true or false."));
    return TypedField{boolValue(text == u"true"), false, {}};
}

Result<TypedField> parseNullField(const QString &typed, DateZone)
{
    return TypedField{guessField(typed), false, {}};
}

std::optional<qint64> dateIn(const QString &typed, DateZone zone)
{
    QString text = typed.trimmed();
    if (const auto milliseconds = bson::parseInteger(text.toUtf8()))
        return milliseconds;
    if (text.size() > 10 && text[10] == u' ')
        text[10] = u'T';
    if (text.size() == 10)
        text += u"T00:00:00"_s;
    if (text.size() == 16)
        text += u":00"_s;
    if (const auto date = bson::parseIsoDate(text.toUtf8()))
        return date;
    if (zone == DateZone::Utc)
        return bson::parseIsoDate(text.toUtf8() + 'Z');
    const QDateTime date = QDateTime::fromString(text, Qt::ISODateWithMs);
    return date.isValid() ? std::optional(date.toMSecsSinceEpoch()) : std::nullopt;
}

Result<TypedField> parseDateField(const QString &typed, DateZone zone)
{
    const auto date = dateIn(typed, zone);
    if (!date)
        return noValue(Texts::tr("A Date is 2024-01-31 12:00:00.000Z, with another offset in place of Z, or the milliseconds since 1970."));
    return TypedField{dateValue(*date), false, {}};
}

std::optional<QByteArray> objectIdIn(QByteArrayView hex)
{
    const auto isHex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
    if (hex.size() != 24 || !std::all_of(hex.begin(), hex.end(), isHex))
        return std::nullopt;
    return QByteArray::fromHex(hex.toByteArray());
}

Result<TypedField> parseObjectIdField(const QString &typed, DateZone)
{
    const auto id = objectIdIn(typed.trimmed().toUtf8());
    if (!id)
        return noValue(Texts::tr("An ObjectId has 24 hexadecimal digits."));
    return TypedField{built([&](bson::Builder &builder) { builder.appendObjectId("v", *id); }), false, {}};
}

Result<TypedField> parseTimestampField(const QString &typed, DateZone)
{
    const QStringList parts = typed.split(u',');
    bool isSeconds = false, isIncrement = false;
    const uint seconds = parts.value(0).trimmed().toUInt(&isSeconds);
    const uint increment = parts.size() == 1 ? 0 : parts.value(1).trimmed().toUInt(&isIncrement);
    if (!isSeconds || parts.size() > 2 || (parts.size() == 2 && !isIncrement))
        return noValue(Texts::tr("A Timestamp is the seconds since 1970, a comma and a number: 1700000000, 1."));
    return TypedField{built([&](bson::Builder &builder) { builder.appendTimestamp("v", {seconds, increment}); }), false, {}};
}

Result<TypedField> parseRegexField(const QString &typed, DateZone)
{
    const QByteArray text = typed.toUtf8();
    const qsizetype end = text.lastIndexOf('/');
    if (!text.startsWith('/') || end < 1 || text.contains('\0'))
        return noValue(Texts::tr("A regular expression is written as /pattern/options."));
    const QByteArray options = bson::TypeWrapper::sortedOptions(QByteArrayView(text).sliced(end + 1));
    return TypedField{built([&](bson::Builder &builder) { builder.appendRegex("v", text.sliced(1, end - 1), options); }), false, {}};
}

Result<TypedField> parseJsonField(const QString &typed, DateZone)
{
    const auto value = FieldValue::fromJson(typed.toUtf8());
    if (!value)
        return value.error();
    return TypedField{*value, false, {}};
}

/// A text under the type of a text: Code and Symbol are stored alike.
template <bson::Type kType>
Result<TypedField> parseTextLike(const QString &typed, DateZone)
{
    return TypedField{FieldValue(kType, FieldValue::fromText(typed.toUtf8()).bytes), false, {}};
}

struct ParserOfType
{
    bson::Type type;
    Parser parse;
};

constexpr std::array kParsers = {
    ParserOfType{bson::Type::Double, parseDoubleField},
    ParserOfType{bson::Type::String, parseTextField},
    ParserOfType{bson::Type::ObjectId, parseObjectIdField},
    ParserOfType{bson::Type::Bool, parseBoolField},
    ParserOfType{bson::Type::Date, parseDateField},
    ParserOfType{bson::Type::Null, parseNullField},
    ParserOfType{bson::Type::Regex, parseRegexField},
    ParserOfType{bson::Type::Code, parseTextLike<bson::Type::Code>},
    ParserOfType{bson::Type::Symbol, parseTextLike<bson::Type::Symbol>},
    ParserOfType{bson::Type::Int32, parseInt32Field},
    ParserOfType{bson::Type::Timestamp, parseTimestampField},
    ParserOfType{bson::Type::Int64, parseInt64Field},
    ParserOfType{bson::Type::Decimal128, parseDecimalField},
};

QString jsonText(const bson::Element &element)
{
    QByteArray text;
    bson::writeExtendedJson(element, {bson::JsonMode::Relaxed, 0}, text);
    return QString::fromUtf8(text);
}

QString dateText(qint64 milliseconds, DateZone zone)
{
    QByteArray text;
    if (!bson::isInIsoRange(milliseconds))
        return QString::number(milliseconds);
    if (zone == DateZone::Utc) {
        bson::appendIsoDate(text, milliseconds);
        return QString::fromLatin1(text).replace(u'T', u' ');
    }
    // With its offset, so that the hour that comes twice in autumn reads back as the one it was.
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(milliseconds);
    return local.toOffsetFromUtc(local.offsetFromUtc()).toString(Qt::ISODateWithMs).replace(u'T', u' ');
}

/// A text that a line edit shows and gives back as it is.
bool isLine(const QString &text)
{
    return std::none_of(text.begin(), text.end(), [](QChar c) {
        return c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator ||
               c == QChar::ByteOrderMark;
    });
}

std::optional<QString> textLine(QByteArrayView utf8)
{
    if (utf8.size() > kMaxLineBytes)
        return std::nullopt;
    const auto text = exactText(utf8);
    return text && isLine(*text) ? text : std::nullopt;
}

} // namespace

std::optional<QString> exactText(QByteArrayView utf8)
{
    QStringDecoder decode(QStringConverter::Utf8, QStringConverter::Flag::ConvertInitialBom);
    const QString text = decode(utf8);
    return !decode.hasError() && text.toUtf8() == utf8 ? std::optional(text) : std::nullopt;
}

std::optional<QString> lineText(const bson::Element &element, DateZone zone)
{
    switch (element.type()) {
    case bson::Type::String:
    case bson::Type::Code:
    case bson::Type::Symbol:
        return textLine(element.toText());
    case bson::Type::Document:
    case bson::Type::Array:
    case bson::Type::Binary:
        return std::nullopt;
    case bson::Type::Double: {
        const double value = element.toDouble();
        if (std::isnan(value))
            return u"NaN"_s;
        if (std::isinf(value))
            return value > 0 ? u"Infinity"_s : u"-Infinity"_s;
        char buffer[48];
        return QString::fromLatin1(buffer, bson::formatDouble(value, buffer) - buffer);
    }
    case bson::Type::Int32:
        return QString::number(element.toInt32());
    case bson::Type::Int64:
        return QString::number(element.toInt64());
    case bson::Type::Bool:
        return element.toBool() ? u"true"_s : u"false"_s;
    case bson::Type::Null:
        return QString();
    case bson::Type::Date:
        return dateText(element.toDate(), zone);
    case bson::Type::ObjectId:
        return QString::fromLatin1(element.toObjectId().toByteArray().toHex());
    case bson::Type::Timestamp:
        return u"%1, %2"_s.arg(QString::number(element.toTimestamp().seconds), QString::number(element.toTimestamp().increment));
    case bson::Type::Regex:
        return textLine('/' + element.toRegex().pattern.toByteArray() + '/' + element.toRegex().options.toByteArray());
    case bson::Type::Decimal128: {
        const QString json = jsonText(element);
        return json.section(u'"', 3, 3);
    }
    default: {
        const QString json = jsonText(element);
        return json.size() <= kMaxLineBytes ? std::optional(json) : std::nullopt;
    }
    }
}

Result<TypedField> parseField(bson::Type type, const QString &text, DateZone zone)
{
    const auto found = std::find_if(kParsers.begin(), kParsers.end(), [type](const ParserOfType &row) { return row.type == type; });
    return found == kParsers.end() ? parseJsonField(text, zone) : found->parse(text, zone);
}

FieldValue guessField(const QString &typed)
{
    const QByteArray text = typed.trimmed().toUtf8();
    if (text.isEmpty() || text == "null")
        return typed.isEmpty() || text == "null" ? FieldValue(bson::Type::Null, {}) : FieldValue::fromText(typed.toUtf8());
    if (text == "{" || text == "[")
        return FieldValue(text == "{" ? bson::Type::Document : bson::Type::Array, QByteArray("\5\0\0\0\0", 5));
    // What JSON takes for a text is one, but without the quotes it was typed with something else in mind.
    if (const auto json = FieldValue::fromJson(text); json && json->type != bson::Type::String)
        return *json;
    return FieldValue::fromText(typed.toUtf8());
}

} // namespace persistence
