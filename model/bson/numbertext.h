#pragma once

#include <QByteArrayView>

#include <optional>

namespace persistence::bson {

/// The whole of \a text as a decimal integer with an optional `-`; nothing if it is none or does not fit 64 bits. Ignores the locale.
std::optional<qint64> parseInteger(QByteArrayView text);

/// The whole of \a text as a decimal number with optional sign, fraction and exponent, rounded to the nearest double. Nothing if it is
/// no such number, too large, or not zero but too small for any double. Ignores the locale.
std::optional<double> parseDouble(QByteArrayView text);

/// Writes a finite number to \a buffer, which has room for 48 characters, and returns the end. The fewest digits that read back to the same
/// bits, always with a point or an exponent, so that it cannot be taken for an integer: `1.0`, `-0.0`, `0.1`, `1.7E+20`. Positional from
/// 1e-5 to below 1e16, so that times in milliseconds stay readable. Ignores the locale.
char *formatDouble(double value, char *buffer);

} // namespace persistence::bson
