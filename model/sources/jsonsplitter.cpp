#include "model/sources/jsonsplitter.h"

#include "model/sources/bsonreader.h"
#include "model/sources/sourcetext.h"

#include <cstring>
#include <utility>

namespace persistence {

namespace {

/// Longer than a `{`, some white space and an `"_id"`: what may stand across two reads.
constexpr qsizetype kOverlap = 64;
constexpr char kId[] = "\"_id\"";

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// The last byte before \a position that is no white space; 0 if there is none.
char lastBefore(QByteArrayView text, qsizetype position)
{
    while (position > 0 && isSpace(text[position - 1]))
        --position;
    return position > 0 ? text[position - 1] : '\0';
}

/// Whether the `{` at \a position, which begins a line, cannot continue the value before it.
bool isSurelyNext(QByteArrayView text, qsizetype position)
{
    const char last = lastBefore(text, position);
    return last != ':' && last != ',' && last != '[';
}

/// The first `{` behind the start of \a text whose first field is `_id`; -1 if there is none. \a before: what may stand before it; empty
/// for anything.
qsizetype findIdStart(QByteArrayView text, QByteArrayView before)
{
    for (qsizetype id = text.indexOf(kId); id >= 0; id = text.indexOf(kId, id + 1)) {
        qsizetype start = id;
        while (start > 0 && isSpace(text[start - 1]))
            --start;
        if (start < 2 || text[start - 1] != '{')
            continue;
        if (before.isEmpty() || before.contains(lastBefore(text, start - 1)))
            return start - 1;
    }
    return -1;
}

qsizetype earlier(qsizetype one, qsizetype other)
{
    return one < 0 ? other : other < 0 ? one : qMin(one, other);
}

} // namespace

Result<QByteArrayView> JsonSplitter::front()
{
    advance(m_given);
    m_given = 0;
    m_maybeCut = 0;
    const auto hasMore = skipSeparators();
    if (!hasMore)
        return hasMore.error();
    return *hasMore && m_stray == Stray::None ? m_input.view() : QByteArrayView();
}

void JsonSplitter::took(qsizetype size, bool hasLineBreak)
{
    // Lines are counted when the document is passed; that takes a tenth of the time where documents are lines.
    if (hasLineBreak)
        m_given = size;
    else
        m_input.consume(size);
}

Result<JsonSplitter::Piece> JsonSplitter::next()
{
    const auto rest = front();
    if (!rest)
        return rest.error();
    if (m_stray != Stray::None)
        return takeStray();
    if (rest->isEmpty()) {
        if (m_isInArray && m_incompleteReason.isEmpty())
            m_incompleteReason = SourceText::tr("The array of the file is not closed; what it held was read.");
        return Piece{Kind::End, {}, m_input.offset(), 0, position(), {}};
    }
    const char first = m_input.view().front();
    return first == '{' || first == '[' ? takeValue() : takeGarbage();
}

/// Goes to the next thing that is neither white space nor part of the array around the documents, or is m_stray; false at the end.
Result<bool> JsonSplitter::skipSeparators()
{
    for (;;) {
        const auto available = m_input.fill(m_hasBegun ? 1 : 3);
        if (!available)
            return available.error();
        if (!m_hasBegun && m_input.view().startsWith("\xef\xbb\xbf"))
            advance(3);
        m_hasBegun = true;
        const QByteArrayView view = m_input.view();
        if (view.isEmpty())
            return false;
        qsizetype i = 0;
        while (i < view.size() && isSpace(view[i]))
            ++i;
        advance(i);
        if (i == view.size())
            continue;
        if (!takeSeparator(view[i]))
            return true;
        advance(1);
    }
}

/// Whether \a c, which is next, is part of the array around the documents, and as it should be.
bool JsonSplitter::takeSeparator(char c)
{
    if (c == '[' && !m_isInArray) {
        m_isInArray = m_hasArray = true;
        m_hasEnd = false;
        m_behind = Behind::Bracket;
        return true;
    }
    if (c == ']' && m_isInArray) {
        m_isInArray = false;
        m_hasEnd = !m_isAfterDamage;
        m_end = position();
        m_endOffset = m_input.offset();
        return true;
    }
    if (m_hasEnd && (c == ',' || c == '{')) {
        m_stray = Stray::End;
        return false;
    }
    if (c == ',' && m_hasArray) {
        m_isInArray = true; // what seemed to close the array belonged to a broken document
        m_stray = m_behind == Behind::Document || m_isAfterDamage ? Stray::None : Stray::Comma;
        if (m_stray == Stray::None)
            m_behind = Behind::Comma;
        return m_stray == Stray::None;
    }
    if (m_behind == Behind::Comma)
        m_isAfterDamage = false;
    m_behind = Behind::Document;
    return false;
}

JsonSplitter::Piece JsonSplitter::takeStray()
{
    if (std::exchange(m_stray, Stray::None) == Stray::Comma) {
        m_given = 1;
        return {
            Kind::Unreadable, m_input.view().first(1), m_input.offset(), 1, position(), SourceText::tr("nothing stands before this comma")};
    }
    m_hasEnd = false;
    m_behind = Behind::Document;
    return {Kind::Unreadable, "]", m_endOffset, 1, m_end, SourceText::tr("the array ends here, but documents follow")};
}

Result<JsonSplitter::Piece> JsonSplitter::takeValue()
{
    m_structure.restart();
    qsizetype scanned = 0;
    for (;;) {
        const auto [stop, place] = m_structure.scan(m_input.view(), scanned);
        scanned = place;
        if (stop == JsonStructure::Stop::End) {
            if (m_input.view().front() == '[')
                return unreadable(place, SourceText::tr("an array stands where a document should"));
            m_given = place;
            return Piece{Kind::Document, m_input.view().first(place), m_input.offset(), place, position(), {}};
        }
        if (stop == JsonStructure::Stop::LineStart) {
            if (m_structure.isInString() || isSurelyNext(m_input.view(), place))
                return unreadable(m_maybeCut > 0 ? m_maybeCut : place, SourceText::tr("the line ends inside the document"));
            if (m_maybeCut == 0)
                m_maybeCut = place;
            continue;
        }
        if (scanned >= kMaxPieceSize)
            return takeHuge();
        const auto available = m_input.fill(scanned + 1);
        if (!available)
            return available.error();
        if (*available == scanned)
            return takeUnfinished(SourceText::tr("the text ends inside the document"));
    }
}

/// The value at the front has no end. Loses as little of it as possible.
JsonSplitter::Piece JsonSplitter::takeUnfinished(const QString &fault)
{
    const QByteArrayView view = m_input.view();
    const qsizetype way = findWay(view);
    if (way < 0) {
        m_incompleteReason = SourceText::tr("The file ends inside a document; everything before it was read.");
        m_isInArray = false;
    }
    return unreadable(way > 0 ? way : view.size(), fault);
}

/// A value of more than kMaxPieceSize: looks on for its end without keeping it.
Result<JsonSplitter::Piece> JsonSplitter::takeHuge()
{
    const QString fault = SourceText::tr("the document is longer than %1 MiB").arg(kMaxPieceSize >> 20);
    const qsizetype way = findWay(m_input.view());
    if (way > 0)
        return unreadable(way, fault);
    m_kept.clear();
    m_keptSize = 0;
    const qint64 offset = m_input.offset();
    const TextPosition start = position();
    keep(m_input.view().size());
    for (;;) {
        const auto available = m_input.fill(1);
        if (!available)
            return available.error();
        const auto [stop, place] = m_structure.scan(m_input.view(), 0);
        keep(place);
        if (stop != JsonStructure::Stop::MoreNeeded || *available == 0)
            return keptPiece(offset, start, fault);
    }
}

/// Something that begins no document: up to a line or something else that does.
Result<JsonSplitter::Piece> JsonSplitter::takeGarbage()
{
    if (const qsizetype size = scalarSize(); size > 0)
        return unreadable(size, SourceText::tr("a single value stands where a document should"));
    m_kept.clear();
    m_keptSize = 0;
    const qint64 offset = m_input.offset();
    const TextPosition start = position();
    const QString fault = SourceText::tr("no document can start here");
    for (;;) {
        const QByteArrayView view = m_input.view();
        const qsizetype line = view.indexOf("\n{");
        const qsizetype end = earlier(line < 0 ? -1 : line + 1, findIdStart(view, {}));
        if (end >= 0 || m_input.hasEnded()) {
            // An array that ends in garbage is closed all the same.
            if (end < 0 && m_isInArray && lastBefore(view, view.size()) == ']')
                m_isInArray = false;
            keep(end >= 0 ? end : view.size());
            return keptPiece(offset, start, fault);
        }
        keep(qMax(qsizetype(0), view.size() - kOverlap));
        if (const auto available = m_input.fill(m_input.view().size() + 1); !available)
            return available.error();
    }
}

/// The size of a number, a word or a string that is a member of an array, if it is plainly that and all there; else 0.
qsizetype JsonSplitter::scalarSize() const
{
    const QByteArrayView view = m_input.view().first(qMin(m_input.view().size(), kOverlap));
    qsizetype end = 0;
    if (view.front() == '"') {
        end = view.indexOf('"', 1) + 1;
    } else {
        const auto isPart = [](char c) {
            return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' || c == '-' || c == '+';
        };
        while (end < view.size() && isPart(view[end]))
            ++end;
    }
    qsizetype behind = end;
    while (behind < view.size() && isSpace(view[behind]))
        ++behind;
    const bool isMember = m_isInArray && behind < view.size() && (view[behind] == ',' || view[behind] == ']');
    return isMember ? end : 0;
}

/// Where inside a broken document the next one may begin; -1 if nowhere. Members of an array inside a document look like documents, so
/// outside of arrays only what stands behind a closed document counts.
qsizetype JsonSplitter::findWay(QByteArrayView broken) const
{
    return m_maybeCut > 0 ? m_maybeCut : findIdStart(broken, m_isInArray ? ",[{}" : "{}");
}

JsonSplitter::Piece JsonSplitter::rejected(const Piece &piece, const QString &fault)
{
    const qsizetype way = findWay(piece.bytes);
    return unreadable(way > 0 ? way : piece.bytes.size(), fault);
}

JsonSplitter::Piece JsonSplitter::unreadable(qsizetype size, const QString &fault)
{
    m_given = size;
    m_isAfterDamage = true;
    m_hasEnd = false;
    return {Kind::Unreadable, m_input.view().first(qMin(size, kMaxKeptSize)), m_input.offset(), size, position(), fault};
}

JsonSplitter::Piece JsonSplitter::keptPiece(qint64 offset, TextPosition position, const QString &fault)
{
    m_isAfterDamage = true;
    m_hasEnd = false;
    return {Kind::Unreadable, m_kept, offset, m_keptSize, position, fault};
}

void JsonSplitter::advance(qsizetype count)
{
    const char *begin = m_input.view().data();
    const char *end = begin + count;
    for (const char *at = begin; at < end && (at = static_cast<const char *>(std::memchr(at, '\n', size_t(end - at)))); ++at) {
        ++m_line;
        m_lineStart = m_input.offset() + (at - begin) + 1;
    }
    m_input.consume(count);
}

/// Moves \a count bytes into the kept piece.
void JsonSplitter::keep(qsizetype count)
{
    m_kept.append(m_input.view().first(qMin(count, kMaxKeptSize - m_kept.size())));
    m_keptSize += count;
    advance(count);
}

} // namespace persistence
