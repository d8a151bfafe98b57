#include "model/transfer/textkind.h"

#include <algorithm>
#include <array>
#include <optional>

namespace persistence {

namespace {

constexpr qsizetype kIdSize = 17;
constexpr qsizetype kObjectIdSize = 24;
constexpr qsizetype kUuidSize = 36;
constexpr qsizetype kMinToken = 20;
constexpr qsizetype kMinPhoneDigits = 7;
constexpr qsizetype kMaxPhoneDigits = 15;
/// With the signs between the digits.
constexpr qsizetype kMaxPhoneSize = 32;
/// The characters of Meteor's Random.id(): none that are easily mistaken for others.
constexpr QByteArrayView kIdCharacters = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::array<QByteArrayView, 5> kSchemes = {"https://", "http://", "wss://", "ws://", "ftp://"};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isHexDigit(char c)
{
    return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/// What words, tokens and ids are made of.
bool isWord(char c)
{
    return isLetter(c) || isDigit(c) || c == '_' || c == '-';
}

bool isMailName(char c)
{
    return isWord(c) || c == '.' || c == '+' || c == '%' || uchar(c) >= 0x80;
}

bool isMailHost(char c)
{
    return isLetter(c) || isDigit(c) || c == '.' || c == '-' || uchar(c) >= 0x80;
}

bool endsUrl(char c)
{
    return uchar(c) <= ' ' || QByteArrayView("\"'<>`{}|\\^()[]").contains(c);
}

bool isUuid(QByteArrayView word)
{
    if (word.size() != kUuidSize)
        return false;
    for (qsizetype i = 0; i < word.size(); ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        if (isDash ? word[i] != '-' : !isHexDigit(word[i]))
            return false;
    }
    return true;
}

bool hasLettersAndDigits(QByteArrayView word)
{
    return std::any_of(word.begin(), word.end(), isDigit) && std::any_of(word.begin(), word.end(), isLetter);
}

/// Goes through a text once; each step ends behind what it has looked at.
class KindSearch final
{
public:
    explicit KindSearch(QByteArrayView text) : m_text(text) {}

    std::vector<TextFind> run()
    {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (takeUrl() || takePhone())
                continue;
            if (isMailName(c))
                takeName();
            else
                ++m_at;
        }
        return std::move(m_found);
    }

private:
    void add(TextKind kind, qsizetype start, qsizetype end)
    {
        m_found.push_back({kind, start, end - start});
        m_at = end;
    }

    bool takeUrl()
    {
        const QByteArrayView rest = m_text.sliced(m_at);
        const char c = rest.front() | 0x20;
        if (c != 'h' && c != 'w' && c != 'f')
            return false;
        for (const QByteArrayView scheme : kSchemes) {
            if (rest.size() <= scheme.size() || rest.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) != 0)
                continue;
            qsizetype end = m_at + scheme.size();
            while (end < m_text.size() && !endsUrl(m_text[end]))
                ++end;
            add(TextKind::Url, m_at, end);
            return true;
        }
        return false;
    }

    bool takePhone()
    {
        const bool isStart = (m_text[m_at] == '+' || m_text[m_at] == '0') && (m_at == 0 || !isWord(m_text[m_at - 1]));
        if (!isStart)
            return false;
        qsizetype end = m_at + 1, digits = m_text[m_at] == '0' ? 1 : 0, last = m_at;
        const qsizetype limit = std::min(m_text.size(), m_at + kMaxPhoneSize);
        for (; end < limit && (isDigit(m_text[end]) || QByteArrayView(" ()/.-").contains(m_text[end])); ++end) {
            if (isDigit(m_text[end])) {
                ++digits;
                last = end;
            }
        }
        const bool isInWord = last + 1 < m_text.size() && (isLetter(m_text[last + 1]) || m_text[last + 1] == '_');
        if (digits < kMinPhoneDigits || digits > kMaxPhoneDigits || isInWord)
            return false;
        add(TextKind::Phone, m_at, last + 1);
        return true;
    }

    /// A run of characters that names of mail boxes have: a mail address, or words with tokens and ids among them.
    void takeName()
    {
        const qsizetype start = m_at;
        qsizetype end = start;
        while (end < m_text.size() && isMailName(m_text[end]))
            ++end;
        if (end < m_text.size() && m_text[end] == '@') {
            qsizetype host = end + 1;
            while (host < m_text.size() && isMailHost(m_text[host]))
                ++host;
            while (host > end + 1 && (m_text[host - 1] == '.' || m_text[host - 1] == '-'))
                --host;
            if (m_text.sliced(end + 1, host - end - 1).contains('.')) {
                add(TextKind::Email, start, host);
                return;
            }
        }
        takeWords(start, end);
        m_at = end;
    }

    void takeWords(qsizetype start, qsizetype end)
    {
        while (start < end) {
            qsizetype stop = start;
            while (stop < end && isWord(m_text[stop]))
                ++stop;
            takeWord(start, stop);
            start = stop + 1;
        }
    }

    void takeWord(qsizetype start, qsizetype end)
    {
        const QByteArrayView word = m_text.sliced(start, end - start);
        const bool isObjectId = word.size() == kObjectIdSize && std::all_of(word.begin(), word.end(), isHexDigit);
        if (word.size() < kIdSize || isObjectId || isUuid(word))
            return;
        if (takeIds(start, end) || word.size() < kMinToken || !hasLettersAndDigits(word))
            return;
        m_found.push_back({TextKind::Token, start, word.size()});
    }

    /// Ids stand alone or between `-` and `_`, as in "DF-RID-<id>".
    bool takeIds(qsizetype start, qsizetype end)
    {
        bool isFound = false;
        while (start < end) {
            qsizetype stop = start;
            while (stop < end && m_text[stop] != '-' && m_text[stop] != '_')
                ++stop;
            const QByteArrayView part = m_text.sliced(start, stop - start);
            const bool isId = part.size() == kIdSize && hasLettersAndDigits(part) &&
                              std::all_of(part.begin(), part.end(), [](char c) { return kIdCharacters.contains(c); });
            if (isId)
                m_found.push_back({TextKind::UserId, start, kIdSize});
            isFound |= isId;
            start = stop + 1;
        }
        return isFound;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    std::vector<TextFind> m_found;
};

} // namespace

std::vector<TextFind> findTextKinds(QByteArrayView text)
{
    return KindSearch(text).run();
}

} // namespace persistence
