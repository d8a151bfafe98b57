#pragma once

#include <QString>

#include <optional>

namespace persistence {

/// A number for people, with separators of thousands.
QString numberText(qint64 number);

/// \a number with the right one of two translated phrases; \a many holds %1.
QString countedText(qint64 number, const QString &one, const QString &many);

/// A size for people such as "312 bytes" or "1.2 MB" (powers of 1,000, as in ux guide 3.6).
QString sizeText(qint64 bytes);

/// A share of 0 to 1 in percent; "<1%" below one.
QString shareText(double share);

/// What stands in the place of a value while values are hidden.
QString hiddenText();

/// The title of a change without the stored texts that it quotes: `Replace "•••••"`.
QString titleWithoutTexts(const QString &title);

/// Whether points in time are shown in UTC or in local time; always a visible choice.
enum class TimeZone { Utc, Local };

/// A date (ms since 1970) to the second, such as "2026-01-31 12:00:05Z", in local time with that date's own offset.
/// Dates that no calendar text can hold are shown as milliseconds.
QString dateText(qint64 milliseconds, TimeZone zone);

} // namespace persistence
