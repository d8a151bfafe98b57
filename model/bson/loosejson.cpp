#include "model/bson/loosejson.h"

#include "model/bson/loosewords.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace persistence::bson {

namespace {

constexpr std::array kDoubleQuotes{"\"", "\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9e"};
constexpr std::array kSingleQuotes{"'", "\xe2\x80\x98", "\xe2\x80\x99", "\xe2\x80\x9a"};
/// No-break space, byte order mark, line and paragraph separator, zero width and ideographic space.
constexpr std::array kOddSpaces{"\xc2\xa0", "\xef\xbb\xbf", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\x8b", "\xe3\x80\x80"};
constexpr qsizetype kMaxArguments = 4;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isOneOf(char c, const char *signs)
{
    return c != '\0' && std::strchr(signs, c);
}

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r';
}

bool isWordByte(char c)
{
    const char lower = char(c | 0x20);
    return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z') || c == '_' || c == '$' || c == '.' || c == '+' || c == '-' ||
           quint8(c) >= 0x80;
}

template <typename Signs>
qsizetype lengthOfOne(QByteArrayView text, const Signs &signs)
{
    for (const char *sign : signs) {
        if (text.startsWith(sign))
            return qsizetype(std::char_traits<char>::length(sign));
    }
    return 0;
}

} // namespace

qsizetype LooseScanner::skipSpaces(qsizetype i) const
{
    while (isSpace(at(i)))
        ++i;
    return i;
}

/// The end of the comment at \a i, or \a i if there is none.
qsizetype LooseScanner::skipComment(qsizetype i) const
{
    const QByteArrayView rest = from(i);
    if (rest.startsWith("/*")) {
        const qsizetype end = m_text.indexOf("*/", i + 2);
        return end < 0 ? m_text.size() : end + 2;
    }
    if (!rest.startsWith("//") && !rest.startsWith('#'))
        return i;
    while (i < m_text.size() && !isLineEnd(m_text[i]))
        ++i;
    return i;
}

/// Skips the name and the parenthesis of `callback({…})`.
bool LooseScanner::skipFunctionCall(bool isRoot)
{
    const QByteArrayView word = isRoot ? shortWord(m_at) : QByteArrayView();
    const qsizetype parenthesis = m_at + word.size();
    if (word.isEmpty() || at(parenthesis) != '(')
        return false;
    const char next = at(skipSpaces(parenthesis + 1));
    if (next != '{' && next != '[')
        return false;
    m_at = parenthesis + 1;
    return true;
}

QByteArray LooseScanner::readGap(bool isRoot)
{
    QByteArray gap;
    while (m_at < m_text.size()) {
        const char c = m_text[m_at];
        const qsizetype afterComment = skipComment(m_at);
        if (isSpace(c)) {
            gap.append(c);
            ++m_at;
        } else if (afterComment > m_at) {
            m_at = afterComment;
            // Nor does the space before a comment that ended its line.
            while ((m_at == m_text.size() || isLineEnd(m_text[m_at])) && (gap.endsWith(' ') || gap.endsWith('\t')))
                gap.chop(1);
        } else if (const qsizetype odd = lengthOfOne(from(m_at), kOddSpaces)) {
            gap.append(' ');
            m_at += odd;
        } else if (c == '(' || c == ')' || c == ';') {
            ++m_at;
        } else if (!skipFunctionCall(isRoot)) {
            break;
        }
    }
    return gap;
}

qsizetype LooseScanner::openingQuote(qsizetype i) const
{
    const QByteArrayView rest = from(i);
    if (const qsizetype quote = lengthOfOne(rest, kDoubleQuotes))
        return quote;
    if (const qsizetype quote = lengthOfOne(rest, kSingleQuotes))
        return quote;
    return rest.startsWith('`') ? 1 : 0;
}

/// The length of a quote at \a i that can close what \a opening opened.
qsizetype LooseScanner::closingQuote(qsizetype i, QByteArrayView opening) const
{
    const QByteArrayView rest = from(i);
    if (opening.size() == 1)
        return rest.startsWith(opening) ? 1 : 0;
    return lengthOfOne(opening, kDoubleQuotes) ? lengthOfOne(rest, kDoubleQuotes) : lengthOfOne(rest, kSingleQuotes);
}

