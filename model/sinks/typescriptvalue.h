#pragma once

#include "model/bson/view.h"

#include <QByteArray>

namespace persistence {

/// Appends \a value as an expression of TypeScript, over several lines where it is a document or an array; \a depth: the indent of its
/// line. int64 beyond 2^53 is a BigInt, a date `new Date(…)`, binary `Buffer.from(…)`; what JavaScript has no type for is its canonical
/// Extended JSON.
void writeTypeScript(const bson::Element &value, int depth, QByteArray &out);

/// Appends \a utf8 as a string literal. Bytes that are no UTF-8 become U+FFFD.
void writeTypeScriptText(QByteArrayView utf8, QByteArray &out);

} // namespace persistence
