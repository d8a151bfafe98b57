#include "model/sinks/xlsxtext.h"

#include <algorithm>

namespace persistence {

namespace {

constexpr qsizetype kEscapeSize = 7;

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

bool startsEscape(QByteArrayView text)
{
    return text.size() >= 7 && text[1] == 'x' && text[6] == '_' && std::all_of(text.begin() + 2, text.begin() + 6, isHex);
}

void appendEscape(uint character, QByteArray &out)
{
    out += "_x" + QByteArray::number(character, 16).toUpper().rightJustified(4, '0') + '_';
}

bool isForbiddenControl(uchar c)
{
    return c < 0x20 && c != '\t' && c != '\n';
}

/// U+FFFE and U+FFFF.
bool isNonCharacter(QByteArrayView text)
{
    return text.startsWith("\xef\xbf\xbe") || text.startsWith("\xef\xbf\xbf");
}

} // namespace

QByteArray xlsxText(QByteArrayView utf8)
{
    QByteArray out;
    out.reserve(utf8.size());
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const uchar c = uchar(utf8[i]);
        if (isForbiddenControl(c)) {
            appendEscape(c, out);
        } else if (c == '_' && startsEscape(utf8.sliced(i))) {
            out += "_x005F_";
        } else if (c == 0xef && isNonCharacter(utf8.sliced(i))) {
            appendEscape(uchar(utf8[i + 2]) == 0xbe ? 0xfffe : 0xffff, out);
            i += 2;
        } else {
            out += char(c);
        }
    }
    return out;
}

QList<QByteArrayView> xlsxPieces(QByteArrayView utf8, qsizetype units)
{
    QList<QByteArrayView> pieces;
    qsizetype start = 0, taken = 0;
    for (qsizetype i = 0; i < utf8.size();) {
        const uchar c = uchar(utf8[i]);
        const qsizetype bytes = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        const bool isEscaped =
            isForbiddenControl(c) || (c == '_' && startsEscape(utf8.sliced(i))) || (c == 0xef && isNonCharacter(utf8.sliced(i)));
        const qsizetype size = isEscaped ? kEscapeSize : bytes == 4 ? 2 : 1;
        if (taken + size > units) {
            pieces.append(utf8.sliced(start, i - start));
            start = i;
            taken = 0;
        }
        taken += size;
        i += bytes;
    }
    pieces.append(utf8.sliced(start));
    return pieces;
}

} // namespace persistence
