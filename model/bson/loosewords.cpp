#include "model/bson/loosewords.h"

#include "model/bson/extendedjsonreader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>

namespace persistence::bson {

namespace {

struct Known
{
    const char *word;
    const char *json;
};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool reads(const QByteArray &json)
{
    ExtendedJsonReader reader;
    Builder builder;
    return reader.readValue(json, "v", builder);
}

QByteArray quoted(const QByteArray &argument)
{
    return argument.startsWith('"') ? argument : '"' + argument + '"';
}

std::optional<QByteArray> wrapped(const char *name, const QByteArray &value)
{
    QByteArray json = QByteArray("{\"") + name + "\": " + value + '}';
    return reads(json) ? std::optional(std::move(json)) : std::nullopt;
}

/// Dates come with and without time and zone.
std::optional<QByteArray> dateOf(const QByteArray &argument)
{
    if (!argument.startsWith('"'))
        return wrapped("$date", "{\"$numberLong\": \"" + argument + "\"}");
    const QByteArray text = argument.sliced(1, argument.size() - 2);
    for (const char *ending : {"", "Z", "T00:00:00Z"}) {
        if (auto json = wrapped("$date", '"' + text + ending + '"'))
            return json;
    }
    return std::nullopt;
}

std::optional<QByteArray> pairOf(const QByteArray &function, const std::vector<QByteArray> &arguments)
{
    const QByteArray &first = arguments[0];
    const QByteArray &second = arguments[1];
    if (function == "timestamp")
        return wrapped("$timestamp", "{\"t\": " + first + ", \"i\": " + second + '}');
    if (function == "regexp")
        return wrapped("$regularExpression", "{\"pattern\": " + quoted(first) + ", \"options\": " + quoted(second) + '}');
    if (function != "bindata")
        return std::nullopt;
    const QByteArray subtype = QByteArray::number(first.toUInt(), 16).rightJustified(2, '0');
    return wrapped("$binary", "{\"base64\": " + quoted(second) + ", \"subType\": \"" + subtype + "\"}");
}

/// Numbers that JSON does not write so: a plus sign, digits missing at the point, hexadecimal ones, JavaScript's `5n`.
std::optional<QByteArray> jsonOfNumber(QByteArrayView word)
{
    const bool isNegative = word.startsWith('-');
    QByteArray digits = word.sliced(isNegative || word.startsWith('+') ? 1 : 0).toByteArray();
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
        bool isHex = false;
        const quint64 value = digits.sliced(2).toULongLong(&isHex, 16);
        digits = isHex ? QByteArray::number(value) : QByteArray();
    } else if (digits.endsWith('n')) {
        digits.chop(1);
    } else if (digits.startsWith('.')) {
        digits.prepend('0');
    } else if (digits.endsWith('.')) {
        digits.append('0');
    }
    if (digits.isEmpty() || !isDigit(digits[0]))
        return std::nullopt;
    QByteArray json = isNegative ? '-' + digits : digits;
    return isJsonWord(json) ? std::optional(std::move(json)) : std::nullopt;
}

bool isOneOf(char c, const char *signs)
{
    return c != '\0' && std::strchr(signs, c);
}

/// The value of four hex digits; -1 if there are none.
int codeUnit(QByteArrayView text)
{
    bool isHex = text.size() >= 4 && std::all_of(text.begin(), text.begin() + 4, [](char c) { return std::isxdigit(quint8(c)) != 0; });
    const int value = isHex ? text.first(4).toByteArray().toInt(&isHex, 16) : -1;
    return isHex ? value : -1;
}

void appendControl(QByteArray &out, char c)
{
    static constexpr char kEscapes[] = "btnvfr";
    if (c >= '\b' && c <= '\r' && c != '\v')
        out.append('\\').append(kEscapes[c - '\b']);
    else
        out.append("\\u00").append(QByteArray::number(int(quint8(c)), 16).rightJustified(2, '0'));
}

/// Writes the escape at the start of \a raw, which begins with a backslash, and returns its length there.
qsizetype appendEscape(QByteArray &out, QByteArrayView raw)
{
    const char c = raw.size() > 1 ? raw[1] : '\0';
    const qsizetype two = std::min<qsizetype>(2, raw.size());
    if (c == 'u') {
        const int unit = codeUnit(raw.sliced(2));
        const bool isHigh = unit >= 0xd800 && unit < 0xdc00;
        const int low = isHigh && raw.size() >= 12 && raw[6] == '\\' && raw[7] == 'u' ? codeUnit(raw.sliced(8)) : -1;
        const bool isPair = low >= 0xdc00 && low < 0xe000;
        const bool isAlone = unit >= 0xd800 && unit < 0xe000 && !isPair;
        if (unit < 0 || isAlone) {
            out.append("\\\\"); // No character: what was typed stays readable.
            return 1;
        }
        out.append(raw.first(isPair ? 12 : 6));
        return isPair ? 12 : 6;
    }
    if (raw.size() > 1 && isOneOf(c, "\"\\/bfnrt"))
        out.append(raw.first(2));
    else if (c == '\'' || c == '`')
        out.append(c);
    else if (c == 'x' && codeUnit(QByteArray("00") + raw.sliced(2).first(std::min<qsizetype>(2, raw.size() - 2)).toByteArray()) >= 0)
        return out.append("\\u00").append(raw.sliced(2, 2)), 4;
    else if (c == '0' || c == 'v')
        out.append(c == '0' ? "\\u0000" : "\\u000b");
    else if (isOneOf(c, "\n\r"))
        return raw.sliced(1).startsWith("\r\n") ? 3 : 2; // JavaScript goes on in the next line.
    else
        return out.append("\\\\"), 1;
    return two;
}

} // namespace

