#include "model/bson/builder.h"

namespace persistence::bson {

namespace {

template <typename T>
void appendNumber(QByteArray &bytes, T value)
{
    char raw[sizeof(T)];
    qToLittleEndian(value, raw);
    bytes.append(raw, sizeof(T));
}

} // namespace

Builder::Builder()
{
    clear();
}

void Builder::clear()
{
    m_bytes.resize(0);
    m_starts.assign(1, 0);
    appendNumber<qint32>(m_bytes, 0);
}

void Builder::appendHead(Type type, QByteArrayView name)
{
    Q_ASSERT(!name.contains('\0'));
    m_bytes.append(char(type));
    m_bytes.append(name);
    m_bytes.append('\0');
}

void Builder::appendLengthAndText(QByteArrayView utf8)
{
    appendNumber<qint32>(m_bytes, qint32(utf8.size() + 1));
    m_bytes.append(utf8);
    m_bytes.append('\0');
}

void Builder::appendDouble(QByteArrayView name, double value)
{
    appendHead(Type::Double, name);
    appendNumber(m_bytes, value);
}

void Builder::appendString(QByteArrayView name, QByteArrayView utf8)
{
    appendHead(Type::String, name);
    appendLengthAndText(utf8);
}

void Builder::appendBool(QByteArrayView name, bool value)
{
    appendHead(Type::Bool, name);
    m_bytes.append(value ? '\1' : '\0');
}

void Builder::appendNull(QByteArrayView name)
{
    appendHead(Type::Null, name);
}

void Builder::appendInt32(QByteArrayView name, qint32 value)
{
    appendHead(Type::Int32, name);
    appendNumber(m_bytes, value);
}

void Builder::appendInt64(QByteArrayView name, qint64 value)
{
    appendHead(Type::Int64, name);
    appendNumber(m_bytes, value);
}

void Builder::appendDate(QByteArrayView name, qint64 milliseconds)
{
    appendHead(Type::Date, name);
    appendNumber(m_bytes, milliseconds);
}

void Builder::appendObjectId(QByteArrayView name, QByteArrayView twelveBytes)
{
    Q_ASSERT(twelveBytes.size() == 12);
    appendRaw(name, Type::ObjectId, twelveBytes);
}

void Builder::appendDecimal128(QByteArrayView name, QByteArrayView sixteenBytes)
{
    Q_ASSERT(sixteenBytes.size() == 16);
    appendRaw(name, Type::Decimal128, sixteenBytes);
}

void Builder::appendBinary(QByteArrayView name, quint8 subtype, QByteArrayView data)
{
    appendHead(Type::Binary, name);
    const bool repeatsLength = subtype == 2;
    appendNumber<qint32>(m_bytes, qint32(data.size() + (repeatsLength ? 4 : 0)));
    m_bytes.append(char(subtype));
    if (repeatsLength)
        appendNumber<qint32>(m_bytes, qint32(data.size()));
    m_bytes.append(data);
}

void Builder::appendRegex(QByteArrayView name, QByteArrayView pattern, QByteArrayView options)
{
    Q_ASSERT(!pattern.contains('\0') && !options.contains('\0'));
    appendHead(Type::Regex, name);
    m_bytes.append(pattern);
    m_bytes.append('\0');
    m_bytes.append(options);
    m_bytes.append('\0');
}

void Builder::appendTimestamp(QByteArrayView name, Timestamp value)
{
    appendHead(Type::Timestamp, name);
    appendNumber(m_bytes, value.increment);
    appendNumber(m_bytes, value.seconds);
}

void Builder::appendDbPointer(QByteArrayView name, QByteArrayView collection, QByteArrayView twelveBytes)
{
    Q_ASSERT(twelveBytes.size() == 12);
    appendHead(Type::DbPointer, name);
    appendLengthAndText(collection);
    m_bytes.append(twelveBytes);
}

void Builder::appendCode(QByteArrayView name, QByteArrayView utf8)
{
    appendHead(Type::Code, name);
    appendLengthAndText(utf8);
}

void Builder::appendSymbol(QByteArrayView name, QByteArrayView utf8)
{
    appendHead(Type::Symbol, name);
    appendLengthAndText(utf8);
}

void Builder::appendCodeWithScope(QByteArrayView name, QByteArrayView utf8, QByteArrayView scopeDocument)
{
    appendHead(Type::CodeWithScope, name);
    appendNumber<qint32>(m_bytes, qint32(4 + 4 + utf8.size() + 1 + scopeDocument.size()));
    appendLengthAndText(utf8);
    m_bytes.append(scopeDocument);
}

void Builder::appendMark(QByteArrayView name, Type type)
{
    Q_ASSERT(type == Type::Undefined || type == Type::MinKey || type == Type::MaxKey);
    appendHead(type, name);
}

void Builder::appendContainer(QByteArrayView name, Type type, QByteArrayView document)
{
    Q_ASSERT(type == Type::Document || type == Type::Array);
    appendRaw(name, type, document);
}

void Builder::appendRaw(QByteArrayView name, Type type, QByteArrayView value)
{
    appendHead(type, name);
    m_bytes.append(value);
}

void Builder::open(Type type, QByteArrayView name)
{
    appendHead(type, name);
    m_starts.push_back(m_bytes.size());
    appendNumber<qint32>(m_bytes, 0);
}

void Builder::close()
{
    Q_ASSERT(!m_starts.empty());
    const qsizetype start = m_starts.back();
    m_starts.pop_back();
    m_bytes.append('\0');
    qToLittleEndian(qint32(m_bytes.size() - start), m_bytes.data() + start);
}

QByteArrayView Builder::finish()
{
    Q_ASSERT(m_starts.size() == 1);
    close();
    return m_bytes;
}

} // namespace persistence::bson
