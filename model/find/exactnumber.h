#pragma once

#include "model/bson/view.h"

#include <QByteArray>

#include <compare>
#include <optional>

namespace persistence {

/// A decimal number of any size as a person wrote it, compared with stored numbers without rounding either of them. Only doubles are
/// compared as people read them: 0.1 equals the double that is nearest to 0.1.
class ExactNumber final
{
public:
    /// The whole of \a text as a number with optional sign, fraction and exponent; nothing if it is none. Ignores the locale.
    [[nodiscard]] static std::optional<ExactNumber> parse(QByteArrayView text);

    /// How a stored number stands to this one; unordered for NaN and for what is no number.
    [[nodiscard]] std::partial_ordering compare(const bson::Element &stored) const;

private:
    [[nodiscard]] std::partial_ordering compareInteger(qint64 stored) const;
    [[nodiscard]] std::partial_ordering compareDouble(double stored) const;
    [[nodiscard]] std::strong_ordering compareExactly(const ExactNumber &other) const;

    bool m_isNegative = false;
    /// Significant digits without zeros at either end, and the power of ten of a point before them: 0.digits x 10^exponent. Zero has no
    /// digits.
    QByteArray m_digits;
    qint64 m_exponent = 0;
    double m_nearest = 0;
    qint64 m_floor = 0;       ///< the largest 64-bit integer that is not above it
    bool m_isInteger = false; ///< it is m_floor
};

} // namespace persistence
