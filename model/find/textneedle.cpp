#include "model/find/textneedle.h"

#include <QChar>

#include <algorithm>

namespace persistence {

namespace {

constexpr char32_t kLastCodePoint = 0x10ffff;
/// Code points behind these have no case. Source: Unicode 15, CaseFolding.txt.
constexpr char32_t kLastCased = 0x1ffff;

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
        setAnchors();
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

/// The two rarest bytes of an ASCII needle; of one with a single byte, that one twice.
void TextNeedle::setAnchors()
{
    const auto rarer = [&](qsizetype a, qsizetype b) { return commonness(m_ascii[a]) < commonness(m_ascii[b]); };
    qsizetype first = 0;
    for (qsizetype i = 1; i < m_ascii.size(); ++i) {
        if (rarer(i, first))
            first = i;
    }
    qsizetype second = first == 0 ? m_ascii.size() - 1 : 0;
    for (qsizetype i = 0; i < m_ascii.size(); ++i) {
        if (i != first && rarer(i, second))
            second = i;
    }
    m_anchors = BytePair({first, m_ascii[first]}, {second, m_ascii[second]});
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
    for (qsizetype position = from; position <= last; ++position) {
        position = m_anchors.findIn(text, position);
        if (position <= last && isAt(position))
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
