#include "tests/support/mongojson.h"

#include <charconv>
#include <cmath>

#include <bson/bson.h>

namespace persistence::test {

namespace {

constexpr qint64 kMillisecondsInDay = 86'400'000;

QByteArray padded(qint64 value, int width)
{
    return QByteArray::number(value).rightJustified(width, '0');
}

/// The day as yyyy-mm-dd, in the calendar of ISO 8601, for 1970 and later.
QByteArray civilDay(qint64 days)
{
    const qint64 z = days + 719468;
    const qint64 era = z / 146097;
    const qint64 dayOfEra = z % 146097;
    const qint64 yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const qint64 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const qint64 shifted = (5 * dayOfYear + 2) / 153;
    const qint64 month = shifted < 10 ? shifted + 3 : shifted - 9;
    const qint64 year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return padded(year, 4) + '-' + padded(month, 2) + '-' + padded(dayOfYear - (153 * shifted + 2) / 5 + 1, 2);
}

bool isPrintableDate(qint64 milliseconds)
{
    return milliseconds >= 0 && milliseconds < 253402300800000; // 1970 to 9999
}

QByteArray isoDate(qint64 milliseconds, bool withFraction)
{
    const qint64 inDay = milliseconds % kMillisecondsInDay;
    QByteArray text = civilDay(milliseconds / kMillisecondsInDay) + 'T' + padded(inDay / 3'600'000, 2) + ':' +
                      padded(inDay / 60'000 % 60, 2) + ':' + padded(inDay / 1000 % 60, 2);
    if (withFraction || inDay % 1000 != 0)
        text += '.' + padded(inDay % 1000, 3);
    return text + 'Z';
}

/// As Go's strconv.FormatFloat(value, 'G', -1, 64): shortest digits; an exponent below 1e-4 and from 1e6 on, else plain digits.
QByteArray goNumber(double value)
{
    char buffer[400];
    const double size = std::abs(value);
    const bool plain = size == 0 || (size >= 1e-4 && size < 1e6);
    const auto [end, error] =
        std::to_chars(buffer, buffer + sizeof buffer, value, plain ? std::chars_format::fixed : std::chars_format::scientific);
    Q_ASSERT(error == std::errc());
    QByteArray text(buffer, end - buffer);
    text.replace('e', 'E');
    return text.contains('.') || text.contains('E') ? text : text + ".0";
}

QByteArray decimalText(QByteArrayView sixteenBytes)
{
    bson_decimal128_t decimal;
    decimal.low = qFromLittleEndian<quint64>(sixteenBytes.data());
    decimal.high = qFromLittleEndian<quint64>(sixteenBytes.data() + 8);
    char text[BSON_DECIMAL128_STRING];
    bson_decimal128_to_string(&decimal, text);
    return text;
}

} // namespace

QByteArray MongoJson::document(QByteArrayView document)
{
    m_out.clear();
    appendMembers(bson::DocumentView(document), false);
    return m_out;
}

QByteArray MongoJson::cell(const bson::Element &element)
{
    m_out.clear();
    switch (element.type()) {
    case bson::Type::Null:
        break;
    case bson::Type::String:
        return element.toText().toByteArray();
    case bson::Type::ObjectId:
        return "ObjectId(" + element.toObjectId().toByteArray().toHex() + ')';
    case bson::Type::Date:
        if (isPrintableDate(element.toDate()))
            return isoDate(element.toDate(), true);
        appendValue(element);
        break;
    case bson::Type::Int64:
        return QByteArray::number(element.toInt64());
    case bson::Type::Binary:
        return element.toBinary().data.toByteArray().toHex().toUpper();
    default:
        appendValue(element);
    }
    return m_out;
}

void MongoJson::newLine()
{
    if (m_indented)
        m_out.append('\n').append(m_depth, '\t');
}

void MongoJson::appendMembers(bson::DocumentView document, bool isArray)
{
    m_out += isArray ? '[' : '{';
    ++m_depth;
    bool isFirst = true;
    for (const bson::Element &member : document) {
        if (!isFirst)
            m_out += ',';
        isFirst = false;
        newLine();
        if (!isArray) {
            appendString(member.name());
            m_out += m_indented ? ": " : ":";
        }
        appendValue(member);
    }
    --m_depth;
    if (!isFirst)
        newLine();
    m_out += isArray ? ']' : '}';
}

void MongoJson::appendValue(const bson::Element &element)
{
    using bson::Type;
    const auto wrap = [this](const char *name, const QByteArray &content) {
        m_out += QByteArray("{\"") + name + "\":\"" + content + "\"}";
    };
    switch (element.type()) {
    case Type::Double:
        return appendDouble(element.toDouble());
    case Type::String:
        return appendString(element.toText());
    case Type::Document:
        return appendMembers(element.toDocument(), false);
    case Type::Array:
        return appendMembers(element.toDocument(), true);
    case Type::Binary:
        return appendBinary(element.toBinary());
    case Type::Undefined:
        m_out += R"({"$undefined":true})";
        return;
    case Type::ObjectId:
        return wrap("$oid", element.toObjectId().toByteArray().toHex());
    case Type::Bool:
        m_out += element.toBool() ? "true" : "false";
        return;
    case Type::Date:
        return appendDate(element.toDate());
    case Type::Null:
        m_out += "null";
        return;
    case Type::Regex: {
        const bson::Regex regex = element.toRegex();
        m_out += m_style == V1 ? R"({"$regex":)" : R"({"$regularExpression":{"pattern":)";
        appendString(regex.pattern);
        m_out += m_style == V1 ? R"(,"$options":)" : R"(,"options":)";
        appendString(regex.options);
        m_out += m_style == V1 ? "}" : "}}";
        return;
    }
    case Type::DbPointer: {
        const bson::DbPointer pointer = element.toDbPointer();
        const QByteArray hex = pointer.objectId.toByteArray().toHex();
        m_out += m_style == V1 ? R"({"$ref":)" : R"({"$dbPointer":{"$ref":)";
        appendString(pointer.collection);
        m_out += m_style == V1 ? R"(,"$id":")" + hex + "\"}" : R"(,"$id":{"$oid":")" + hex + "\"}}}";
        return;
    }
    case Type::Code:
    case Type::CodeWithScope:
        m_out += R"({"$code":)";
        appendString(element.type() == Type::Code ? element.toText() : element.toScopedCode());
        if (element.type() == Type::CodeWithScope) {
            m_out += R"(,"$scope":)";
            appendMembers(element.toDocument(), false);
        }
        m_out += '}';
        return;
    case Type::Symbol:
        m_out += R"({"$symbol":)";
        appendString(element.toText());
        m_out += '}';
        return;
    case Type::Int32:
        if (m_style == Canonical)
            return wrap("$numberInt", QByteArray::number(element.toInt32()));
        m_out += QByteArray::number(element.toInt32());
        return;
    case Type::Timestamp:
        m_out += R"({"$timestamp":{"t":)" + QByteArray::number(element.toTimestamp().seconds) + R"(,"i":)" +
                 QByteArray::number(element.toTimestamp().increment) + "}}";
        return;
    case Type::Int64:
        if (m_style != Relaxed)
            return wrap("$numberLong", QByteArray::number(element.toInt64()));
        m_out += QByteArray::number(element.toInt64());
        return;
    case Type::Decimal128:
        return wrap("$numberDecimal", decimalText(element.toDecimal128()));
    case Type::MinKey:
        m_out += R"({"$minKey":1})";
        return;
    case Type::MaxKey:
        m_out += R"({"$maxKey":1})";
        return;
    }
}

