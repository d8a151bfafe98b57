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

void appendDoubleText(QByteArray &out, double value)
{
    char text[40];
    const double magnitude = std::fabs(value);
    const bool isPositional = magnitude == 0 || (magnitude >= 1e-5 && magnitude < 1e21);
    const auto format = isPositional ? std::chars_format::fixed : std::chars_format::scientific;
    char *end = std::to_chars(text, text + sizeof(text), value, format).ptr;
    if (isPositional && std::find(text, end, '.') == end) {
        *end++ = '.';
        *end++ = '0';
    }
    std::replace(text, end, 'e', 'E');
    out.append(text, end - text);
}

} // namespace persistence::bson