/// Whether what follows a quote makes it the end of a text; a name may also be followed by a value whose colon is missing.
bool LooseScanner::isEndOfText(qsizetype i, bool isName) const
{
    const qsizetype start = i;
    while (at(i) == ' ' || at(i) == '\t')
        ++i;
    if (i >= m_text.size() || isOneOf(m_text[i], ",:]};)=\n\r"))
        return true;
    const bool isValueNext = isName && i > start && (isOneOf(m_text[i], "{[") || jsonOfWord(shortWord(i)));
    return isValueNext || (i > start && openingQuote(i) > 0) || skipComment(i) > i;
}

/// Whether a text that reaches \a lineEnd is closed in a later line, so that the line break belongs to it.
bool LooseScanner::isClosedBeyond(qsizetype lineEnd, QByteArrayView opening)
{
    if (m_quoteAhead < lineEnd || m_quoteSought != opening.back()) {
        m_quoteSought = opening.back();
        m_quoteAhead = lineEnd;
        while (m_quoteAhead < m_text.size() && closingQuote(m_quoteAhead, opening) == 0)
            m_quoteAhead += m_text[m_quoteAhead] == '\\' ? 2 : 1;
    }
    return m_quoteAhead < m_text.size() && isEndOfText(m_quoteAhead + closingQuote(m_quoteAhead, opening), false);
}

/// The end of an unclosed text in its line, without the comma and the brackets that most likely follow it.
qsizetype LooseScanner::withoutClosers(qsizetype begin, qsizetype end, QByteArrayView open) const
{
    const auto trim = [this, begin, &end] {
        while (end > begin && isSpace(m_text[end - 1]))
            --end;
    };
    trim();
    if (end > begin && m_text[end - 1] == ',') {
        --end;
        trim();
    }
    // The last bracket of the line closes the outermost level, so they are counted first.
    qsizetype closers = 0;
    qsizetype i = end;
    while (i > begin && (m_text[i - 1] == '}' || m_text[i - 1] == ']' || isSpace(m_text[i - 1])))
        closers += isSpace(m_text[--i]) ? 0 : 1;
    if (closers == 0 || closers > open.size())
        return end;
    QByteArrayView levels = open.last(closers);
    for (qsizetype j = i; j < end; ++j) {
        if (isSpace(m_text[j]))
            continue;
        if ((levels.back() == '{') != (m_text[j] == '}'))
            return end;
        levels.chop(1);
    }
    end = i;
    trim();
    return end;
}

LooseScanner::TextEnd LooseScanner::findEnd(qsizetype begin, QByteArrayView opening, bool isName, QByteArrayView open)
{
    qsizetype inner = -1; // a quote that seemed to be inside of the text
    qsizetype i = begin;
    const auto unclosed = [&](qsizetype end) {
        const qsizetype content = withoutClosers(begin, std::min(end, m_text.size()), open);
        return TextEnd{content, content};
    };
    while (i < m_text.size()) {
        if (m_text[i] == '\\') {
            i += 2;
        } else if (isLineEnd(m_text[i]) && !isClosedBeyond(i, opening)) {
            return unclosed(i);
        } else if (const qsizetype quote = closingQuote(i, opening)) {
            if (isEndOfText(i + quote, isName)) {
                // `"a": "x, "b": 1`: a value is no name, so its quote is missing before the name.
                const bool isNextName = !isName && inner >= 0 && at(skipSpaces(i + quote)) == ':';
                return isNextName ? unclosed(inner) : TextEnd{i, i + quote};
            }
            inner = i;
            i += quote;
        } else {
            ++i;
        }
    }
    return unclosed(m_text.size());
}

QByteArray LooseScanner::readText(bool isName, QByteArrayView open)
{
    const QByteArrayView opening = m_text.sliced(m_at, openingQuote(m_at));
    const qsizetype begin = m_at + opening.size();
    const TextEnd end = findEnd(begin, opening, isName, open);
    m_at = end.next;
    return quotedJson(m_text.sliced(begin, end.content - begin));
}

LooseToken LooseScanner::read(bool wantsName, QByteArrayView open)
{
    const char c = at(m_at);
    if (m_at >= m_text.size())
        return {};
    if (isOneOf(c, "{}[],:")) {
        ++m_at;
        return {c, QByteArray(1, c)};
    }
    if (c == '=') {
        m_at += at(m_at + 1) == '>' ? 2 : 1;
        return {':', ":"};
    }
    if (openingQuote(m_at) > 0)
        return {'"', readText(wantsName, open)};
    return readWord(wantsName);
}

