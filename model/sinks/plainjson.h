#pragma once

#include "model/bson/view.h"

#include <QByteArray>

namespace persistence {

/// Appends a document as JSON that needs no knowledge of MongoDB: numbers and int64 as numbers, dates as ISO 8601 text (as milliseconds
/// outside of 1970 to 9999), ObjectIds as hex, binary as base64, Decimal128 as text, regular expressions as `/pattern/options`, NaN,
/// infinity and undefined as null, all other types as their Extended JSON. Field order is kept. Types are lost, so it does not read back.
/// Reentrant; the stack does not grow with the nesting.
void writePlainJson(bson::DocumentView document, QByteArray &out);
/// The same for one value without its name.
void writePlainJson(const bson::Element &value, QByteArray &out);

} // namespace persistence
