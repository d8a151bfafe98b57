#pragma once

#include "model/find/exactnumber.h"

#include <compare>

namespace persistence {

/// A span of time in ms since 1970: what a date of some precision means. `2026-01` is all of January 2026.
struct DateSpan
{
    qint64 first = 0;
    qint64 end = 0; ///< the first moment after it

    /// Year, month, day, hour, minute, second or millisecond: `2026`, `2026-01`, `2026-01-31T12:00Z`. UTC unless a zone is given. The day
    /// and the time may be parted by a space.
    [[nodiscard]] static std::optional<DateSpan> parse(QByteArrayView text);

    [[nodiscard]] std::partial_ordering compare(qint64 milliseconds) const
    {
        return milliseconds < first  ? std::partial_ordering::less
               : milliseconds >= end ? std::partial_ordering::greater
                                     : std::partial_ordering::equivalent;
    }
};

/// What a person compares with. In quotes it is a text; a plain word is also the number, date, truth value or null that it looks like.
class FilterValue final
{
public:
    FilterValue() = default;
    [[nodiscard]] static FilterValue word(QByteArray text) { return FilterValue(std::move(text), false); }
    [[nodiscard]] static FilterValue quoted(QByteArray text) { return FilterValue(std::move(text), true); }
    /// The value that equals \a stored and, as far as the language can say it, nothing else; nothing for what has no such value, such as an
    /// object.
    [[nodiscard]] static std::optional<FilterValue> of(const bson::Element &stored);

    [[nodiscard]] const QByteArray &text() const { return m_text; }
    [[nodiscard]] bool isQuoted() const { return m_isQuoted; }
    [[nodiscard]] const std::optional<DateSpan> &date() const { return m_date; }
    [[nodiscard]] bool isNumberOrDate() const { return m_number || m_date; }

    /// How a stored value stands to this one; unordered for values that cannot be compared.
    [[nodiscard]] std::partial_ordering compare(const bson::Element &stored) const;

    bool operator==(const FilterValue &other) const { return m_text == other.m_text && m_isQuoted == other.m_isQuoted; }

private:
    FilterValue(QByteArray text, bool isQuoted);
    [[nodiscard]] std::partial_ordering compareText(QByteArrayView stored) const;

    QByteArray m_text;
    bool m_isQuoted = false;
    std::optional<ExactNumber> m_number;
    std::optional<DateSpan> m_date;
    std::optional<bool> m_truth;
    bool m_isNull = false;
};

/// Bytes from a size such as `500`, `10kb` or `1.5 MB` (powers of 1,000; kib, mib and gib of 1,024); nothing if it is none.
[[nodiscard]] std::optional<double> parseSize(QByteArrayView text);

} // namespace persistence
