#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <charconv>
#include <cstring>

namespace persistence::bson {

/// Appends to a byte array through a plain pointer: many small pieces cost a copy each and no call.
/// The array has its right size again when this object is gone. Serves the JSON writer.
class JsonOutput final
{
public:
    explicit JsonOutput(QByteArray &out) : m_out(out), m_size(out.size()) {}
    ~JsonOutput() { m_out.resize(m_size); }
    Q_DISABLE_COPY_MOVE(JsonOutput)

    void put(char c) { *grow(1) = c; }

    void put(QByteArrayView text)
    {
        if (!text.isEmpty())
            std::memcpy(grow(text.size()), text.data(), size_t(text.size()));
    }

    void putSpaces(qsizetype count) { std::memset(grow(count), ' ', size_t(count)); }

    template <typename Integer>
    void putInteger(Integer value)
    {
        char digits[24];
        const char *end = std::to_chars(digits, digits + sizeof(digits), value).ptr;
        put(QByteArrayView(digits, end - digits));
    }

    /// \a text in double quotes, escaped as JSON wants. False if it is not UTF-8: then each bad byte is written as `\xHH` with its own
    /// backslash escaped.
    bool putQuoted(QByteArrayView text);
    void putHex(QByteArrayView bytes);

private:
    char *grow(qsizetype count)
    {
        if (m_size + count > m_out.size())
            m_out.resize(qMax(m_size + count, 2 * m_out.size() + 256));
        char *place = m_out.data() + m_size;
        m_size += count;
        return place;
    }

    void putEscaped(char c);

    QByteArray &m_out;
    qsizetype m_size;
};

} // namespace persistence::bson
