#pragma once

#include "model/bson/view.h"

#include <QByteArray>

namespace persistence::bson {

/// The two forms of Extended JSON version 2.
enum class JsonMode {
    /// Every number and date with its type. Loses nothing but what writeExtendedJson() names.
    Canonical,
    /// Plain numbers and readable dates; with our reader as faithful as Canonical. An integral double gets `.0` or an exponent, and an
    /// int64 that
    /// would fit int32 is wrapped. Other programs may read the large int64 as double.
    Relaxed,
};

struct JsonFormat
{
    JsonMode mode = JsonMode::Canonical;
    int indent = 0; ///< spaces for each level; 0 writes one line without any spaces
};

/// Appends a document as Extended JSON to \a out: UTF-8, field order and duplicate fields kept, doubles in the fewest digits. Ignores the
/// locale. Returns whether ExtendedJsonReader gets the same bytes back from the text. It does not from: text that is not UTF-8 (each bad
/// byte shows as `\xHH`), NaN with a payload, Decimal128 in an unusual encoding, regular expression options out of order, array indexes out
/// of order, documents nested deeper than kMaxDepth, and an inner document that looks like a wrapper (`{"$date": "x"}`). The stack does not
/// grow with the nesting. Reentrant. Source: mongodb/specifications source/extended-json/extended-json.md.
bool writeExtendedJson(DocumentView document, const JsonFormat &format, QByteArray &out);

/// The same for one value without its name.
bool writeExtendedJson(const Element &value, const JsonFormat &format, QByteArray &out);

/// Whether the canonical text of \a document reads back to the same bytes, found out by doing it.
[[nodiscard]] bool roundTrips(DocumentView document);

} // namespace persistence::bson
