#include "model/bson/typewrapper.h"

#include "model/bson/isodate.h"
#include "model/bson/numbertext.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <limits>

#include <bson/bson.h>

namespace persistence::bson {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ExtendedJson)
};

/// The two elements of a small object, found by name whatever their order.
struct Pair
{
    std::optional<Element> first;
    std::optional<Element> second;
};

qsizetype countUpTo(DocumentView document, qsizetype limit)
{
    qsizetype count = 0;
    for (auto it = document.begin(); it != document.end() && count < limit; ++it)
        ++count;
    return count;
}

/// The fields named so, if there are no others.
std::optional<Pair> exactPair(DocumentView document, QByteArrayView first, QByteArrayView second)
{
    const Pair pair{document.find(first), document.find(second)};
    if (!pair.first || !pair.second || countUpTo(document, 3) != 2)
        return std::nullopt;
    return pair;
}

bool isText(const std::optional<Element> &element)
{
    return element && element->type() == Type::String;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The bytes of an even number of hex digits; nothing if there is anything else.
std::optional<QByteArray> fromHex(QByteArrayView text)
{
    if (text.size() % 2 != 0 || !std::all_of(text.begin(), text.end(), [](char c) { return hexDigit(c) >= 0; }))
        return std::nullopt;
    QByteArray bytes(text.size() / 2, Qt::Uninitialized);
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = char(16 * hexDigit(text[2 * i]) + hexDigit(text[2 * i + 1]));
    return bytes;
}

/// The 16 bytes of a UUID in its usual form 8-4-4-4-12.
std::optional<QByteArray> fromUuid(QByteArrayView text)
{
    if (text.size() != 36)
        return std::nullopt;
    QByteArray digits;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isHyphenPlace = i == 8 || i == 13 || i == 18 || i == 23;
        if (isHyphenPlace != (text[i] == '-'))
            return std::nullopt;
        if (!isHyphenPlace)
            digits.append(text[i]);
    }
    return fromHex(digits);
}

std::optional<quint32> toUnsigned32(const std::optional<Element> &element)
{
    qint64 value = -1;
    if (element && element->type() == Type::Int32)
        value = element->toInt32();
    else if (element && element->type() == Type::Int64)
        value = element->toInt64();
    if (value < 0 || value > std::numeric_limits<quint32>::max())
        return std::nullopt;
    return quint32(value);
}

/// Turns one candidate into a value in a builder; each function returns whether the object fits.
class Unwrapping final
{
public:
    Unwrapping(DocumentView object, bool hasWrappedNumbers, bool allowsBareDate, Builder &out)
        : m_object(object)
        , m_only(*object.begin())
        , m_hasWrappedNumbers(hasWrappedNumbers)
        , m_allowsBareDate(allowsBareDate)
        , m_out(out)
    {
    }

    /// Nothing if the object is ordinary data, otherwise whether it is a sound wrapper.
    std::optional<bool> run();

private:
    bool isSingle() const { return countUpTo(m_object, 2) == 1; }
    bool isSingleText() const { return m_only.type() == Type::String && isSingle(); }

    bool objectId()
    {
        const auto bytes = isSingleText() ? fromHex(m_only.toText()) : std::nullopt;
        if (!bytes || bytes->size() != 12)
            return false;
        m_out.appendObjectId({}, *bytes);
        return true;
    }

    bool symbol()
    {
        if (isSingleText())
            m_out.appendSymbol({}, m_only.toText());
        return isSingleText();
    }

    bool int32()
    {
        const auto number = isSingleText() ? parseInteger(m_only.toText()) : std::nullopt;
        if (!number || *number < std::numeric_limits<qint32>::min() || *number > std::numeric_limits<qint32>::max())
            return false;
        m_out.appendInt32({}, qint32(*number));
        return true;
    }

    bool int64()
    {
        const auto number = isSingleText() ? parseInteger(m_only.toText()) : std::nullopt;
        if (number)
            m_out.appendInt64({}, *number);
        return number.has_value();
    }

    bool number();
    bool decimal();

    bool uuid()
    {
        const auto bytes = isSingleText() ? fromUuid(m_only.toText()) : std::nullopt;
        if (bytes)
            m_out.appendBinary({}, 4, *bytes);
        return bytes.has_value();
    }