QByteArrayView LooseScanner::shortWord(qsizetype i) const
{
    const QByteArrayView rest = from(i);
    return rest.first(std::find_if_not(rest.begin(), rest.end(), isWordByte) - rest.begin());
}

/// The end of a text without quotes.
qsizetype LooseScanner::phraseEnd(bool isName) const
{
    qsizetype i = m_at;
    for (; i < m_text.size(); ++i) {
        const char c = m_text[i];
        const bool isColonInside = c == ':' && !isName && (isWordByte(at(i + 1)) || at(i + 1) == '/');
        const bool isEnd = isOneOf(c, ",]}[{\"\n\r:") && !isColonInside;
        if (isEnd || (isName && (isSpace(c) || c == '=')) || (isSpace(c) && skipComment(i + 1) > i + 1))
            break;
    }
    while (i > m_at && isSpace(m_text[i - 1]))
        --i;
    return std::max(i, m_at + 1);
}

/// Whether the number or literal that ends at \a end is a value, and not the first word of a text without quotes.
bool LooseScanner::standsAlone(qsizetype end) const
{
    if (isEndOfText(end, false))
        return true;
    const qsizetype next = skipSpaces(end);
    const QByteArrayView word = shortWord(next);
    return next > end && (isOneOf(at(next), "{[") || jsonOfWord(word) || at(skipSpaces(next + word.size())) == ':');
}

LooseToken LooseScanner::readWord(bool wantsName)
{
    LooseToken token;
    if (!wantsName && (readRegex(token) || readCall(token)))
        return token;
    const QByteArrayView word = shortWord(m_at);
    const auto value = wantsName ? std::nullopt : jsonOfWord(word);
    if (value && standsAlone(m_at + word.size())) {
        m_at += word.size();
        return {'v', *value};
    }
    const qsizetype end = phraseEnd(wantsName);
    const QByteArrayView phrase = m_text.sliced(m_at, end - m_at);
    m_at = end;
    // A backslash outside of quotes escapes nothing.
    return {'"', quotedJson(phrase.toByteArray().replace('\\', "\\\\"))};
}

bool LooseScanner::readCall(LooseToken &token)
{
    qsizetype begin = m_at;
    if (from(begin).startsWith("new "))
        begin = skipSpaces(begin + 4);
    const QByteArrayView function = shortWord(begin);
    qsizetype i = begin + function.size();
    if (function.isEmpty() || at(i) != '(')
        return false;
    std::vector<QByteArray> arguments;
    for (i = skipSpaces(i + 1); i < m_text.size() && m_text[i] != ')'; i = skipSpaces(i)) {
        const QByteArrayView word = shortWord(i);
        const qsizetype quote = openingQuote(i);
        const QByteArrayView opening = from(i).first(quote);
        if (qsizetype(arguments.size()) == kMaxArguments || (quote == 0 && word.isEmpty()))
            return false;
        if (quote > 0) {
            const TextEnd end = findEnd(i + quote, opening, false, {});
            if (end.content == end.next)
                return false;
            arguments.push_back(quotedJson(m_text.sliced(i + quote, end.content - i - quote)));
            i = end.next;
        } else {
            arguments.push_back(word.toByteArray());
            i += word.size();
        }
        i = skipSpaces(i);
        i += at(i) == ',' ? 1 : 0;
    }
    if (i >= m_text.size())
        return false;
    const auto json = jsonOfCall(function, arguments);
    token = json ? LooseToken{'v', *json} : LooseToken{'"', quotedJson(m_text.sliced(m_at, i + 1 - m_at))};
    m_at = i + 1;
    return true;
}

/// A regular expression as JavaScript writes it: `/pattern/options`.
bool LooseScanner::readRegex(LooseToken &token)
{
    if (at(m_at) != '/')
        return false;
    qsizetype i = m_at + 1;
    while (i < m_text.size() && m_text[i] != '/' && !isLineEnd(m_text[i]))
        i += m_text[i] == '\\' ? 2 : 1;
    if (at(i) != '/')
        return false;
    const QByteArrayView pattern = m_text.sliced(m_at + 1, i - m_at - 1);
    const QByteArrayView options = shortWord(i + 1);
    const auto json = jsonOfCall("regexp", {quotedJson(pattern.toByteArray().replace('\\', "\\\\")), quotedJson(options)});
    if (json) {
        token = {'v', *json};
        m_at = i + 1 + options.size();
    }
    return json.has_value();
}

} // namespace persistence::bson
