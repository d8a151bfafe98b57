#include "model/bson/view.h"

#include "model/bson/readelement.h"

namespace persistence::bson {

namespace {

QByteArrayView textAt(QByteArrayView value)
{
    return value.sliced(4, readInt32(value) - 1);
}

} // namespace

qsizetype rareValueSize(Type type, QByteArrayView bytes)
{
    switch (type) {
    case Type::CodeWithScope:
        return prefixedSize(bytes, 4 + 4 + 1 + kMinDocumentSize, 0);
    case Type::Binary:
        return prefixedSize(bytes, 0, 5);
    case Type::DbPointer:
        return prefixedSize(bytes, 1, 4 + 12);
    case Type::Regex: {
        const qsizetype pattern = cStringSize(bytes);
        if (pattern == kNoSize)
            return kNoSize;
        const qsizetype options = cStringSize(bytes.sliced(pattern));
        return options == kNoSize ? kNoSize : pattern + options;
    }
    default:
        return kNoSize;
    }
}

std::optional<Element> readElement(QByteArrayView bytes)
{
    Element element;
    return readElement(bytes, element) ? std::optional(element) : std::nullopt;
}

QByteArrayView Element::bytes() const
{
    const char *start = m_name.data() - 1;
    return {start, m_name.size() + 2 + m_value.size()};
}

double Element::toDouble() const
{
    Q_ASSERT(m_type == Type::Double);
    return qFromLittleEndian<double>(m_value.data());
}

qint32 Element::toInt32() const
{
    Q_ASSERT(m_type == Type::Int32);
    return qFromLittleEndian<qint32>(m_value.data());
}

qint64 Element::toInt64() const
{
    Q_ASSERT(m_type == Type::Int64);
    return qFromLittleEndian<qint64>(m_value.data());
}

bool Element::toBool() const
{
    Q_ASSERT(m_type == Type::Bool);
    return m_value[0] != 0;
}

qint64 Element::toDate() const
{
    Q_ASSERT(m_type == Type::Date);
    return qFromLittleEndian<qint64>(m_value.data());
}

QByteArrayView Element::toText() const
{
    Q_ASSERT(m_type == Type::String || m_type == Type::Symbol || m_type == Type::Code);
    return textAt(m_value);
}

QByteArrayView Element::toObjectId() const
{
    Q_ASSERT(m_type == Type::ObjectId);
    return m_value;
}

QByteArrayView Element::toDecimal128() const
{
    Q_ASSERT(m_type == Type::Decimal128);
    return m_value;
}

Binary Element::toBinary() const
{
    Q_ASSERT(m_type == Type::Binary);
    return {quint8(m_value[4]), m_value.sliced(5)};
}

Regex Element::toRegex() const
{
    Q_ASSERT(m_type == Type::Regex);
    const qsizetype pattern = cStringSize(m_value);
    return {m_value.first(pattern - 1), m_value.sliced(pattern, m_value.size() - pattern - 1)};
}

DbPointer Element::toDbPointer() const
{
    Q_ASSERT(m_type == Type::DbPointer);
    return {textAt(m_value), m_value.last(12)};
}

Timestamp Element::toTimestamp() const
{
    Q_ASSERT(m_type == Type::Timestamp);
    // The increment comes first: a timestamp is one little-endian 64-bit number with the seconds in its upper half.
    return {qFromLittleEndian<quint32>(m_value.data() + 4), qFromLittleEndian<quint32>(m_value.data())};
}

DocumentView Element::toDocument() const
{
    Q_ASSERT(isContainer() || m_type == Type::CodeWithScope);
    if (m_type != Type::CodeWithScope)
        return DocumentView(m_value);
    const QByteArrayView afterLength = m_value.sliced(4);
    const qsizetype code = prefixedSize(afterLength, 1, 4);
    return code == kNoSize ? DocumentView() : DocumentView(afterLength.sliced(code));
}

QByteArrayView Element::toScopedCode() const
{
    Q_ASSERT(m_type == Type::CodeWithScope);
    const QByteArrayView afterLength = m_value.sliced(4);
    return prefixedSize(afterLength, 1, 4) == kNoSize ? QByteArrayView() : textAt(afterLength);
}

void DocumentView::Iterator::read()
{
    m_valid = readElement(m_rest, m_element);
    if (!m_valid)
        return;
    const char *end = m_element.value().data() + m_element.value().size();
    m_rest = {end, m_rest.data() + m_rest.size()};
}

DocumentView::Iterator DocumentView::begin() const
{
    if (m_bytes.size() < 4)
        return {};
    return Iterator(m_bytes.sliced(4));
}

std::optional<Element> DocumentView::find(QByteArrayView name) const
{
    for (const Element &element : *this) {
        if (element.name() == name)
            return element;
    }
    return std::nullopt;
}

} // namespace persistence::bson