    bool code();
    bool timestamp();
    bool regularExpression();
    bool regex(const std::optional<Element> &pattern, const std::optional<Element> &options);
    bool dbPointer();
    bool date();
    bool mark(Type type);
    bool binary();
    bool binary(const std::optional<Element> &base64, const std::optional<Element> &subtype);

    DocumentView m_object;
    Element m_only; ///< the first element, most often the only one
    bool m_hasWrappedNumbers;
    bool m_allowsBareDate;
    Builder &m_out;
};

bool Unwrapping::number()
{
    if (!isSingleText())
        return false;
    const QByteArrayView text = m_only.toText();
    std::optional<double> value;
    if (text == "NaN")
        value = std::numeric_limits<double>::quiet_NaN();
    else if (text == "Infinity")
        value = std::numeric_limits<double>::infinity();
    else if (text == "-Infinity")
        value = -std::numeric_limits<double>::infinity();
    else
        value = parseDouble(text);
    if (value)
        m_out.appendDouble({}, *value);
    return value.has_value();
}

bool Unwrapping::decimal()
{
    if (!isSingleText() || m_only.toText().contains('\0') || m_only.toText().isEmpty())
        return false;
    bson_decimal128_t value;
    if (!bson_decimal128_from_string_w_len(m_only.toText().data(), int(m_only.toText().size()), &value))
        return false;
    char bytes[16];
    qToLittleEndian<quint64>(value.low, bytes);
    qToLittleEndian<quint64>(value.high, bytes + 8);
    m_out.appendDecimal128({}, QByteArrayView(bytes, 16));
    return true;
}

bool Unwrapping::code()
{
    if (isSingleText()) {
        m_out.appendCode({}, m_only.toText());
        return true;
    }
    const auto pair = exactPair(m_object, "$code", "$scope");
    if (!pair || !isText(pair->first) || pair->second->type() != Type::Document)
        return false;
    m_out.appendCodeWithScope({}, pair->first->toText(), pair->second->value());
    return true;
}

bool Unwrapping::timestamp()
{
    if (!isSingle() || m_only.type() != Type::Document || m_hasWrappedNumbers)
        return false;
    const auto pair = exactPair(m_only.toDocument(), "t", "i");
    const auto seconds = pair ? toUnsigned32(pair->first) : std::nullopt;
    const auto increment = pair ? toUnsigned32(pair->second) : std::nullopt;
    if (!seconds || !increment)
        return false;
    m_out.appendTimestamp({}, {*seconds, *increment});
    return true;
}

bool Unwrapping::regularExpression()
{
    if (!isSingle() || m_only.type() != Type::Document)
        return false;
    const auto pair = exactPair(m_only.toDocument(), "pattern", "options");
    return pair && regex(pair->first, pair->second);
}

bool Unwrapping::regex(const std::optional<Element> &pattern, const std::optional<Element> &options)
{
    if (!isText(pattern) || !isText(options) || pattern->toText().contains('\0') || options->toText().contains('\0'))
        return false;
    m_out.appendRegex({}, pattern->toText(), TypeWrapper::sortedOptions(options->toText()));
    return true;
}

bool Unwrapping::dbPointer()
{
    if (!isSingle() || m_only.type() != Type::Document)
        return false;
    const auto pair = exactPair(m_only.toDocument(), "$ref", "$id");
    if (!pair || !isText(pair->first) || pair->second->type() != Type::ObjectId)
        return false;
    m_out.appendDbPointer({}, pair->first->toText(), pair->second->toObjectId());
    return true;
}

bool Unwrapping::date()
{
    if (!isSingle())
        return false;
    std::optional<qint64> milliseconds;
    if (m_only.type() == Type::String)
        milliseconds = parseIsoDate(m_only.toText());
    else if (m_only.type() == Type::Int64 && (m_hasWrappedNumbers || m_allowsBareDate))
        milliseconds = m_only.toInt64();
    else if (m_only.type() == Type::Int32 && !m_hasWrappedNumbers && m_allowsBareDate)
        milliseconds = m_only.toInt32();
    if (milliseconds)
        m_out.appendDate({}, *milliseconds);
    return milliseconds.has_value();
}

bool Unwrapping::mark(Type type)
{
    const bool isTrue = m_only.type() == Type::Bool && m_only.toBool();
    const bool isOne = m_only.type() == Type::Int32 && m_only.toInt32() == 1 && !m_hasWrappedNumbers;
    if (!isSingle() || !(type == Type::Undefined ? isTrue : isOne))
        return false;
    m_out.appendMark({}, type);
    return true;
}

