#pragma once

#include "model/bson/view.h"

#include <QByteArray>

#include <vector>

namespace persistence::bson {

/// Writes one document into a byte buffer, element by element, in the order of the calls. Names must not hold NUL (asserted);
/// texts may. Containers are opened and closed in pairs; lengths are filled in at the end of each.
/// A builder can be reused: clear() keeps the memory. Reentrant, not thread-safe.
class Builder final
{
public:
    Builder();

    void appendDouble(QByteArrayView name, double value);
    void appendString(QByteArrayView name, QByteArrayView utf8);
    void appendBool(QByteArrayView name, bool value);
    void appendNull(QByteArrayView name);
    void appendInt32(QByteArrayView name, qint32 value);
    void appendInt64(QByteArrayView name, qint64 value);
    /// Milliseconds since 1970 UTC.
    void appendDate(QByteArrayView name, qint64 milliseconds);
    void appendObjectId(QByteArrayView name, QByteArrayView twelveBytes);
    void appendDecimal128(QByteArrayView name, QByteArrayView sixteenBytes);
    /// For subtype 2 the inner length is written as well: \a data is the payload alone.
    void appendBinary(QByteArrayView name, quint8 subtype, QByteArrayView data);
    void appendRegex(QByteArrayView name, QByteArrayView pattern, QByteArrayView options);
    void appendTimestamp(QByteArrayView name, Timestamp value);
    void appendDbPointer(QByteArrayView name, QByteArrayView collection, QByteArrayView twelveBytes);
    void appendCode(QByteArrayView name, QByteArrayView utf8);
    void appendSymbol(QByteArrayView name, QByteArrayView utf8);
    void appendCodeWithScope(QByteArrayView name, QByteArrayView utf8, QByteArrayView scopeDocument);
    /// Undefined, MinKey or MaxKey.
    void appendMark(QByteArrayView name, Type type);
    /// A whole document or array that exists already.
    void appendContainer(QByteArrayView name, Type type, QByteArrayView document);
    /// A value in its stored form, as Element::value() gives it.
    void appendRaw(QByteArrayView name, Type type, QByteArrayView value);

    void openDocument(QByteArrayView name) { open(Type::Document, name); }
    void openArray(QByteArrayView name) { open(Type::Array, name); }
    void close();
    /// Open containers below the document itself.
    [[nodiscard]] qsizetype depth() const { return qsizetype(m_starts.size()) - 1; }

    /// Replaces the element that starts at \a start (what size() was before it) and was written last: another type and value, the same
    /// name. The reader uses it once it has seen that an object is the text form of a typed value.
    void replaceLast(qsizetype start, Type type, QByteArrayView value);
    /// Everything written so far, open containers without their lengths; valid until the next call. Walks as far as whole elements go.
    [[nodiscard]] QByteArrayView written() const { return QByteArrayView(m_bytes).first(m_size); }

    /// Closes the document and gives its bytes; valid until the next call. All containers must be closed.
    [[nodiscard]] QByteArrayView finish();
    /// Bytes written so far.
    [[nodiscard]] qsizetype size() const { return m_size; }
    /// Starts a new, empty document.
    void clear();

private:
    void open(Type type, QByteArrayView name);
    /// Writes type and name, makes room for a value of \a valueSize bytes and gives its place.
    char *appendHead(Type type, QByteArrayView name, qsizetype valueSize = 0);
    template <typename T>
    void appendFixed(Type type, QByteArrayView name, T value);
    void appendText(Type type, QByteArrayView name, QByteArrayView utf8);
    void appendLengthAndText(QByteArrayView utf8);
    void appendBytes(QByteArrayView bytes);
    template <typename T>
    void appendNumber(T value);
    /// Makes room for \a count more bytes and gives the place to write them.
    char *grow(qsizetype count);

    QByteArray m_bytes; ///< larger than what was written, so that most calls only move m_size
    qsizetype m_size = 0;
    std::vector<qsizetype> m_starts;
};

} // namespace persistence::bson
