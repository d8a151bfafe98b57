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
    explicit JsonOutput(QByteArray &out) : m_out(out) { reserve(out.size(), 0); }
    ~JsonOutput() { m_out.resize(m_at - m_out.constData()); }
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
        constexpr qsizetype kMostDigits = 24;
        char *place = grow(kMostDigits);
        m_at = std::to_chars(place, m_at, value).ptr;
    }

    /// \a text in double quotes, escaped as JSON wants. False if it is not UTF-8: then each bad byte is written as `\xHH` with its own
    /// backslash escaped.
    bool putQuoted(QByteArrayView text);
    void putHex(QByteArrayView bytes);

private:
    char *grow(qsizetype count)
    {
        if (m_end - m_at < count)
            reserve(m_at - m_out.constData(), count);
        char *place = m_at;
        m_at += count;
        return place;
    }

    /// Makes room for \a count bytes behind the first \a size ones.
    void reserve(qsizetype size, qsizetype count);
    void putEscaped(char c);
    bool putUnlikePlain(QByteArrayView text);

    QByteArray &m_out;
    char *m_at = nullptr; ///< behind the last byte; the array is longer
    char *m_end = nullptr;
};

} // namespace persistence::bson
