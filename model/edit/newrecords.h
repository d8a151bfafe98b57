#pragma once

#include "model/edit/verbs.h"

namespace persistence {

class Reader;

// Records that are to be made, as EditBuffer takes them: without a row, with the document that they would have.

/// A new record in a group of the tree: of its app, with its association as the key as far as the group names one, and the value {}. An
/// error of kind Failed for a group that belongs to no app.
[[nodiscard]] Result<Record> newRecordIn(Reader &reader, const Group &group);

/// A second record with the same app, key and value under another record id.
[[nodiscard]] Result<Record> cloneOfRecord(const Record &record);

} // namespace persistence