bool Unwrapping::binary()
{
    if (m_only.type() == Type::Document && isSingle()) {
        const auto pair = exactPair(m_only.toDocument(), "base64", "subType");
        return pair && binary(pair->first, pair->second);
    }
    const auto pair = exactPair(m_object, "$binary", "$type");
    return pair && binary(pair->first, pair->second);
}

bool Unwrapping::binary(const std::optional<Element> &base64, const std::optional<Element> &subtype)
{
    if (!isText(base64) || !isText(subtype) || subtype->toText().isEmpty() || subtype->toText().size() > 2)
        return false;
    const auto type = fromHex(QByteArray(2 - subtype->toText().size(), '0') + subtype->toText().toByteArray());
    const auto data = QByteArray::fromBase64Encoding(base64->toText().toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
    if (!type || !data)
        return false;
    m_out.appendBinary({}, quint8(type->at(0)), *data);
    return true;
}

std::optional<bool> Unwrapping::run()
{
    const QByteArrayView name = m_only.name();
    if (name == "$oid")
        return objectId();
    if (name == "$date")
        return date();
    if (name == "$numberLong")
        return int64();
    if (name == "$numberInt")
        return int32();
    if (name == "$numberDouble")
        return number();
    if (name == "$numberDecimal")
        return decimal();
    if (name == "$binary")
        return binary();
    if (name == "$uuid")
        return uuid();
    if (name == "$code")
        return code();
    if (name == "$symbol")
        return symbol();
    if (name == "$timestamp")
        return timestamp();
    if (name == "$regularExpression")
        return regularExpression();
    if (name == "$dbPointer")
        return dbPointer();
    if (name == "$undefined")
        return mark(Type::Undefined);
    if (name == "$minKey")
        return mark(Type::MinKey);
    if (name == "$maxKey")
        return mark(Type::MaxKey);
    // The others also occur in stored queries, alone or with other values; they are wrappers only together.
    if (name == "$type" && m_object.find("$binary"))
        return binary();
    if (name == "$scope" && m_object.find("$code"))
        return code();
    const auto pair = name == "$regex" || name == "$options" ? exactPair(m_object, "$regex", "$options") : std::nullopt;
    if (pair && isText(pair->first) && isText(pair->second))
        return regex(pair->first, pair->second);
    return std::nullopt;
}

} // namespace

bool TypeWrapper::isCandidate(QByteArrayView firstName)
{
    static constexpr std::array kNames{"$oid",       "$date",      "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal",
                                       "$binary",    "$uuid",      "$code",       "$symbol",    "$timestamp",    "$regularExpression",
                                       "$dbPointer", "$undefined", "$minKey",     "$maxKey",    "$type",         "$scope",
                                       "$regex",     "$options"};
    return firstName.startsWith('$') && std::any_of(kNames.begin(), kNames.end(), [&](const char *name) { return firstName == name; });
}

bool TypeWrapper::looksLikeWrapper(DocumentView document)
{
    // Nearly all documents are told by one byte: the first of the first name, behind the length and a type.
    constexpr qsizetype kFirstName = 5;
    if (document.bytes().size() <= kFirstName || document.bytes()[kFirstName] != '$')
        return false;
    const auto first = document.begin();
    if (first == document.end() || !isCandidate(first->name()))
        return false;
    Builder builder;
    return Unwrapping(document, false, true, builder).run().has_value();
}

QByteArray TypeWrapper::sortedOptions(QByteArrayView options)
{
    QByteArray sorted = options.toByteArray();
    // Sorting the bytes of other characters would tear them apart.
    if (std::all_of(options.begin(), options.end(), [](char c) { return quint8(c) < 0x80; }))
        std::sort(sorted.begin(), sorted.end());
    return sorted;
}

Unwrapped TypeWrapper::unwrap(DocumentView object, bool hasWrappedNumbers, bool allowsBareDate)
{
    m_builder.clear();
    const auto fits = Unwrapping(object, hasWrappedNumbers, allowsBareDate, m_builder).run();
    if (!fits)
        return {};
    if (!*fits) {
        const QString name = QString::fromUtf8(object.begin()->name());
        return {std::nullopt,
                Texts::tr("the value of “%1” is not of the form that its type needs, or the object has other fields").arg(name)};
    }
    return {*DocumentView(m_builder.written()).begin(), {}};
}

} // namespace persistence::bson