bool isJsonWord(QByteArrayView word)
{
    if (word == "true" || word == "false" || word == "null")
        return true;
    const auto *at = word.begin() + (word.startsWith('-') ? 1 : 0);
    const auto skipDigits = [&at, &word] {
        const auto *first = at;
        at = std::find_if_not(at, word.end(), isDigit);
        return at - first;
    };
    const bool startsWithZero = at != word.end() && *at == '0';
    const auto whole = skipDigits();
    if (whole == 0 || (startsWithZero && whole > 1))
        return false;
    if (at != word.end() && *at == '.' && (++at, skipDigits() == 0))
        return false;
    if (at != word.end() && (*at | 0x20) == 'e') {
        ++at;
        at += at != word.end() && (*at == '+' || *at == '-') ? 1 : 0;
        if (skipDigits() == 0)
            return false;
    }
    return at == word.end();
}

std::optional<QByteArray> jsonOfWord(QByteArrayView word)
{
    static constexpr std::array kWords{
        Known{"true", "true"},
        Known{"false", "false"},
        Known{"null", "null"},
        Known{"none", "null"},
        Known{"nil", "null"},
        Known{"undefined", "null"},
        Known{"nan", "{\"$numberDouble\": \"NaN\"}"},
        Known{"infinity", "{\"$numberDouble\": \"Infinity\"}"},
        Known{"+infinity", "{\"$numberDouble\": \"Infinity\"}"},
        Known{"-infinity", "{\"$numberDouble\": \"-Infinity\"}"},
        Known{"minkey", "{\"$minKey\": 1}"},
        Known{"maxkey", "{\"$maxKey\": 1}"},
    };
    if (isJsonWord(word))
        return word.toByteArray();
    if (word.size() > 16)
        return jsonOfNumber(word);
    const QByteArray lower = word.toByteArray().toLower();
    const auto *known = std::find_if(kWords.begin(), kWords.end(), [&lower](const Known &entry) { return lower == entry.word; });
    return known != kWords.end() ? std::optional(QByteArray(known->json)) : jsonOfNumber(word);
}

std::optional<QByteArray> jsonOfCall(QByteArrayView function, const std::vector<QByteArray> &arguments)
{
    static constexpr std::array kWrappers{
        Known{"objectid", "$oid"},
        Known{"numberlong", "$numberLong"},
        Known{"long", "$numberLong"},
        Known{"long.fromstring", "$numberLong"},
        Known{"int64", "$numberLong"},
        Known{"numberint", "$numberInt"},
        Known{"int32", "$numberInt"},
        Known{"numberdecimal", "$numberDecimal"},
        Known{"decimal128", "$numberDecimal"},
        Known{"decimal128.fromstring", "$numberDecimal"},
        Known{"double", "$numberDouble"},
        Known{"uuid", "$uuid"},
        Known{"symbol", "$symbol"},
        Known{"bsonsymbol", "$symbol"},
        Known{"code", "$code"},
    };
    const QByteArray lower = function.toByteArray().toLower();
    if (arguments.empty())
        return lower == "minkey" || lower == "maxkey" ? jsonOfWord(lower) : std::nullopt;
    if (arguments.size() == 2)
        return pairOf(lower, arguments);
    if (arguments.size() != 1)
        return std::nullopt;
    if (lower == "isodate" || lower == "date")
        return dateOf(arguments[0]);
    if (lower == "regexp")
        return pairOf(lower, {arguments[0], "\"\""});
    const auto *known = std::find_if(kWrappers.begin(), kWrappers.end(), [&lower](const Known &entry) { return lower == entry.word; });
    return known != kWrappers.end() ? wrapped(known->json, quoted(arguments[0])) : std::nullopt;
}

QByteArray quotedJson(QByteArrayView raw)
{
    QByteArray out = "\"";
    out.reserve(raw.size() + 2);
    for (qsizetype i = 0; i < raw.size();) {
        const char c = raw[i];
        if (c == '\\') {
            i += appendEscape(out, raw.sliced(i));
            continue;
        }
        if (c == '"')
            out.append("\\\"");
        else if (quint8(c) < 0x20)
            appendControl(out, c);
        else
            out.append(c);
        ++i;
    }
    return out.append('"');
}

} // namespace persistence::bson
