#include "model/bson/extendedjsonwriter.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/isodate.h"
#include "model/bson/jsonoutput.h"
#include "model/bson/numbertext.h"
#include "model/bson/typewrapper.h"

#include <QVarLengthArray>

#include <cmath>
#include <cstring>
#include <limits>

#include <bson/bson.h>

namespace persistence::bson {

namespace {

bool fitsInt32(qint64 value)
{
    return value >= std::numeric_limits<qint32>::min() && value <= std::numeric_limits<qint32>::max();
}

/// Writes one document or value; a stack of the open containers takes the place of recursion.
class Writing final
{
public:
    Writing(const JsonFormat &format, QByteArray &out)
        : m_out(out)
        , m_isCanonical(format.mode == JsonMode::Canonical)
        , m_indent(format.indent)
    {
    }

    bool document(DocumentView document)
    {
        open(document, false, false);
        finish();
        return m_isLossless;
    }

    bool element(const Element &element)
    {
        value(element);
        finish();
        return m_isLossless;
    }

private:
    /// An open container: what comes next in it.
    struct Level
    {
        DocumentView::Iterator next;
        qint64 count = 0;
        bool isArray = false;
        bool isScope = false; ///< of a code: closes one more brace
    };

    void open(DocumentView document, bool isArray, bool isScope)
    {
        if (m_levels.size() == kMaxDepth)
            m_isLossless = false;
        m_levels.push_back({document.begin(), 0, isArray, isScope});
        m_out.put(isArray ? '[' : '{');
    }

    void openInner(DocumentView document, bool isArray, bool isScope)
    {
        if (!isArray && TypeWrapper::looksLikeWrapper(document))
            m_isLossless = false;
        open(document, isArray, isScope);
    }

    void finish()
    {
        while (!m_levels.empty())
            step();
    }

    void step()
    {
        Level &level = m_levels.back();
        if (level.next == DocumentView::Iterator())
            return close();
        if (level.count > 0)
            m_out.put(',');
        newLine(m_levels.size());
        // Copied, and the level advanced, before a new level moves the stack.
        const Element element = *level.next;
        ++level.next;
        const qint64 index = level.count++;
        if (level.isArray)
            checkIndex(element.name(), index);
        else
            name(element.name());
        value(element);
    }

    void close()
    {
        const Level level = m_levels.back();
        m_levels.pop_back();
        if (level.count > 0)
            newLine(m_levels.size());
        m_out.put(level.isArray ? ']' : '}');
        if (level.isScope)
            m_out.put('}');
    }

    void newLine(qsizetype depth)
    {
        if (m_indent <= 0)
            return;
        m_out.put('\n');
        m_out.putSpaces(m_indent * depth);
    }

    void checkIndex(QByteArrayView name, qint64 index)
    {
        const bool isOneDigit = index < 10 && name.size() == 1;
        const bool isIndex = isOneDigit ? name.front() == char('0' + index) : parseInteger(name) == index;
        const bool isWrittenOtherwise = name.size() > 1 && (name.front() == '0' || name.front() == '-');
        if (!isIndex || isWrittenOtherwise)
            m_isLossless = false;
    }

    void colon() { m_out.put(m_indent > 0 ? QByteArrayView(": ") : QByteArrayView(":")); }
    void comma() { m_out.put(m_indent > 0 ? QByteArrayView(", ") : QByteArrayView(",")); }

    void text(QByteArrayView utf8)
    {
        if (!m_out.putQuoted(utf8))
            m_isLossless = false;
    }

    void name(QByteArrayView name)
    {
        text(name);
        colon();
    }

    /// The start of a wrapper: a brace and the name of its field, a constant without anything to escape.
    void wrap(QByteArrayView name)
    {
        m_out.put('{');
        key(name);
    }

    void key(QByteArrayView name)
    {
        m_out.put('"');
        m_out.put(name);
        m_out.put('"');
        colon();
    }

    template <typename Integer>
    void wrappedInteger(QByteArrayView name, Integer value)
    {
        wrap(name);
        m_out.put('"');
        m_out.putInteger(value);
        m_out.put("\"}");
    }

    void wrappedText(QByteArrayView name, QByteArrayView utf8)
    {
        wrap(name);
        text(utf8);
        m_out.put('}');
    }

    void objectId(QByteArrayView bytes)
    {
        wrap("$oid");
        m_out.put('"');
        m_out.putHex(bytes);
        m_out.put("\"}");
    }

    void value(const Element &element);
    void number(double value);
    void int64(qint64 value);
    void date(qint64 milliseconds);
    void binary(Binary binary);
    void regex(Regex regex);
    void decimal(QByteArrayView bytes);
    void dbPointer(DbPointer pointer);
    void timestamp(Timestamp timestamp);

