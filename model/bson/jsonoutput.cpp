#include "model/bson/jsonoutput.h"

#include "model/bson/validation.h"

#include <array>

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

} // namespace

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
    put('"');
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
