#include "model/bson/quickjsonreader.h"

#include "model/bson/bsontype.h"
#include "model/bson/isodate.h"
#include "model/bson/numbertext.h"
#include "model/bson/validation.h"

#include <QtEndian>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <limits>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace persistence::bson {

namespace {

constexpr qsizetype kMaxText = 1024 * 1024;
/// Two bytes of text (`1,`) become at most twelve: a type, a number of six digits with its zero, an int32. Of memory that is never written
/// only the addresses are taken.
constexpr qsizetype kCapacity = 6 * kMaxText + 4096;
constexpr qsizetype kBlock = 16;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

int hexDigit(char c)
{
    if (isDigit(c))
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Four hexadecimal digits; -1 if there is anything else.
int hexNumber(const char *at)
{
    int number = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hexDigit(at[i]);
        if (digit < 0)
            return -1;
        number = 16 * number + digit;
    }
    return number;
}

char *putUtf8(int code, char *to)
{
    if (code < 0x80) {
        *to++ = char(code);
    } else if (code < 0x800) {
        *to++ = char(0xc0 | code >> 6);
        *to++ = char(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        *to++ = char(0xe0 | code >> 12);
        *to++ = char(0x80 | (code >> 6 & 0x3f));
        *to++ = char(0x80 | (code & 0x3f));
    } else {
        *to++ = char(0xf0 | code >> 18);
        *to++ = char(0x80 | (code >> 12 & 0x3f));
        *to++ = char(0x80 | (code >> 6 & 0x3f));
        *to++ = char(0x80 | (code & 0x3f));
    }
    return to;
}

/// What a block of kBlock bytes holds, one bit for each.
struct BlockMasks
{
    quint32 stops = 0; ///< quotes, backslashes, control characters
    quint32 high = 0;  ///< bytes beyond ASCII
};

/// Copies a block and looks at it.
BlockMasks copyBlock(const char *from, char *to)
{
    BlockMasks masks;
#ifdef __SSE2__
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i *>(from));
    _mm_storeu_si128(reinterpret_cast<__m128i *>(to), block);
    const __m128i quotes = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
    const __m128i backslashes = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
    const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1f)), block);
    masks.stops = quint32(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, backslashes), controls)));
    masks.high = quint32(_mm_movemask_epi8(block));
#else
    std::memcpy(to, from, kBlock);
    for (int i = 0; i < kBlock; ++i) {
        const auto byte = quint8(from[i]);
        masks.stops |= quint32(byte == '"' || byte == '\\' || byte < 0x20) << i;
        masks.high |= quint32(byte >> 7) << i;
    }
#endif
    return masks;
}

/// A short text of plain characters in quotes, as wrappers have; \a at moves behind it. Nothing if it is another one.
std::optional<QByteArrayView> plainText(const char *&at)
{
    if (*at != '"')
        return std::nullopt;
    const char *begin = at + 1;
    const char *end = begin;
    while (*end != '"') {
        if (quint8(*end) < 0x20 || quint8(*end) >= 0x80 || *end == '\\')
            return std::nullopt;
        ++end;
    }
    at = end + 1;
    return QByteArrayView(begin, end - begin);
}

