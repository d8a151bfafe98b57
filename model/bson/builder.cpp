#include "model/bson/builder.h"

#include <QtEndian>

#include <cstring>

namespace persistence::bson {

char *Builder::grow(qsizetype count)
{
    if (m_size + count > m_bytes.size())
        m_bytes.resize(qMax(m_size + count, 2 * m_bytes.size() + 256));
    char *place = m_bytes.data() + m_size;
    m_size += count;
    return place;
}

template <typename T>
void Builder::appendNumber(T value)
{
    qToLittleEndian(value, grow(sizeof(T)));
}

void Builder::appendBytes(QByteArrayView bytes)
{
    char *place = grow(bytes.size());
    if (!bytes.isEmpty())
        std::memcpy(place, bytes.data(), size_t(bytes.size()));
}

Builder::Builder()
{
    clear();
}

void Builder::clear()
{
    m_size = 0;
    m_starts.assign(1, 0);
    appendNumber<qint32>(0);
}

char *Builder::appendHead(Type type, QByteArrayView name, qsizetype valueSize)
{
    Q_ASSERT(!name.contains('\0'));
    char *place = grow(name.size() + 2 + valueSize);
    *place++ = char(type);
    if (!name.isEmpty())
        std::memcpy(place, name.data(), size_t(name.size()));
    place[name.size()] = 0;
    return place + name.size() + 1;
}

template <typename T>
void Builder::appendFixed(Type type, QByteArrayView name, T value)
{
    qToLittleEndian(value, appendHead(type, name, sizeof(T)));
}

void Builder::appendText(Type type, QByteArrayView name, QByteArrayView utf8)
{
    char *place = appendHead(type, name, 4 + utf8.size() + 1);
    qToLittleEndian(qint32(utf8.size() + 1), place);
    if (!utf8.isEmpty())
        std::memcpy(place + 4, utf8.data(), size_t(utf8.size()));
    place[4 + utf8.size()] = 0;
}

void Builder::appendLengthAndText(QByteArrayView utf8)
{
    appendNumber<qint32>(qint32(utf8.size() + 1));
    appendBytes(utf8);
    *grow(1) = 0;
}

void Builder::appendDouble(QByteArrayView name, double value)
{
    appendFixed(Type::Double, name, value);
}

void Builder::appendString(QByteArrayView name, QByteArrayView utf8)
{
    appendText(Type::String, name, utf8);
}

void Builder::appendBool(QByteArrayView name, bool value)
{
    *appendHead(Type::Bool, name, 1) = value ? 1 : 0;
}

void Builder::appendNull(QByteArrayView name)
{
    appendHead(Type::Null, name);
}

void Builder::appendInt32(QByteArrayView name, qint32 value)
{
    appendFixed(Type::Int32, name, value);
}

void Builder::appendInt64(QByteArrayView name, qint64 value)
{
    appendFixed(Type::Int64, name, value);
}

void Builder::appendDate(QByteArrayView name, qint64 milliseconds)
{
    appendFixed(Type::Date, name, milliseconds);
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
    appendNumber<qint32>(qint32(data.size() + (repeatsLength ? 4 : 0)));
    *grow(1) = char(subtype);
    if (repeatsLength)
        appendNumber<qint32>(qint32(data.size()));
    appendBytes(data);
}

void Builder::appendRegex(QByteArrayView name, QByteArrayView pattern, QByteArrayView options)
{
    Q_ASSERT(!pattern.contains('\0') && !options.contains('\0'));
    appendHead(Type::Regex, name);
    appendBytes(pattern);
    *grow(1) = 0;
    appendBytes(options);
    *grow(1) = 0;
}

void Builder::appendTimestamp(QByteArrayView name, Timestamp value)
{
    appendHead(Type::Timestamp, name);
    appendNumber(value.increment);
    appendNumber(value.seconds);
}

void Builder::appendDbPointer(QByteArrayView name, QByteArrayView collection, QByteArrayView twelveBytes)
{
    Q_ASSERT(twelveBytes.size() == 12);
    appendHead(Type::DbPointer, name);
    appendLengthAndText(collection);
    appendBytes(twelveBytes);
}

void Builder::appendCode(QByteArrayView name, QByteArrayView utf8)
{
    appendText(Type::Code, name, utf8);
}

void Builder::appendSymbol(QByteArrayView name, QByteArrayView utf8)
{
    appendText(Type::Symbol, name, utf8);
}

void Builder::appendCodeWithScope(QByteArrayView name, QByteArrayView utf8, QByteArrayView scopeDocument)
{
    appendHead(Type::CodeWithScope, name);
    appendNumber<qint32>(qint32(4 + 4 + utf8.size() + 1 + scopeDocument.size()));
    appendLengthAndText(utf8);
    appendBytes(scopeDocument);
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
    appendBytes(value);
}

void Builder::replaceLast(qsizetype start, Type type, QByteArrayView value)
{
    Q_ASSERT(start < m_size);
    m_bytes[start] = char(type);
    m_size = start + qsizetype(std::strlen(m_bytes.constData() + start)) + 1;
    appendBytes(value);
}

void Builder::open(Type type, QByteArrayView name)
{
    appendHead(type, name);
    m_starts.push_back(m_size);
    appendNumber<qint32>(0);
}

void Builder::close()
{
    Q_ASSERT(!m_starts.empty());
    const qsizetype start = m_starts.back();
    m_starts.pop_back();
    *grow(1) = 0;
    qToLittleEndian(qint32(m_size - start), m_bytes.data() + start);
}

QByteArrayView Builder::finish()
{
    Q_ASSERT(m_starts.size() == 1);
    close();
    return written();
}

} // namespace persistence::bson
