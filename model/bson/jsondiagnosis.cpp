#include "model/bson/jsondiagnosis.h"

#include "model/bson/loosewords.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <vector>

namespace persistence::bson {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ExtendedJson)
};

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// What words, numbers and names without quotes are made of. Bytes beyond ASCII count as letters.
bool isWordByte(char c)
{
    const char lower = char(c | 0x20);
    return isDigit(c) || (lower >= 'a' && lower <= 'z') || c == '_' || c == '$' || c == '.' || c == '+' || c == '-' || quint8(c) >= 0x80;
}

QByteArrayView wordAt(QByteArrayView text, qsizetype at)
{
    const auto *end = std::find_if_not(text.begin() + at, text.end(), isWordByte);
    return text.sliced(at, end - text.begin() - at);
}

/// Which character may come next, as far as the text is sound.
enum class Expects { Value, ItemOrEnd, NameOrEnd, Name, Colon, CommaOrEnd, Nothing };

/// Follows sound JSON text and knows at its end what is open and what should come.
class Follower final
{
public:
    /// False: the text ends inside of a string, about which a parser knows best.
    bool follow(QByteArrayView text);

    /// Offsets of the brackets that are open.
    std::vector<qsizetype> open;
    Expects expects = Expects::Value;
    /// The last character that is no white space; 0 if there is none.
    char last = 0;
    /// Where the last word or number begins that ends right at the end of the text; -1 if none does.
    qsizetype wordStart = -1;

    void takeValue() { expects = expects == Expects::Name || expects == Expects::NameOrEnd ? Expects::Colon : afterValue(); }

private:
    void take(QByteArrayView text, qsizetype at);
    Expects afterValue() const { return open.empty() ? Expects::Nothing : Expects::CommaOrEnd; }
};

bool Follower::follow(QByteArrayView text)
{
    for (qsizetype i = text.startsWith("\xef\xbb\xbf") ? 3 : 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isSpace(c))
            continue;
        last = c;
        if (c == '"') {
            for (++i; i < text.size() && text[i] != '"'; ++i)
                i += text[i] == '\\' ? 1 : 0;
            if (i >= text.size())
                return false;
            takeValue();
        } else if (isWordByte(c)) {
            const qsizetype start = i;
            while (i + 1 < text.size() && isWordByte(text[i + 1]))
                ++i;
            if (i + 1 == text.size()) {
                wordStart = start; // It may go on, so it is no value yet.
                return true;
            }
            takeValue();
        } else {
            take(text, i);
        }
    }
    return true;
}

void Follower::take(QByteArrayView text, qsizetype at)
{
    switch (text[at]) {
    case '{':
    case '[':
        open.push_back(at);
        expects = text[at] == '{' ? Expects::NameOrEnd : Expects::ItemOrEnd;
        break;
    case '}':
    case ']':
        if (!open.empty())
            open.pop_back();
        expects = afterValue();
        break;
    case ',':
        expects = !open.empty() && text[open.back()] == '{' ? Expects::Name : Expects::Value;
        break;
    case ':':
        expects = Expects::Value;
        break;
    default:
        break;
    }
}

QString notJson(QByteArrayView word, QByteArrayView instead)
{
    return Texts::tr("“%1” is not JSON; write %2").arg(QString::fromUtf8(word), QString::fromUtf8(instead));
}

/// A word where a value should be.
QString reasonOfWord(QByteArrayView word, char next)
{
    struct Call
    {
        const char *function;
        const char *instead;
    };
    static constexpr std::array kCalls{
        Call{"objectid", "{\"$oid\": \"…\"}"},        Call{"isodate", "{\"$date\": \"…\"}"},
        Call{"date", "{\"$date\": \"…\"}"},           Call{"numberlong", "{\"$numberLong\": \"…\"}"},
        Call{"numberint", "{\"$numberInt\": \"…\"}"}, Call{"numberdecimal", "{\"$numberDecimal\": \"…\"}"},
        Call{"uuid", "{\"$uuid\": \"…\"}"},           Call{"bindata", "{\"$binary\": …}"},
    };
    const QByteArray lower = word.toByteArray().toLower();
    const auto *call = std::find_if(kCalls.begin(), kCalls.end(), [&lower](const Call &known) { return lower == known.function; });
    if (call != kCalls.end() && next == '(')
        return notJson(word, call->instead);
    const auto json = jsonOfWord(word);
    return json ? notJson(word, *json) : Texts::tr("a text must be in double quotes");
}

QString reasonOfNumber(QByteArrayView number)
{
    const bool isNegative = number.startsWith('-');
    const QByteArrayView digits = number.sliced(isNegative || number.startsWith('+') ? 1 : 0);
    if (number.startsWith('+'))
        return Texts::tr("a number cannot begin with a plus sign");
    if (digits.isEmpty())
        return Texts::tr("a digit is missing after the minus sign");
    if (digits.startsWith('.'))
        return Texts::tr("a digit is missing before the decimal point");
    if (digits.startsWith("0x") || digits.startsWith("0X"))
        return Texts::tr("a number cannot be hexadecimal");
    if (digits.size() > 1 && digits[0] == '0' && isDigit(digits[1]))
        return Texts::tr("a number cannot begin with a zero");
    return Texts::tr("this is not a number; a text must be in double quotes");
}

