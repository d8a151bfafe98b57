#pragma once

#include "model/bson/view.h"

#include <array>
#include <bit>
#include <cstring>
#include <initializer_list>

// What a walk through a document spends its time with, to be part of each walk that has to be fast. Sizes are plain numbers here: GCC 12
// puts an optional one together in memory, half by half, and reads it back whole, which the processor waits for at each element.

namespace persistence::bson {

/// What stands for the size of something that is not whole.
inline constexpr qsizetype kNoSize = -1;

/// Length of the NUL-terminated text at the front, with its NUL; kNoSize if there is no NUL.
inline qsizetype cStringSize(QByteArrayView bytes)
{
    // Most names are so short that a call costs more than looking at eight bytes at once.
    if (bytes.size() >= 8) {
        const auto block = qFromLittleEndian<quint64>(bytes.data());
        const quint64 zeros = (block - 0x0101010101010101ULL) & ~block & 0x8080808080808080ULL;
        if (zeros != 0)
            return std::countr_zero(zeros) / 8 + 1;
    }
    const void *nul = bytes.isEmpty() ? nullptr : std::memchr(bytes.data(), 0, size_t(bytes.size()));
    return nul ? static_cast<const char *>(nul) - bytes.data() + 1 : kNoSize;
}

/// Size of a value that starts with an int32, or kNoSize; \a extra bytes are not counted by that length.
inline qsizetype prefixedSize(QByteArrayView bytes, qsizetype minimum, qsizetype extra)
{
    if (bytes.size() < 4)
        return kNoSize;
    const qsizetype length = readInt32(bytes);
    return length < minimum || length > bytes.size() - extra ? kNoSize : length + extra;
}

/// Sizes of the types that always have the same; kNoSize for all others.
inline constexpr std::array<qint8, 256> kFixedSizes = [] {
    std::array<qint8, 256> sizes = {};
    sizes.fill(qint8(kNoSize));
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

/// Size of a value at the front whose type is rare or takes a longer look; kNoSize if it is not whole, or the type unknown.
[[nodiscard]] qsizetype rareValueSize(Type type, QByteArrayView bytes);

/// Size of a value at the front, which may reach behind \a bytes; kNoSize as above.
inline qsizetype valueSize(Type type, QByteArrayView bytes)
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

/// Reads the element at the front of \a bytes; false if no whole one is there. Checks bounds, not content.
inline bool readElement(QByteArrayView bytes, Element &element)
{
    if (bytes.isEmpty() || bytes[0] == 0)
        return false;
    const auto type = Type(quint8(bytes[0]));
    const qsizetype nameSize = cStringSize(bytes.sliced(1));
    if (nameSize == kNoSize)
        return false;
    const QByteArrayView rest = bytes.sliced(1 + nameSize);
    const qsizetype size = valueSize(type, rest);
    if (size == kNoSize || size > rest.size())
        return false;
    element = Element(type, bytes.sliced(1, nameSize - 1), rest.first(size));
    return true;
}

/// Goes through a document like DocumentView's iterator, without a call for each element.
class ElementWalk final
{
public:
    explicit ElementWalk(DocumentView document) : m_rest(document.bytes().sliced(qMin<qsizetype>(4, document.bytes().size()))) {}

    /// False at the end.
    [[nodiscard]] bool next(Element &element)
    {
        if (!readElement(m_rest, element))
            return false;
        const char *end = element.value().data() + element.value().size();
        m_rest = {end, m_rest.data() + m_rest.size()};
        return true;
    }

private:
    QByteArrayView m_rest;
};

} // namespace persistence::bson
