#include "model/bson/jsonoutput.h"

#include "model/bson/validation.h"

#include <cstring>

namespace persistence::bson {

namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

constexpr bool needsEscape(char c)
{
    return quint8(c) < 0x20 || c == '"' || c == '\\';
}

/// The bytes of a block that equal \a c have their highest bit set in the result; the others may too, but only behind such a byte.
constexpr quint64 matches(quint64 block, quint64 c)
{
    const quint64 zeros = block ^ (c * 0x0101010101010101ULL);
    return (zeros - 0x0101010101010101ULL) & ~zeros & 0x8080808080808080ULL;
}

/// Length of the front part that needs no escape. \a isAscii becomes false once a byte above 0x7f was seen.
qsizetype plainSize(QByteArrayView text, bool &isAscii)
{
    constexpr quint64 kHighBits = 0x8080808080808080ULL;
    qsizetype i = 0;
    quint64 block = 0;
    for (; i + 8 <= text.size(); i += 8) {
        std::memcpy(&block, text.data() + i, 8);
        const quint64 controls = (block - 0x2020202020202020ULL) & ~block & kHighBits;
        if ((controls | matches(block, '"') | matches(block, '\\')) != 0)
            break;
        isAscii = isAscii && (block & kHighBits) == 0;
    }
    for (; i < text.size() && !needsEscape(text[i]); ++i)
        isAscii = isAscii && quint8(text[i]) < 0x80;
    return i;
}

/// Whether no byte of a block needs an escape or is beyond ASCII.
constexpr bool isPlainBlock(quint64 block)
{
    const quint64 controls = block - 0x2020202020202020ULL;
    return ((controls | block) & 0x8080808080808080ULL) == 0 && (matches(block, '"') | matches(block, '\\')) == 0;
}

template <typename Block>
Block load(const char *from)
{
    Block block = 0;
    std::memcpy(&block, from, sizeof(block));
    return block;
}

/// Copies a text that is ASCII without anything to escape, as nearly all are; false, whatever was copied, if it is another one. Blocks at
/// the end overlap those before, so that no byte outside of the text is touched.
bool copyPlain(QByteArrayView text, char *to)
{
    const char *from = text.data();
    const qsizetype size = text.size();
    if (size >= 8) {
        for (qsizetype i = 0;; i = qMin(i + 8, size - 8)) {
            const auto block = load<quint64>(from + i);
            std::memcpy(to + i, &block, sizeof(block));
            if (!isPlainBlock(block))
                return false;
            if (i == size - 8)
                return true;
        }
    }
    if (size >= 4) {
        const auto head = load<quint32>(from), tail = load<quint32>(from + size - 4);
        std::memcpy(to, &head, sizeof(head));
        std::memcpy(to + size - 4, &tail, sizeof(tail));
        return isPlainBlock(quint64(head) << 32 | tail);
    }
    for (qsizetype i = 0; i < size; ++i) {
        to[i] = from[i];
        if (needsEscape(from[i]) || quint8(from[i]) >= 0x80)
            return false;
    }
    return true;
}

} // namespace

void JsonOutput::reserve(qsizetype size, qsizetype count)
{
    constexpr qsizetype kLeast = 256;
    // What is reserved already costs nothing to take.
    m_out.resize(count == 0 ? qMax(size, m_out.capacity()) : qMax(size + count, 2 * m_out.size() + kLeast));
    m_at = m_out.data() + size;
    m_end = m_out.data() + m_out.size();
}

void JsonOutput::putEscaped(char c)
{
    put('\\');
    switch (c) {
    case '"':
    case '\\':
        return put(c);
    case '\b':
        return put('b');
    case '\f':
        return put('f');
    case '\n':
        return put('n');
    case '\r':
        return put('r');
    case '\t':
        return put('t');
    default:
        put("u00");
        putHex(QByteArrayView(&c, 1));
    }
}

bool JsonOutput::putQuoted(QByteArrayView text)
{
    char *place = grow(text.size() + 2);
    *place++ = '"';
    if (copyPlain(text, place)) {
        place[text.size()] = '"';
        return true;
    }
    m_at = place;
    return putUnlikePlain(text);
}

/// A text behind its opening quote that has something to escape or is not ASCII.
bool JsonOutput::putUnlikePlain(QByteArrayView text)
{
    bool isUtf8 = true;
    while (!text.isEmpty()) {
        bool isAscii = true;
        QByteArrayView plain = text.first(plainSize(text, isAscii));
        text = text.sliced(plain.size());
        while (!isAscii) {
            const auto invalid = findInvalidUtf8(plain);
            if (!invalid)
                break;
            isUtf8 = false;
            put(plain.first(*invalid));
            put("\\\\x");
            putHex(plain.sliced(*invalid, 1));
            plain = plain.sliced(*invalid + 1);
        }
        put(plain);
        if (!text.isEmpty()) {
            putEscaped(text.front());
            text = text.sliced(1);
        }
    }
    put('"');
    return isUtf8;
}

void JsonOutput::putHex(QByteArrayView bytes)
{
    for (const char byte : bytes) {
        put(kHexDigits[quint8(byte) >> 4]);
        put(kHexDigits[quint8(byte) & 15]);
    }
}

} // namespace persistence::bson
