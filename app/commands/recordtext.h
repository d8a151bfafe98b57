#pragma once

#include "model/record/recordindex.h"

#include <QString>

namespace persistence {

class Reader;

/// The key of a record for a terminal: `room GENERAL (#general) · user u1`; "none" without one.
[[nodiscard]] QString recordKeyText(Reader &reader, const RecordIndex &index);
/// The record id for a terminal; "none" without one.
[[nodiscard]] QString recordIdText(const RecordIndex &index);

} // namespace persistence
