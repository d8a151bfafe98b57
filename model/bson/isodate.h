#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace persistence::bson {

/// Milliseconds since 1970 UTC of a date such as `2024-01-31T12:00:00.678Z`: seconds and fraction may be missing, the zone is `Z`, `+hh`,
/// `+hhmm` or `+hh:mm`. Nothing if the text is not such a date, or says more than milliseconds hold.
/// Source: RFC 3339; the forms without a colon come from mongoexport before 4.2 and from shells.
std::optional<qint64> parseIsoDate(QByteArrayView text);

/// Whether a date is in the years 1970 to 9999, the only ones that Extended JSON writes as text.
bool isInIsoRange(qint64 milliseconds);

/// Room for every text of formatIsoDate().
inline constexpr qsizetype kIsoDateSize = 24;

/// Writes a date of isInIsoRange() as `2024-01-31T12:00:00.678Z` to \a buffer, of kIsoDateSize, and returns the end; without a fraction
/// when the milliseconds are 0.
char *formatIsoDate(qint64 milliseconds, char *buffer);

/// Appends a date of isInIsoRange() as `2024-01-31T12:00:00.678Z`; without a fraction when the milliseconds are 0.
void appendIsoDate(QByteArray &out, qint64 milliseconds);

} // namespace persistence::bson
