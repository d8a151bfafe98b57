#include "model/find/filtervalue.h"

#include "model/bson/isodate.h"
#include "model/bson/numbertext.h"
#include "model/bson/preview.h"

#include <QString>

#include <array>
#include <chrono>
#include <cmath>

namespace persistence {

namespace {

constexpr qint64 kHour = 3'600'000;
constexpr qint64 kMinute = 60'000;
constexpr qint64 kSecond = 1'000;

std::optional<int> digits(QByteArrayView text)
{
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = 10 * value + (c - '0');
    }
    return text.isEmpty() ? std::nullopt : std::optional(value);
}

/// A year, month or day.
std::optional<DateSpan> parseDays(QByteArrayView text)
{
    using namespace std::chrono;
    const bool isShaped =
        text.size() == 4 || (text.size() == 7 && text[4] == '-') || (text.size() == 10 && text[4] == '-' && text[7] == '-');
    const auto yearNumber = isShaped ? digits(text.first(4)) : std::nullopt;
    const auto monthNumber = isShaped && text.size() > 4 ? digits(text.sliced(5, 2)) : std::optional(1);
    const auto dayNumber = isShaped && text.size() > 7 ? digits(text.sliced(8, 2)) : std::optional(1);
    if (!yearNumber || !monthNumber || !dayNumber || *yearNumber == 0)
        return std::nullopt;
    const year_month_day first{year(*yearNumber), month(unsigned(*monthNumber)), day(unsigned(*dayNumber))};
    if (!first.ok())
        return std::nullopt;
    const sys_days end = text.size() == 4   ? sys_days((first.year() + years(1)) / January / 1)
                         : text.size() == 7 ? sys_days((first.year() / first.month() + months(1)) / 1)
                                            : sys_days(first) + days(1);
    const auto inMilliseconds = [](sys_days date) { return duration_cast<milliseconds>(date.time_since_epoch()).count(); };
    return DateSpan{inMilliseconds(sys_days(first)), inMilliseconds(end)};
}

bool looksLikeDate(QByteArrayView text)
{
    return text.size() > 4 && text[4] == '-' && digits(text.first(4));
}

} // namespace

std::optional<DateSpan> DateSpan::parse(QByteArrayView text)
{
    if (text.size() <= 10)
        return parseDays(text);
    if (!looksLikeDate(text) || (text[10] != 'T' && text[10] != ' '))
        return std::nullopt;
    qsizetype end = 11;
    while (end < text.size() && text[end] != 'Z' && text[end] != '+' && text[end] != '-')
        ++end;
    QByteArray clock = text.sliced(11, end - 11).toByteArray();
    const qint64 length = clock.size() == 2 ? kHour : clock.size() == 5 ? kMinute : clock.size() == 8 ? kSecond : 1;
    if (length == kHour)
        clock += ":00";
    const QByteArray zone = end < text.size() ? text.sliced(end).toByteArray() : QByteArray("Z");
    const auto first = bson::parseIsoDate(text.first(10).toByteArray() + 'T' + clock + zone);
    return first ? std::optional(DateSpan{*first, *first + length}) : std::nullopt;
}

FilterValue::FilterValue(QByteArray text, bool isQuoted) : m_text(std::move(text)), m_isQuoted(isQuoted)
{
    if (isQuoted)
        return;
    m_number = ExactNumber::parse(m_text);
    m_date = DateSpan::parse(m_text);
    if (m_text == "true" || m_text == "false")
        m_truth = m_text == "true";
    m_isNull = m_text == "null";
}

std::optional<FilterValue> FilterValue::of(const bson::Element &stored)
{
    switch (stored.type()) {
    case bson::Type::String:
    case bson::Type::Symbol:
    case bson::Type::Code:
        return quoted(stored.toText().toByteArray());
    case bson::Type::Date:
        if (!bson::isInIsoRange(stored.toDate()))
            return std::nullopt;
        [[fallthrough]];
    case bson::Type::Int32:
    case bson::Type::Int64:
    case bson::Type::Decimal128:
    case bson::Type::Bool:
    case bson::Type::Null:
    case bson::Type::ObjectId: {
        const QByteArray text = bson::preview(stored, 64).toUtf8();
        // To the second, a date would mean all of it.
        const bool isWholeSecond = stored.type() == bson::Type::Date && !text.contains('.');
        return word(isWholeSecond ? text.chopped(1) + ".000Z" : text);
    }
    case bson::Type::Double: {
        char buffer[48];
        if (!std::isfinite(stored.toDouble()))
            return std::nullopt;
        return word(QByteArray(buffer, bson::formatDouble(stored.toDouble(), buffer) - buffer));
    }
    default:
        return std::nullopt;
    }
}

std::partial_ordering FilterValue::compare(const bson::Element &stored) const
{
    const auto unordered = std::partial_ordering::unordered;
    switch (stored.type()) {
    case bson::Type::Int32:
    case bson::Type::Int64:
    case bson::Type::Double:
    case bson::Type::Decimal128:
        return m_number ? m_number->compare(stored) : unordered;
    case bson::Type::Date:
        return m_date ? m_date->compare(stored.toDate()) : unordered;
    case bson::Type::Bool:
        return m_truth ? std::partial_ordering(stored.toBool() <=> *m_truth) : unordered;
    case bson::Type::Null:
    case bson::Type::Undefined:
        return m_isNull ? std::partial_ordering::equivalent : unordered;
    case bson::Type::String:
    case bson::Type::Symbol:
    case bson::Type::Code:
        return compareText(stored.toText());
    case bson::Type::ObjectId:
        return stored.toObjectId().toByteArray().toHex().compare(m_text.toLower()) <=> 0;
    default:
        return unordered;
    }
}

std::partial_ordering FilterValue::compareText(QByteArrayView stored) const
{
    if (stored == m_text)
        return std::partial_ordering::equivalent;
    // Dates are often stored as text; a text that is no date has no place among dates, as none has among numbers.
    if (m_date && looksLikeDate(m_text)) {
        const auto date = DateSpan::parse(stored);
        return date ? m_date->compare(date->first) : std::partial_ordering::unordered;
    }
    if (m_number)
        return std::partial_ordering::unordered;
    return stored.compare(m_text) <=> 0;
}

std::optional<double> parseSize(QByteArrayView text)
{
    constexpr std::array<std::pair<const char *, double>, 8> kUnits = {
        {{"kib", 1024.0}, {"mib", 1048576.0}, {"gib", 1073741824.0}, {"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"bytes", 1}, {"b", 1}}};
    const QByteArray lower = text.toByteArray().toLower().trimmed();
    QByteArrayView number = lower;
    double unit = 1;
    for (const auto &[name, size] : kUnits) {
        if (number.endsWith(name)) {
            unit = size;
            number = number.chopped(qsizetype(qstrlen(name))).trimmed();
            break;
        }
    }
    const auto value = bson::parseDouble(number);
    return value && *value >= 0 ? std::optional(*value * unit) : std::nullopt;
}

} // namespace persistence
