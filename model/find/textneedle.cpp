#include "model/find/textneedle.h"

#include <QChar>

#include <algorithm>
#include <bit>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace persistence {

namespace {

constexpr char32_t kLastCodePoint = 0x10ffff;
/// Code points behind these have no case. Source: Unicode 15, CaseFolding.txt.
constexpr char32_t kLastCased = 0x1ffff;

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char toLower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
}

char32_t fold(char32_t c)
{
    if (c < 0x80)
        return quint8(toLower(char(c)));
    if (c > kLastCased)
        return c;
    const char32_t folded = QChar::toCaseFolded(c);
    return folded < 0x80 ? c : folded; // the Kelvin sign is no k
}

/// The character at the front of \a text and its size; a byte that starts no UTF-8 stands for itself, beyond all characters.
char32_t decode(QByteArrayView text, qsizetype &size)
{
    const auto lead = quint8(text.front());
    size = 1;
    if (lead < 0x80)
        return lead;
    const int length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    if (length == 0 || text.size() < length)
        return kLastCodePoint + 1 + lead;
    char32_t c = lead & (0xff >> (length + 1));
    for (int i = 1; i < length; ++i) {
        if ((quint8(text[i]) & 0xc0) != 0x80)
            return kLastCodePoint + 1 + lead;
        c = (c << 6) | (quint8(text[i]) & 0x3f);
    }
    size = length;
    return c;
}

quint8 leadByte(char32_t c)
{
    if (c > kLastCodePoint)
        return quint8(c - kLastCodePoint - 1);
    return quint8(c < 0x80 ? c : c < 0x800 ? 0xc0 | (c >> 6) : c < 0x10000 ? 0xe0 | (c >> 12) : 0xf0 | (c >> 18));
}

/// How common a byte is in documents: letters by their frequency in text, then digits and marks, and the rest.
int commonness(char c)
{
    static constexpr char kOrder[] = "eationsrdlcumphgbfyv_wkxjqz";
    const char *place = std::find(std::begin(kOrder), std::end(kOrder) - 1, c);
    if (place != std::end(kOrder) - 1)
        return 100 - int(place - kOrder);
    return c == '\0' || c == ' ' ? 110 : c >= '0' && c <= '9' ? 70 : 40;
}

} // namespace

TextNeedle::TextNeedle(QByteArrayView utf8)
{
    qsizetype size = 0;
    for (QByteArrayView rest = utf8; !rest.isEmpty(); rest = rest.sliced(size))
        m_folded.push_back(fold(decode(rest, size)));
    if (m_folded.empty())
        return;
    if (std::all_of(m_folded.begin(), m_folded.end(), [](char32_t c) { return c < 0x80; })) {
        for (const char32_t c : m_folded)
            m_ascii += char(c);
        const auto rarer = [&](qsizetype a, qsizetype b) { return commonness(m_ascii[a]) < commonness(m_ascii[b]); };
        for (qsizetype i = 1; i < m_ascii.size(); ++i) {
            if (rarer(i, m_firstAnchor))
                m_firstAnchor = i;
        }
        m_secondAnchor = m_firstAnchor == 0 ? m_ascii.size() - 1 : 0;
        for (qsizetype i = 0; i < m_ascii.size(); ++i) {
            if (i != m_firstAnchor && rarer(i, m_secondAnchor))
                m_secondAnchor = i;
        }
        return;
    }
    m_leads[leadByte(m_folded.front())] = true;
    if (m_folded.front() < 0x80) {
        m_leads[quint8(toupper(int(m_folded.front())))] = true;
        return;
    }
    for (char32_t c = 0x80; c <= kLastCased; ++c) {
        if (fold(c) == m_folded.front())
            m_leads[leadByte(c)] = true;
    }
}

TextSpan TextNeedle::findIn(QByteArrayView text, qsizetype from) const
{
    if (m_folded.empty() || from >= text.size())
        return {};
    if (m_ascii.isEmpty())
        return findFolded(text, from);
    const qsizetype found = findAscii(text, from);
    return found < 0 ? TextSpan() : TextSpan{found, m_ascii.size()};
}

qsizetype TextNeedle::findAscii(QByteArrayView text, qsizetype from) const
{
    const char *bytes = text.data();
    const qsizetype last = text.size() - m_ascii.size();
    const auto isAt = [&](qsizetype position) {
        for (qsizetype i = 0; i < m_ascii.size(); ++i) {
            if (toLower(bytes[position + i]) != m_ascii[i])
                return false;
        }
        return true;
    };
    qsizetype position = from;
#if defined(__SSE2__)
    // 16 positions at once: both anchors must be there. A letter with bit 5 set is its lower case.
    const char first = m_ascii[m_firstAnchor], second = m_ascii[m_secondAnchor];
    const __m128i firstByte = _mm_set1_epi8(first), secondByte = _mm_set1_epi8(second);
    const __m128i firstBit = _mm_set1_epi8(isLetter(first) ? 0x20 : 0), secondBit = _mm_set1_epi8(isLetter(second) ? 0x20 : 0);
    const qsizetype furthest = std::max(m_firstAnchor, m_secondAnchor);
    for (; position + furthest + 16 <= text.size() && position <= last; position += 16) {
        const auto load = [&](qsizetype anchor) { return _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes + position + anchor)); };
        const __m128i firstHits = _mm_cmpeq_epi8(_mm_or_si128(load(m_firstAnchor), firstBit), firstByte);
        const __m128i secondHits = _mm_cmpeq_epi8(_mm_or_si128(load(m_secondAnchor), secondBit), secondByte);
        auto hits = unsigned(_mm_movemask_epi8(_mm_and_si128(firstHits, secondHits)));
        for (; hits != 0; hits &= hits - 1) {
            const qsizetype candidate = position + std::countr_zero(hits);
            if (candidate <= last && isAt(candidate))
                return candidate;
        }
    }
#endif
    for (; position <= last; ++position) {
        if (isAt(position))
            return position;
    }
    return -1;
}

TextSpan TextNeedle::findFolded(QByteArrayView text, qsizetype from) const
{
    for (qsizetype position = from; position < text.size(); ++position) {
        if (!m_leads[quint8(text[position])])
            continue;
        if (const qsizetype size = sizeAt(text, position); size > 0)
            return {position, size};
    }
    return {};
}

qsizetype TextNeedle::sizeAt(QByteArrayView text, qsizetype position) const
{
    const qsizetype start = position;
    for (const char32_t c : m_folded) {
        qsizetype size = 0;
        if (position >= text.size() || fold(decode(text.sliced(position), size)) != c)
            return -1;
        position += size;
    }
    return position - start;
}

} // namespace persistence
