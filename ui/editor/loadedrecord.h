#pragma once

#include "model/record/recordindex.h"
#include "model/workspace/reader.h"

namespace persistence {

/// One association of a record's key with what is known about it.
struct KeyPart
{
    /// Where the record is filed under it; invalid for an association that could not be found again.
    Group group;
    ModelKind kind = ModelKind::Stored;
    QByteArray model;
    QByteArray id;
    QByteArray label; ///< resolved name; empty if unknown

    bool operator==(const KeyPart &) const = default;
};

/// A record with everything that its view shows, read in one go on a pool thread.
struct LoadedRecord
{
    Record record;
    QByteArray appName;
    RecordId recordId;
    std::vector<KeyPart> key;
};

/// Reads a record and resolves its key.
[[nodiscard]] Result<LoadedRecord> loadRecord(Reader &reader, RecordRow row);

/// The same of a record that is in no workspace, or not any more: without names and groups.
[[nodiscard]] LoadedRecord describeRecord(const Record &record);

} // namespace persistence