bool putObjectId(QByteArrayView digits, char *to)
{
    if (digits.size() != 24)
        return false;
    for (qsizetype i = 0; i < 12; ++i) {
        const int high = hexDigit(digits[2 * i]);
        const int low = hexDigit(digits[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        to[i] = char(16 * high + low);
    }
    return true;
}

} // namespace

QuickJsonReader::QuickJsonReader() : m_bytes(std::make_unique_for_overwrite<char[]>(kCapacity))
{
    m_out = m_bytes.get();
}

qsizetype QuickJsonReader::readDocument(QByteArrayView text)
{
    m_at = text.data();
    m_limit = m_at + std::min(text.size(), kMaxText);
    m_out = m_bytes.get();
    m_depth = 0;
    m_hasLineBreak = false;
    if (text.isEmpty() || *m_at != '{')
        return 0;
    ++m_at;
    open('}');
    if (!readMembers()) {
        m_out = m_bytes.get();
        return 0;
    }
    return m_at - text.data();
}

/// Reads on to the end of the document, which was just opened.
bool QuickJsonReader::readMembers()
{
    skipSpace();
    // The document itself is never a wrapper, whatever its fields; but such documents are rare.
    if (*m_at == '"' && m_at[1] == '$')
        return false;
    bool hasOpened = true;
    while (true) {
        skipSpace();
        if (!hasOpened || *m_at != m_levels[size_t(m_depth - 1)].closing) {
            if (m_at >= m_limit || !beginMember())
                return false;
            const Step step = readValue();
            if (step == Step::Declined)
                return false;
            hasOpened = step == Step::Opened;
            if (hasOpened)
                continue;
            skipSpace();
        }
        // Behind a value, or at the end of an empty container.
        while (*m_at == m_levels[size_t(m_depth - 1)].closing) {
            ++m_at;
            close();
            if (m_depth == 0)
                return true;
            skipSpace();
        }
        if (*m_at++ != ',')
            return false;
        hasOpened = false;
    }
}

void QuickJsonReader::skipSpace()
{
    if (quint8(*m_at) > ' ')
        return;
    for (; isSpace(*m_at); ++m_at)
        m_hasLineBreak |= *m_at == '\n';
}

/// Leaves room for the type, writes the name or number of the member and goes to its value.
bool QuickJsonReader::beginMember()
{
    Level &level = m_levels[size_t(m_depth - 1)];
    m_type = m_out++;
    if (level.closing == ']') {
        if (level.count < 10)
            *m_out++ = char('0' + level.count);
        else
            m_out = std::to_chars(m_out, m_out + 10, level.count).ptr;
    } else {
        const char *name = m_out;
        if (*m_at != '"')
            return false;
        ++m_at;
        if (!copyText() || std::memchr(name, 0, size_t(m_out - name)))
            return false;
        skipSpace();
        if (*m_at != ':')
            return false;
        ++m_at;
        skipSpace();
    }
    ++level.count;
    *m_out++ = 0;
    return true;
}

QuickJsonReader::Step QuickJsonReader::readValue()
{
    const auto doneIf = [](bool isRead) { return isRead ? Step::Done : Step::Declined; };
    switch (*m_at) {
    case '"':
        return doneIf(readText());
    case '{':
        return readContainer('}');
    case '[':
        return readContainer(']');
    case 't':
        *m_type = char(Type::Bool);
        *m_out++ = 1;
        m_at += 4;
        return doneIf(std::memcmp(m_at - 4, "true", 4) == 0);
    case 'f':
        *m_type = char(Type::Bool);
        *m_out++ = 0;
        m_at += 5;
        return doneIf(std::memcmp(m_at - 5, "false", 5) == 0);
    case 'n':
        *m_type = char(Type::Null);
        m_at += 4;
        return doneIf(std::memcmp(m_at - 4, "null", 4) == 0);
    default:
        return doneIf(readNumber());
    }
}

QuickJsonReader::Step QuickJsonReader::readContainer(char closing)
{
    ++m_at;
    skipSpace();
    if (closing == '}' && *m_at == '"' && m_at[1] == '$')
        return readWrapper();
    *m_type = char(closing == '}' ? Type::Document : Type::Array);
    return open(closing) ? Step::Opened : Step::Declined;
}

bool QuickJsonReader::open(char closing)
{
    if (m_depth == kMaxLevels)
        return false;
    m_levels[size_t(m_depth++)] = {m_out - m_bytes.get(), 0, closing};
    m_out += 4;
    return true;
}

void QuickJsonReader::close()
{
    char *start = m_bytes.get() + m_levels[size_t(--m_depth)].start;
    *m_out++ = 0;
    qToLittleEndian(qint32(m_out - start), start);
}

template <typename T>
void QuickJsonReader::append(quint8 type, T value)
{
    *m_type = char(type);
    qToLittleEndian(value, m_out);
    m_out += sizeof(T);
}

/// An object whose first name begins with `$`, behind its brace.
QuickJsonReader::Step QuickJsonReader::readWrapper()
{
    const auto name = plainText(m_at);
    if (!name)
        return Step::Declined;
    skipSpace();
    if (*m_at != ':')
        return Step::Declined;
    ++m_at;
    skipSpace();
    // {"$date": {"$numberLong": "…"}}
    const bool isNested = *m_at == '{' && name == "$date";
    if (isNested) {
        ++m_at;
        skipSpace();
        const auto inner = plainText(m_at);
        skipSpace();
        if (!inner || *inner != "$numberLong" || *m_at != ':')
            return Step::Declined;
        ++m_at;
        skipSpace();
    }
    const auto value = plainText(m_at);
    for (int closings = isNested ? 2 : 1; closings > 0; --closings) {
        skipSpace();
        if (!value || *m_at != '}')
            return Step::Declined;
        ++m_at;
    }
    if (name == "$oid" && putObjectId(*value, m_out)) {
        *m_type = char(Type::ObjectId);
        m_out += 12;
        return Step::Done;
    }
    if (name == "$date") {
        const auto date = isNested ? parseInteger(*value) : parseIsoDate(*value);
        if (date)
            append(quint8(Type::Date), *date);
        return date ? Step::Done : Step::Declined;
    }
    if (name == "$numberLong") {
        const auto number = parseInteger(*value);
        if (number)
            append(quint8(Type::Int64), *number);
        return number ? Step::Done : Step::Declined;
    }
    if (name == "$numberInt") {
        const auto number = parseInteger(*value);
        const bool fits = number && *number >= std::numeric_limits<qint32>::min() && *number <= std::numeric_limits<qint32>::max();
        if (fits)
            append(quint8(Type::Int32), qint32(*number));
        return fits ? Step::Done : Step::Declined;
    }
    if (name == "$numberDouble") {
        const auto number = parseDouble(*value);
        if (number)
            append(quint8(Type::Double), *number);
        return number ? Step::Done : Step::Declined;
    }
    return Step::Declined;
}

bool QuickJsonReader::readNumber()
{
    const char *begin = m_at;
    const bool isNegative = *m_at == '-';
    m_at += isNegative ? 1 : 0;
    const char *digits = m_at;
    quint64 magnitude = 0;
    for (; isDigit(*m_at); ++m_at)
        magnitude = 10 * magnitude + quint64(*m_at - '0');
    const qsizetype count = m_at - digits;
    if (count == 0 || (count > 1 && *digits == '0'))
        return false;
    bool isInteger = !(isNegative && magnitude == 0 && count == 1);
    if (*m_at == '.') {
        isInteger = false;
        if (!isDigit(*++m_at))
            return false;
        while (isDigit(*m_at))
            ++m_at;
    }
    if (*m_at == 'e' || *m_at == 'E') {
        isInteger = false;
        ++m_at;
        m_at += *m_at == '+' || *m_at == '-' ? 1 : 0;
        if (!isDigit(*m_at))
            return false;
        while (isDigit(*m_at))
            ++m_at;
    }
    const QByteArrayView token(begin, m_at - begin);
    if (!isInteger) {
        const auto number = parseDouble(token);
        if (number)
            append(quint8(Type::Double), *number);
        return number.has_value();
    }
    // Eighteen digits always fit.
    const auto number = count <= 18 ? std::optional(isNegative ? -qint64(magnitude) : qint64(magnitude)) : parseInteger(token);
    if (number && *number >= std::numeric_limits<qint32>::min() && *number <= std::numeric_limits<qint32>::max())
        append(quint8(Type::Int32), qint32(*number));
    else if (number)
        append(quint8(Type::Int64), *number);
    return number.has_value();
}

bool QuickJsonReader::readText()
{
    ++m_at;
    *m_type = char(Type::String);
    char *start = m_out;
    m_out += 4;
    if (!copyText())
        return false;
    *m_out++ = 0;
    qToLittleEndian(qint32(m_out - start - 4), start);
    return true;
}

/// Copies a text up to its closing quote and goes behind that.
bool QuickJsonReader::copyText()
{
    const char *from = m_at;
    char *to = m_out;
    quint32 high = 0;
    while (true) {
        if (from >= m_limit)
            return false;
        const BlockMasks masks = copyBlock(from, to);
        if (masks.stops == 0) {
            high |= masks.high;
            from += kBlock;
            to += kBlock;
            continue;
        }
        const int stop = std::countr_zero(masks.stops);
        high |= masks.high & ((quint32(1) << stop) - 1);
        from += stop;
        to += stop;
        if (*from == '"')
            break;
        if (*from != '\\' || !unescape(from, to))
            return false;
    }
    if (high != 0 && findInvalidUtf8({m_out, to - m_out}))
        return false;
    m_at = from + 1;
    m_out = to;
    return true;
}

/// \a from stands at a backslash, and goes behind the escape; \a to behind what it stands for. False for what no escape is.
bool QuickJsonReader::unescape(const char *&from, char *&to)
{
    constexpr QByteArrayView kNames = "\"\\/bfnrt";
    constexpr QByteArrayView kCharacters = "\"\\/\b\f\n\r\t";
    const char kind = from[1];
    if (kind != 'u') {
        const qsizetype i = kind == 0 ? -1 : kNames.indexOf(kind);
        if (i < 0)
            return false;
        *to++ = kCharacters[i];
        from += 2;
        return true;
    }
    int code = hexNumber(from + 2);
    if (code < 0 || (code >= 0xdc00 && code <= 0xdfff))
        return false;
    from += 6;
    if (code >= 0xd800 && code <= 0xdbff) {
        const int low = from[0] == '\\' && from[1] == 'u' ? hexNumber(from + 2) : -1;
        if (low < 0xdc00 || low > 0xdfff)
            return false;
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        from += 6;
    }
    to = putUtf8(code, to);
    return true;
}

} // namespace persistence::bson
