#include "model/bson/numbertext.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace persistence::bson {

std::optional<qint64> parseInteger(QByteArrayView text)
{
    qint64 value = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
    if (error != std::errc() || end != text.end())
        return std::nullopt;
    return value;
}

std::optional<double> parseDouble(QByteArrayView text)
{
    // from_chars also takes "inf" and "nan", and no leading plus.
    const auto isNumeric = [](char c) { return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'; };
    if (!std::all_of(text.begin(), text.end(), isNumeric))
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
    if (error != std::errc() || end != text.end() || !std::isfinite(value))
        return std::nullopt;
    const auto isSignificant = [](char c) { return c >= '1' && c <= '9'; };
    const auto *exponent = std::find_if(text.begin(), text.end(), [](char c) { return c == 'e' || c == 'E'; });
    if (value == 0 && std::any_of(text.begin(), exponent, isSignificant))
        return std::nullopt;
    return value;
}

char *formatDouble(double value, char *buffer)
{
    const double magnitude = std::fabs(value);
    const bool isPositional = magnitude == 0 || (magnitude >= 1e-5 && magnitude < 1e16);
    const auto format = isPositional ? std::chars_format::fixed : std::chars_format::scientific;
    char *end = std::to_chars(buffer, buffer + 46, value, format).ptr;
    if (isPositional && std::find(buffer, end, '.') == end) {
        *end++ = '.';
        *end++ = '0';
    }
    if (!isPositional)
        std::replace(buffer, end, 'e', 'E');
    return end;
}

} // namespace persistence::bson
