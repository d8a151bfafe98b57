#include "model/bson/view.h"

#include <array>
#include <bit>
#include <cstring>
#include <initializer_list>

namespace persistence::bson {

namespace {

/// Length of the NUL-terminated text at the front, with its NUL; nothing if there is no NUL.
inline std::optional<qsizetype> cStringSize(QByteArrayView bytes)
{
    // Most names are so short that a call costs more than looking at eight bytes at once.
    if (bytes.size() >= 8) {
        const auto block = qFromLittleEndian<quint64>(bytes.data());
        const quint64 zeros = (block - 0x0101010101010101ULL) & ~block & 0x8080808080808080ULL;
        if (zeros != 0)
            return std::countr_zero(zeros) / 8 + 1;
    }
    const void *nul = bytes.isEmpty() ? nullptr : std::memchr(bytes.data(), 0, size_t(bytes.size()));
    if (!nul)
        return std::nullopt;
    return static_cast<const char *>(nul) - bytes.data() + 1;
}

/// Size of a value that starts with an int32; \a extra bytes are not counted by that length.
inline std::optional<qsizetype> prefixedSize(QByteArrayView bytes, qsizetype minimum, qsizetype extra)
{
    if (bytes.size() < 4)
        return std::nullopt;
    const qsizetype length = readInt32(bytes);
    if (length < minimum || length > bytes.size() - extra)
        return std::nullopt;
    return length + extra;
}

/// Sizes of the types that always have the same; -1 for all others.
constexpr std::array<qint8, 256> kFixedSizes = [] {
    std::array<qint8, 256> sizes = {};
    sizes.fill(-1);
    const auto set = [&](std::initializer_list<Type> types, qint8 size) {
        for (const Type type : types)
            sizes[size_t(type)] = size;
    };
    set({Type::Undefined, Type::Null, Type::MinKey, Type::MaxKey}, 0);
    set({Type::Bool}, 1);
    set({Type::Int32}, 4);
    set({Type::Double, Type::Date, Type::Timestamp, Type::Int64}, 8);
    set({Type::ObjectId}, 12);
    set({Type::Decimal128}, 16);
    return sizes;
}();

std::optional<qsizetype> rareValueSize(Type type, QByteArrayView bytes)
{
    switch (type) {
    case Type::CodeWithScope:
        return prefixedSize(bytes, 4 + 4 + 1 + kMinDocumentSize, 0);
    case Type::Binary:
        return prefixedSize(bytes, 0, 5);
    case Type::DbPointer:
        return prefixedSize(bytes, 1, 4 + 12);
    case Type::Regex: {
        const auto pattern = cStringSize(bytes);
        if (!pattern)
            return std::nullopt;
        const auto options = cStringSize(bytes.sliced(*pattern));
        if (!options)
            return std::nullopt;
        return *pattern + *options;
    }
    default:
        return std::nullopt;
    }
}

inline std::optional<qsizetype> valueSize(Type type, QByteArrayView bytes)
{
    if (const qint8 fixed = kFixedSizes[quint8(type)]; fixed >= 0)
        return fixed;
    switch (type) {
    case Type::String:
    case Type::Code:
    case Type::Symbol:
        return prefixedSize(bytes, 1, 4);
    case Type::Document:
    case Type::Array:
        return prefixedSize(bytes, kMinDocumentSize, 0);
    default:
        return rareValueSize(type, bytes);
    }
}

/// Reads the element at the front; what a walk spends its time with, so it is part of each of its callers.
inline bool read(QByteArrayView bytes, Element &element)
{
    if (bytes.isEmpty() || bytes[0] == 0)
        return false;
    const auto type = Type(quint8(bytes[0]));
    const auto nameSize = cStringSize(bytes.sliced(1));
    if (!nameSize)
        return false;
    const QByteArrayView rest = bytes.sliced(1 + *nameSize);
    const auto size = valueSize(type, rest);
    if (!size || *size > rest.size())
        return false;
    element = Element(type, bytes.sliced(1, *nameSize - 1), rest.first(*size));
    return true;
}

QByteArrayView textAt(QByteArrayView value)
{
    return value.sliced(4, readInt32(value) - 1);
}

} // namespace

std::optional<Element> readElement(QByteArrayView bytes)
{
    Element element;
    return read(bytes, element) ? std::optional(element) : std::nullopt;
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
    const qsizetype pattern = *cStringSize(m_value);
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
    const auto code = prefixedSize(afterLength, 1, 4);
    return code ? DocumentView(afterLength.sliced(*code)) : DocumentView();
}

QByteArrayView Element::toScopedCode() const
{
    Q_ASSERT(m_type == Type::CodeWithScope);
    const QByteArrayView afterLength = m_value.sliced(4);
    return prefixedSize(afterLength, 1, 4) ? textAt(afterLength) : QByteArrayView();
}

void DocumentView::Iterator::read()
{
    m_valid = bson::read(m_rest, m_element);
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
