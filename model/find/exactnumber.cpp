#include "model/find/exactnumber.h"

#include "model/bson/numbertext.h"
#include "model/bson/preview.h"

#include <QString>

#include <cmath>
#include <limits>

namespace persistence {

namespace {

constexpr qint64 kMaxExponent = 1'000'000;
constexpr double kTwoTo63 = 9223372036854775808.0;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

qsizetype countDigits(QByteArrayView text)
{
    qsizetype count = 0;
    while (count < text.size() && isDigit(text[count]))
        ++count;
    return count;
}

/// The parts of a number's text.
struct NumberParts
{
    bool isNegative = false;
    QByteArrayView whole;
    QByteArrayView fraction;
    qint64 exponent = 0;
};

std::optional<NumberParts> split(QByteArrayView text)
{
    NumberParts parts;
    if (text.startsWith('-') || text.startsWith('+')) {
        parts.isNegative = text.front() == '-';
        text = text.sliced(1);
    }
    parts.whole = text.first(countDigits(text));
    text = text.sliced(parts.whole.size());
    if (text.startsWith('.')) {
        parts.fraction = text.sliced(1, countDigits(text.sliced(1)));
        text = text.sliced(1 + parts.fraction.size());
        if (parts.fraction.isEmpty())
            return std::nullopt;
    }
    if (parts.whole.isEmpty())
        return std::nullopt;
    if (text.isEmpty())
        return parts;
    if (text.front() != 'e' && text.front() != 'E')
        return std::nullopt;
    text = text.sliced(1);
    const auto exponent = bson::parseInteger(text.startsWith('+') ? text.sliced(1) : text);
    if (!exponent || std::abs(*exponent) > kMaxExponent)
        return std::nullopt;
    parts.exponent = *exponent;
    return parts;
}

} // namespace

std::optional<ExactNumber> ExactNumber::parse(QByteArrayView text)
{
    const auto parts = split(text);
    if (!parts)
        return std::nullopt;
    ExactNumber number;
    number.m_isNegative = parts->isNegative;
    QByteArray digits = parts->whole.toByteArray() + parts->fraction.toByteArray();
    number.m_exponent = parts->whole.size() + parts->exponent;
    qsizetype zeros = 0;
    while (zeros < digits.size() && digits[zeros] == '0')
        ++zeros;
    number.m_exponent -= zeros;
    while (digits.size() > zeros && digits.endsWith('0'))
        digits.chop(1);
    number.m_digits = digits.mid(zeros);
    if (number.m_digits.isEmpty()) {
        number.m_exponent = 0;
        number.m_isNegative = false;
    }
    const QByteArrayView unsignedText = text.startsWith('+') ? text.sliced(1) : text;
    const double infinity = std::numeric_limits<double>::infinity();
    number.m_nearest = bson::parseDouble(unsignedText).value_or(number.m_exponent <= 0 ? 0 : number.m_isNegative ? -infinity : infinity);
    number.m_isInteger = number.m_digits.size() <= number.m_exponent || number.m_digits.isEmpty();
    if (number.m_exponent > 19 || std::abs(number.m_nearest) > kTwoTo63) {
        number.m_isInteger = false;
        number.m_floor = number.m_isNegative ? std::numeric_limits<qint64>::min() : std::numeric_limits<qint64>::max();
        return number;
    }
    QByteArray whole =
        number.m_exponent > 0 ? number.m_digits.left(number.m_exponent).leftJustified(number.m_exponent, '0') : QByteArray("0");
    whole.prepend(number.m_isNegative ? "-" : "");
    const auto integer = bson::parseInteger(whole);
    // Beyond 64 bits by a hair: 2^63 and the like.
    number.m_isInteger &= integer.has_value();
    number.m_floor = integer               ? *integer - (number.m_isNegative && !number.m_isInteger)
                     : number.m_isNegative ? std::numeric_limits<qint64>::min()
                                           : std::numeric_limits<qint64>::max();
    return number;
}

std::partial_ordering ExactNumber::compare(const bson::Element &stored) const
{
    switch (stored.type()) {
    case bson::Type::Int32:
        return compareInteger(stored.toInt32());
    case bson::Type::Int64:
        return compareInteger(stored.toInt64());
    case bson::Type::Double:
        return compareDouble(stored.toDouble());
    case bson::Type::Decimal128: {
        const QByteArray text = bson::preview(stored, 64).toLatin1();
        if (const auto other = parse(text))
            return other->compareExactly(*this);
        return text == "Infinity"    ? std::partial_ordering::greater
               : text == "-Infinity" ? std::partial_ordering::less
                                     : std::partial_ordering::unordered;
    }
    default:
        return std::partial_ordering::unordered;
    }
}

std::partial_ordering ExactNumber::compareInteger(qint64 stored) const
{
    if (m_isInteger)
        return stored <=> m_floor;
    // Not a 64-bit integer: it lies between two of them, or beyond all.
    const bool isBelowAll = m_isNegative && m_floor == std::numeric_limits<qint64>::min();
    return stored <= m_floor && !isBelowAll ? std::partial_ordering::less : std::partial_ordering::greater;
}

std::partial_ordering ExactNumber::compareDouble(double stored) const
{
    if (!m_isInteger || std::isnan(stored) || std::abs(stored) >= kTwoTo63)
        return stored <=> m_nearest;
    const auto whole = qint64(stored);
    if (whole != m_floor)
        return whole <=> m_floor;
    return stored <=> double(whole);
}

std::strong_ordering ExactNumber::compareExactly(const ExactNumber &other) const
{
    const auto sign = [](const ExactNumber &number) { return number.m_digits.isEmpty() ? 0 : number.m_isNegative ? -1 : 1; };
    if (sign(*this) != sign(other) || sign(*this) == 0)
        return sign(*this) <=> sign(other);
    const auto size = m_exponent != other.m_exponent ? m_exponent <=> other.m_exponent : m_digits.compare(other.m_digits) <=> 0;
    return m_isNegative ? 0 <=> size : size;
}

} // namespace persistence
