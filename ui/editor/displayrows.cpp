#include "ui/editor/displayrows.h"

#include <cstring>

namespace persistence {

namespace {

// The end of the row that starts at begin: not inside of a UTF-8 character.
const char *rowEnd(const char *begin, const char *lineEnd)
{
    const char *end = begin + kMaxDisplayRow;
    while (end > begin + kMaxDisplayRow - 4 && end < lineEnd && (uchar(*end) & 0xc0) == 0x80)
        --end;
    return end;
}

} // namespace

QByteArray cutIntoDisplayRows(QByteArray utf8, bool &wasCut)
{
    wasCut = false;
    QByteArray out;
    const char *line = utf8.constData();
    const char *const end = line + utf8.size();
    while (line < end) {
        const void *found = std::memchr(line, '\n', size_t(end - line));
        const char *lineEnd = found ? static_cast<const char *>(found) : end;
        if (lineEnd - line > kMaxDisplayRow && !wasCut) {
            wasCut = true;
            out.reserve(utf8.size() + utf8.size() / kMaxDisplayRow + 1);
            out.append(utf8.constData(), line - utf8.constData());
        }
        while (lineEnd - line > kMaxDisplayRow) {
            const char *cut = rowEnd(line, lineEnd);
            out.append(line, cut - line).append('\n');
            line = cut;
        }
        if (wasCut)
            out.append(line, (found ? lineEnd + 1 : lineEnd) - line);
        line = lineEnd + 1;
    }
    return wasCut ? out : utf8;
}

} // namespace persistence
