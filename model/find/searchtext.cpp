#include "model/find/searchtext.h"

#include "model/bson/isodate.h"
#include "model/bson/numbertext.h"
#include "model/bson/preview.h"

#include <QString>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace persistence {

namespace {

constexpr std::array<QByteArrayView, 12> kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                                    "July",    "August",   "September", "October", "November", "December"};
/// All other words that searchText() writes: of marks, and the letters of dates and exponents.
constexpr std::array<QByteArrayView, 9> kWords = {"true", "false", "null", "undefined", "minkey", "maxkey", "infinity", "nan", "tze"};
/// As much of binary data is searched as is shown.
constexpr qsizetype kMaxBinary = 32;

template <typename Integer>
void appendInteger(QByteArray &out, Integer value)
{
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr - digits);
}

void appendDouble(QByteArray &out, double value)
{
    char digits[48];
    if (std::isfinite(value))
        out.append(digits, bson::formatDouble(value, digits) - digits);
    else
        out += std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

void appendDate(QByteArray &out, qint64 milliseconds)
{
    using namespace std::chrono;
    if (!bson::isInIsoRange(milliseconds)) {
        appendInteger(out, milliseconds);
        return;
    }
    bson::appendIsoDate(out, milliseconds);
    const qsizetype size = out.size();
    out += '\n';
    out += QByteArrayView(out).first(size).toByteArray().replace('T', ' ');
    const year_month_day day(floor<days>(sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(milliseconds))));
    out += '\n';
    appendInteger(out, unsigned(day.day()));
    out += ' ';
    out += kMonths[unsigned(day.month()) - 1];
    out += ' ';
    appendInteger(out, int(day.year()));
}

bool isOnly(QByteArrayView text, QByteArrayView characters)
{
    return std::all_of(text.begin(), text.end(), [&](char c) { return characters.contains(c); });
}

bool isWord(QByteArrayView lower)
{
    const auto holds = [&](QByteArrayView word) { return word.toByteArray().toLower().contains(lower); };
    return std::any_of(kMonths.begin(), kMonths.end(), holds) || std::any_of(kWords.begin(), kWords.end(), holds);
}

} // namespace

bool isSearchedAsStored(bson::Type type)
{
    return type == bson::Type::String || type == bson::Type::Symbol || type == bson::Type::Code || type == bson::Type::CodeWithScope;
}

QByteArrayView searchText(const bson::Element &value, QByteArray &buffer)
{
    buffer.resize(0);
    switch (value.type()) {
    case bson::Type::String:
    case bson::Type::Symbol:
    case bson::Type::Code:
        return value.toText();
    case bson::Type::CodeWithScope:
        return value.toScopedCode();
    case bson::Type::Document:
    case bson::Type::Array:
        return {};
    case bson::Type::Int32:
        appendInteger(buffer, value.toInt32());
        break;
    case bson::Type::Int64:
        appendInteger(buffer, value.toInt64());
        break;
    case bson::Type::Double:
        appendDouble(buffer, value.toDouble());
        break;
    case bson::Type::Date:
        appendDate(buffer, value.toDate());
        break;
    case bson::Type::Bool:
        buffer += value.toBool() ? "true" : "false";
        break;
    case bson::Type::ObjectId:
        buffer += value.toObjectId().toByteArray().toHex();
        break;
    case bson::Type::Binary:
        buffer += value.toBinary().data.first(std::min(value.toBinary().data.size(), kMaxBinary)).toByteArray().toHex();
        break;
    case bson::Type::Decimal128:
        buffer += bson::preview(value, 64).toLatin1();
        break;
    case bson::Type::Timestamp:
        appendInteger(buffer, value.toTimestamp().seconds);
        buffer += ", ";
        appendInteger(buffer, value.toTimestamp().increment);
        break;
    case bson::Type::Regex:
        buffer.append('/').append(value.toRegex().pattern).append('/').append(value.toRegex().options);
        break;
    case bson::Type::DbPointer:
        buffer.append(value.toDbPointer().collection).append(' ').append(value.toDbPointer().objectId.toByteArray().toHex());
        break;
    case bson::Type::Null:
        buffer += "null";
        break;
    case bson::Type::Undefined:
        buffer += "undefined";
        break;
    case bson::Type::MinKey:
        buffer += "MinKey";
        break;
    case bson::Type::MaxKey:
        buffer += "MaxKey";
        break;
    }
    return buffer;
}

bool mayBeFormatted(QByteArrayView needle)
{
    const QByteArray lower = needle.toByteArray().toLower();
    const auto isLetter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto isHexLetter = [](char c) { return c >= 'a' && c <= 'f'; };
    // Regular expressions and pointers are made up of stored text, a mark, and options or hex digits.
    const qsizetype slash = lower.lastIndexOf('/'), space = lower.lastIndexOf(' ');
    if (lower.startsWith('/') || (slash > 0 && isOnly(lower.sliced(slash + 1), "imslux")))
        return true;
    if (space >= 0 && isOnly(lower.sliced(space + 1), "0123456789abcdef"))
        return true;
    for (auto it = lower.begin(); it != lower.end();) {
        const auto end = std::find_if_not(it, lower.end(), isLetter);
        if (it == end) {
            if (!QByteArrayView("0123456789+-.,: ").contains(*it))
                return false;
            ++it;
            continue;
        }
        if (!std::all_of(it, end, isHexLetter) && !isWord(QByteArrayView(it, end)))
            return false;
        it = end;
    }
    return true;
}

} // namespace persistence
