#pragma once

#include "model/bson/bsontype.h"

#include <QByteArrayView>
#include <QtEndian>

#include <iterator>
#include <optional>

namespace persistence::bson {

/// The raw bytes of a string-like value and the parts of composite ones. All views point into the document.
struct Binary
{
    quint8 subtype = 0;
    QByteArrayView data;
};

struct Regex
{
    QByteArrayView pattern;
    QByteArrayView options;
};

struct DbPointer
{
    QByteArrayView collection;
    QByteArrayView objectId; ///< 12 bytes
};

struct Timestamp
{
    quint32 seconds = 0;
    quint32 increment = 0;
};

class DocumentView;

/// One element of a document: a type, a name and the bytes of its value. Points into the document; valid as long as that is.
/// The accessors need an element of the right type (asserted); the bytes were bounds-checked by the walk that produced it.
class Element final
{
public:
    Element() = default;
    Element(Type type, QByteArrayView name, QByteArrayView value) : m_type(type), m_name(name), m_value(value) {}

    [[nodiscard]] Type type() const { return m_type; }
    /// UTF-8 without NUL; may be invalid UTF-8 in hostile documents. In arrays the index as text.
    [[nodiscard]] QByteArrayView name() const { return m_name; }
    /// The value as stored, with its inner lengths and terminators; empty for null, undefined, minKey and maxKey.
    [[nodiscard]] QByteArrayView value() const { return m_value; }
    /// Type byte, name, NUL and value: what has to be copied to copy the element.
    [[nodiscard]] QByteArrayView bytes() const;

    [[nodiscard]] bool isContainer() const { return m_type == Type::Document || m_type == Type::Array; }

    [[nodiscard]] double toDouble() const;
    [[nodiscard]] qint32 toInt32() const;
    [[nodiscard]] qint64 toInt64() const;
    [[nodiscard]] bool toBool() const;
    /// Milliseconds since 1970 UTC; any 64-bit value.
    [[nodiscard]] qint64 toDate() const;
    /// Text of a string, symbol or code, without the closing NUL; may hold NUL and, in hostile documents, invalid UTF-8.
    [[nodiscard]] QByteArrayView toText() const;
    /// The 12 bytes of an ObjectId.
    [[nodiscard]] QByteArrayView toObjectId() const;
    /// The 16 bytes of a Decimal128, little-endian.
    [[nodiscard]] QByteArrayView toDecimal128() const;
    [[nodiscard]] Binary toBinary() const;
    [[nodiscard]] Regex toRegex() const;
    [[nodiscard]] DbPointer toDbPointer() const;
    [[nodiscard]] Timestamp toTimestamp() const;
    /// The members of a document or array, or the scope of a code with scope.
    [[nodiscard]] DocumentView toDocument() const;
    /// The text of a code with scope.
    [[nodiscard]] QByteArrayView toScopedCode() const;

private:
    Type m_type = Type::Null;
    QByteArrayView m_name;
    QByteArrayView m_value;
};

/// A document (or array) in place: a bounds-checked walk over bytes that somebody else owns. Never allocates, never reads outside.
/// Malformed bytes end the walk early; run validate() first where that must be told apart from the end.
class DocumentView final
{
public:
    class Iterator final
    {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Element;
        using difference_type = qsizetype;
        using pointer = const Element *;
        using reference = const Element &;

        Iterator() = default;
        explicit Iterator(QByteArrayView rest) : m_rest(rest) { read(); }

        const Element &operator*() const { return m_element; }
        const Element *operator->() const { return &m_element; }
        Iterator &operator++()
        {
            read();
            return *this;
        }
        Iterator operator++(int)
        {
            Iterator before = *this;
            read();
            return before;
        }
        bool operator==(const Iterator &other) const
        {
            return m_valid == other.m_valid && (!m_valid || m_element.name().data() == other.m_element.name().data());
        }

    private:
        void read();

        QByteArrayView m_rest;
        Element m_element;
        bool m_valid = false;
    };

    DocumentView() = default;
    /// \a bytes: a whole document from its length to its closing zero. A prefix of a document walks as far as whole elements go.
    explicit DocumentView(QByteArrayView bytes) : m_bytes(bytes) {}

    [[nodiscard]] QByteArrayView bytes() const { return m_bytes; }
    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const { return {}; }
    [[nodiscard]] bool isEmpty() const { return begin() == end(); }

    /// The first element of that name.
    [[nodiscard]] std::optional<Element> find(QByteArrayView name) const;

private:
    QByteArrayView m_bytes;
};

/// The element that starts at the front of \a bytes; nothing if no whole element is there. Checks bounds, not content.
std::optional<Element> readElement(QByteArrayView bytes);

/// The length field at the front of \a bytes; needs 4 bytes.
inline qint32 readInt32(QByteArrayView bytes)
{
    return qFromLittleEndian<qint32>(bytes.data());
}

} // namespace persistence::bson