/// Reasons that hold whatever should come: quotes of another kind, comments. Empty if it is neither.
QString reasonOfSign(QByteArrayView rest, bool wantsName)
{
    static constexpr std::array kQuotes{"'", "`", "\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9e", "\xe2\x80\x98", "\xe2\x80\x99"};
    const bool isQuote = std::any_of(kQuotes.begin(), kQuotes.end(), [rest](const char *quote) { return rest.startsWith(quote); });
    if (isQuote)
        return wantsName ? Texts::tr("a name must be in double quotes") : Texts::tr("a text must be in double quotes");
    if (rest.startsWith("//") || rest.startsWith("/*") || rest.startsWith('#'))
        return Texts::tr("JSON has no comments");
    return {};
}

QString placeOf(QByteArrayView text, qsizetype offset, const QString &sentence)
{
    const QByteArrayView before = text.first(offset);
    return sentence.arg(QString::number(std::count(before.begin(), before.end(), '\n') + 1));
}

/// The bracket that was opened last is not closed.
QString reasonOfOpen(QByteArrayView text, qsizetype open)
{
    return text[open] == '{' ? placeOf(text, open, Texts::tr("this brace is not closed, opened at line %1"))
                             : placeOf(text, open, Texts::tr("this bracket is not closed, opened at line %1"));
}

QString reasonOfCloser(QByteArrayView text, const Follower &before, char closer)
{
    if (before.open.empty())
        return Texts::tr("nothing is open that this could close");
    if (before.last == ':')
        return Texts::tr("a value is missing after the colon");
    if (before.expects == Expects::Colon)
        return Texts::tr("a colon and a value are missing after the field name");
    const bool fits = (text[before.open.back()] == '{') == (closer == '}');
    if (!fits)
        return reasonOfOpen(text, before.open.back());
    return before.last == ',' ? Texts::tr("there is a comma too many before this") : QString();
}

QString reasonOfPunctuation(QByteArrayView text, const Follower &before, char c)
{
    if (c == '}' || c == ']')
        return reasonOfCloser(text, before, c);
    if (c == ',') {
        if (before.last == ',')
            return Texts::tr("there is a comma too many");
        return before.expects == Expects::Colon ? Texts::tr("a colon and a value are missing after the field name")
                                                : Texts::tr("a value is missing before the comma");
    }
    if (c == ':' && before.expects == Expects::CommaOrEnd)
        return Texts::tr("a colon can only follow a field name");
    return {};
}

QString reasonAt(QByteArrayView text, qsizetype offset, const Follower &before)
{
    const QByteArrayView rest = text.sliced(offset);
    const bool wantsName = before.expects == Expects::Name || before.expects == Expects::NameOrEnd;
    if (QString sign = reasonOfSign(rest, wantsName); !sign.isEmpty())
        return sign;
    if (QString mark = reasonOfPunctuation(text, before, rest.front()); !mark.isEmpty())
        return mark;
    if (before.expects == Expects::Colon)
        return Texts::tr("a colon is missing after the field name");
    const QByteArrayView word = wordAt(text, offset);
    const char next = word.size() < rest.size() ? rest[word.size()] : '\0';
    const bool isNumber = !word.isEmpty() && (isDigit(word[0]) || word[0] == '-' || word[0] == '+' || word[0] == '.');
    const bool startsValue = !word.isEmpty() || rest.front() == '"' || rest.front() == '{' || rest.front() == '[';
    if (wantsName)
        return word.isEmpty() ? QString() : Texts::tr("a name must be in double quotes");
    if (before.expects == Expects::CommaOrEnd)
        return startsValue ? Texts::tr("a comma is missing") : QString();
    if (before.expects == Expects::Nothing)
        return {};
    if (word.isEmpty())
        return Texts::tr("no value begins with this character");
    return isNumber && !word.endsWith("Infinity") ? reasonOfNumber(word) : reasonOfWord(word, next);
}

} // namespace

std::optional<JsonDiagnosis> diagnoseJson(QByteArrayView text, qsizetype offset)
{
    offset = std::clamp<qsizetype>(offset, 0, text.size());
    Follower before;
    if (!before.follow(text.first(offset)))
        return std::nullopt;
    if (before.wordStart >= 0 && !isJsonWord(wordAt(text, before.wordStart))) {
        offset = before.wordStart; // Parsers stop in the middle of "tru" or "01"; the word is what is wrong.
    } else {
        if (before.wordStart >= 0)
            before.takeValue();
        offset = std::find_if_not(text.begin() + offset, text.end(), isSpace) - text.begin();
    }
    if (offset < text.size()) {
        const QString reason = reasonAt(text, offset, before);
        return reason.isEmpty() ? std::nullopt : std::optional(JsonDiagnosis{offset, reason});
    }
    if (before.open.empty())
        return std::nullopt;
    return JsonDiagnosis{offset, reasonOfOpen(text, before.open.back())};
}

} // namespace persistence::bson
