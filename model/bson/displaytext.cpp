#include "model/bson/displaytext.h"

#include "model/bson/validation.h"

#include <algorithm>
#include <array>

namespace persistence::bson {

namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

/// Characters that are invisible or reorder their neighbours, beside what Unicode calls control, unassigned and private.
constexpr std::array kInvisible{
    Range{0xad, 0xad},     Range{0x34f, 0x34f},   Range{0x61c, 0x61c},   Range{0x115f, 0x1160},   Range{0x17b4, 0x17b5},
    Range{0x180b, 0x180f}, Range{0x200b, 0x200f}, Range{0x2028, 0x202e}, Range{0x2060, 0x206f},   Range{0x3164, 0x3164},
    Range{0xfeff, 0xfeff}, Range{0xffa0, 0xffa0}, Range{0xfff0, 0xfffb}, Range{0xe0000, 0xe0fff},
};

constexpr bool isVariationSelector(char32_t c)
{
    return c >= 0xfe00 && c <= 0xfe0f;
}

bool isInvisible(char32_t c)
{
    if (std::any_of(kInvisible.begin(), kInvisible.end(), [c](Range range) { return c >= range.first && c <= range.last; }))
        return true;
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_NotAssigned:
    case QChar::Other_PrivateUse:
    case QChar::Other_Surrogate:
        return true;
    default:
        return false;
    }
}

/// Emoji and ideographs may be followed by a selector of their form; behind anything else it only hides.
bool takesSelector(char32_t before)
{
    const auto category = QChar::category(before);
    return before == '#' || before == '*' || (before >= '0' && before <= '9') || category == QChar::Symbol_Other ||
           category == QChar::Symbol_Math || category == QChar::Symbol_Modifier || category == QChar::Punctuation_Other ||
           category == QChar::Letter_Other;
}

void appendCodePoint(QString &out, char32_t c)
{
    out += QStringLiteral("‹U+%1›").arg(QString::number(uint(c), 16).toUpper().rightJustified(4, u'0'));
}

void appendVisible(QString &out, char32_t c, char32_t before)
{
    if (c == '\n')
        out += u'↵';
    else if (c == '\t')
        out += u'⇥';
    else if (c < 0x20)
        out += QChar(char16_t(0x2400 + c)); // the pictures of the controls
    else if (c < 0x7f)
        out += QChar(char16_t(c));
    else if (c == 0x7f)
        out += u'␡';
    else if (isVariationSelector(c) ? !takesSelector(before) : isInvisible(c))
        appendCodePoint(out, c);
    else
        out += QChar::fromUcs4(c);
}

/// The front part of at most \a maxBytes that does not tear a character apart.
QByteArrayView front(QByteArrayView utf8, qsizetype maxBytes)
{
    if (utf8.size() <= maxBytes)
        return utf8;
    qsizetype size = std::max(maxBytes, qsizetype(0));
    for (int i = 0; i < 3 && size > 0 && (quint8(utf8[size]) & 0xc0) == 0x80; ++i)
        --size;
    return utf8.first(size);
}

/// The character at the front of valid UTF-8, which is then taken off. By hand, because QString::fromUtf8 drops a leading byte order mark.
char32_t takeCharacter(QByteArrayView &utf8)
{
    const auto lead = quint8(utf8.front());
    const int size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    char32_t c = size == 1 ? lead : lead & (0xff >> (size + 1));
    for (int i = 1; i < size; ++i)
        c = (c << 6) | (quint8(utf8[i]) & 0x3f);
    utf8 = utf8.sliced(size);
    return c;
}

} // namespace

QString displayText(QByteArrayView utf8, qsizetype maxBytes)
{
    QByteArrayView rest = front(utf8, maxBytes);
    const bool isCut = rest.size() < utf8.size();
    QString out;
    out.reserve(rest.size() + 1);
    while (!rest.isEmpty()) {
        QByteArrayView valid = rest.first(findInvalidUtf8(rest).value_or(rest.size()));
        rest = rest.sliced(valid.size());
        char32_t before = 0;
        while (!valid.isEmpty()) {
            const char32_t c = takeCharacter(valid);
            appendVisible(out, c, before);
            before = c;
        }
        if (!rest.isEmpty()) {
            out += QStringLiteral("\\x%1").arg(quint8(rest.front()), 2, 16, QLatin1Char('0'));
            rest = rest.sliced(1);
        }
    }
    if (isCut)
        out += u'…';
    return out;
}

} // namespace persistence::bson