    JsonOutput m_out;
    bool m_isCanonical;
    int m_indent;
    bool m_isLossless = true;
    QVarLengthArray<Level, 16> m_levels; ///< records are rarely deeper
};

void Writing::number(double value)
{
    if (!std::isfinite(value)) {
        quint64 bits = 0;
        std::memcpy(&bits, &value, sizeof(bits));
        if (std::isnan(value) && bits != 0x7ff8000000000000ULL)
            m_isLossless = false;
        return wrappedText("$numberDouble", std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
    char digits[48];
    const QByteArrayView text(digits, formatDouble(value, digits) - digits);
    if (m_isCanonical)
        wrappedText("$numberDouble", text);
    else
        m_out.put(text);
}

void Writing::int64(qint64 value)
{
    if (m_isCanonical || fitsInt32(value))
        wrappedInteger("$numberLong", value);
    else
        m_out.putInteger(value);
}

void Writing::date(qint64 milliseconds)
{
    wrap("$date");
    if (m_isCanonical || !isInIsoRange(milliseconds)) {
        wrappedInteger("$numberLong", milliseconds);
    } else {
        char text[kIsoDateSize];
        m_out.put('"');
        m_out.put(QByteArrayView(text, formatIsoDate(milliseconds, text) - text));
        m_out.put('"');
    }
    m_out.put('}');
}

void Writing::binary(Binary binary)
{
    if (binary.subtype == 2 && binary.data.size() >= 4)
        binary.data = binary.data.sliced(4);
    const char subtype = char(binary.subtype);
    wrap("$binary");
    wrap("base64");
    m_out.put('"');
    m_out.put(QByteArray::fromRawData(binary.data.data(), binary.data.size()).toBase64());
    m_out.put('"');
    comma();
    key("subType");
    m_out.put('"');
    m_out.putHex(QByteArrayView(&subtype, 1));
    m_out.put("\"}}");
}

void Writing::regex(Regex regex)
{
    const QByteArray options = TypeWrapper::sortedOptions(regex.options);
    if (options != regex.options)
        m_isLossless = false;
    wrap("$regularExpression");
    wrap("pattern");
    text(regex.pattern);
    comma();
    key("options");
    text(options);
    m_out.put("}}");
}

void Writing::decimal(QByteArrayView bytes)
{
    bson_decimal128_t value;
    value.low = qFromLittleEndian<quint64>(bytes.data());
    value.high = qFromLittleEndian<quint64>(bytes.data() + 8);
    char text[BSON_DECIMAL128_STRING];
    bson_decimal128_to_string(&value, text);
    bson_decimal128_t again;
    if (!bson_decimal128_from_string(text, &again) || again.low != value.low || again.high != value.high)
        m_isLossless = false;
    wrappedText("$numberDecimal", QByteArrayView(text));
}

void Writing::dbPointer(DbPointer pointer)
{
    wrap("$dbPointer");
    wrap("$ref");
    text(pointer.collection);
    comma();
    key("$id");
    objectId(pointer.objectId);
    m_out.put("}}");
}

void Writing::timestamp(Timestamp timestamp)
{
    wrap("$timestamp");
    wrap("t");
    m_out.putInteger(timestamp.seconds);
    comma();
    key("i");
    m_out.putInteger(timestamp.increment);
    m_out.put("}}");
}

void Writing::value(const Element &element)
{
    switch (element.type()) {
    case Type::Double:
        return number(element.toDouble());
    case Type::String:
        return text(element.toText());
    case Type::Document:
    case Type::Array:
        return openInner(element.toDocument(), element.type() == Type::Array, false);
    case Type::Binary:
        return binary(element.toBinary());
    case Type::Undefined:
        wrap("$undefined");
        return m_out.put("true}");
    case Type::ObjectId:
        return objectId(element.toObjectId());
    case Type::Bool:
        return m_out.put(element.toBool() ? QByteArrayView("true") : QByteArrayView("false"));
    case Type::Date:
        return date(element.toDate());
    case Type::Null:
        return m_out.put("null");
    case Type::Regex:
        return regex(element.toRegex());
    case Type::DbPointer:
        return dbPointer(element.toDbPointer());
    case Type::Code:
        return wrappedText("$code", element.toText());
    case Type::Symbol:
        return wrappedText("$symbol", element.toText());
    case Type::CodeWithScope:
        wrap("$code");
        text(element.toScopedCode());
        comma();
        key("$scope");
        return openInner(element.toDocument(), false, true);
    case Type::Int32:
        return m_isCanonical ? wrappedInteger("$numberInt", element.toInt32()) : m_out.putInteger(element.toInt32());
    case Type::Timestamp:
        return timestamp(element.toTimestamp());
    case Type::Int64:
        return int64(element.toInt64());
    case Type::Decimal128:
        return decimal(element.toDecimal128());
    case Type::MinKey:
    case Type::MaxKey:
        wrap(element.type() == Type::MinKey ? "$minKey" : "$maxKey");
        return m_out.put("1}");
    }
}

} // namespace

bool writeExtendedJson(DocumentView document, const JsonFormat &format, QByteArray &out)
{
    return Writing(format, out).document(document);
}

bool writeExtendedJson(const Element &value, const JsonFormat &format, QByteArray &out)
{
    return Writing(format, out).element(value);
}

bool roundTrips(DocumentView document)
{
    QByteArray text;
    ExtendedJsonReader reader;
    return writeExtendedJson(document, {}, text) && reader.readDocument(text) && reader.document() == document.bytes();
}

} // namespace persistence::bson