void MongoJson::appendDouble(double value)
{
    QByteArray text = "NaN";
    if (std::isinf(value))
        text = value > 0 ? "Infinity" : "-Infinity";
    else if (std::isfinite(value))
        text = goNumber(value);
    if (m_style == V1) {
        m_out += text == "Infinity" ? '+' + text : text;
        return;
    }
    if (m_style == Relaxed && std::isfinite(value))
        m_out += text;
    else
        m_out += R"({"$numberDouble":")" + text + "\"}";
}

void MongoJson::appendDate(qint64 milliseconds)
{
    if (m_style != Canonical && isPrintableDate(milliseconds))
        m_out += R"({"$date":")" + isoDate(milliseconds, m_style == V1) + "\"}";
    else
        m_out += R"({"$date":{"$numberLong":")" + QByteArray::number(milliseconds) + "\"}}";
}

void MongoJson::appendBinary(const bson::Binary &binary)
{
    // The old subtype 2 repeats its length inside; the text leaves that out.
    const QByteArrayView data = binary.subtype == 2 && binary.data.size() >= 4 ? binary.data.sliced(4) : binary.data;
    const QByteArray base64 = data.toByteArray().toBase64();
    const QByteArray subtype = QByteArray::number(binary.subtype, 16).rightJustified(2, '0');
    if (m_style == V1)
        m_out += R"({"$binary":")" + base64 + R"(","$type":")" + subtype + "\"}";
    else
        m_out += R"({"$binary":{"base64":")" + base64 + R"(","subType":")" + subtype + "\"}}";
}

void MongoJson::appendString(QByteArrayView utf8)
{
    m_out += '"';
    for (const char c : utf8) {
        if (c == '"' || c == '\\')
            m_out.append('\\').append(c);
        else if (c == '\n')
            m_out += "\\n";
        else if (c == '\t')
            m_out += "\\t";
        else if (c == '\r')
            m_out += "\\r";
        else if (uchar(c) < 0x20)
            m_out += "\\u00" + QByteArray::number(c, 16).rightJustified(2, '0');
        else
            m_out += c;
    }
    m_out += '"';
}

} // namespace persistence::test
