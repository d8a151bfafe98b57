#include "model/items/replacedtext.h"

#include "model/items/valuetext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Bytes that are shown before the first hit.
constexpr qsizetype kLead = 12;
/// Bytes of the text that are looked at from there on; a cell shows less.
constexpr qsizetype kShown = 400;

/// Where the character begins that byte \a position belongs to.
qsizetype characterStart(QByteArrayView text, qsizetype position)
{
    while (position > 0 && position < text.size() && (uchar(text[position]) & 0xc0) == 0x80)
        --position;
    return position;
}

void append(MarkedText &shown, QByteArrayView text, bool isMarked)
{
    const QString part = visibleText(text, kShown);
    if (isMarked && !part.isEmpty())
        shown.marks.append({shown.text.size(), part.size()});
    shown.text += part;
}

} // namespace

ReplacedText replacedText(QByteArrayView text, const TextReplacer &replacer)
{
    ReplacedText shown;
    qsizetype end = 0, last = text.size();
    const auto appendBoth = [&](QByteArrayView part) {
        append(shown.before, part, false);
        append(shown.after, part, false);
    };
    bool isFirst = true;
    replacer.forEachHit(text, [&](TextSpan hit, QByteArrayView becomes) {
        if (std::exchange(isFirst, false)) {
            end = characterStart(text, std::max<qsizetype>(0, hit.start - kLead));
            last = characterStart(text, std::min(text.size(), hit.start + kShown));
            if (end > 0)
                shown.before.text = shown.after.text = u"…"_s;
        }
        if (hit.start >= last)
            return false;
        appendBoth(text.sliced(end, hit.start - end));
        append(shown.before, text.sliced(hit.start, hit.size), true);
        append(shown.after, becomes, true);
        end = hit.start + hit.size;
        return true;
    });
    if (end < last)
        appendBoth(text.sliced(end, last - end));
    if (last < text.size()) {
        shown.before.text += u'…';
        shown.after.text += u'…';
    }
    return shown;
}

} // namespace persistence
