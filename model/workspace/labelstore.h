#pragma once

#include "model/base/result.h"
#include "model/record/label.h"

namespace persistence {

class Database;
class Statement;

/// Writes labels, each with its checksum, in the place of what was known of the same thing. Within the caller's transaction.
class LabelStore final
{
public:
    explicit LabelStore(Database &database) : m_database(database) {}

    [[nodiscard]] Result<void> save(const Label &label);

private:
    Database &m_database;
};

/// The label in columns kind, label_id, name, detail, version, status, from \a column on; \a checksum as it was stored with it. Nothing if
/// the two do not match: a wrong name must not be shown as good.
[[nodiscard]] std::optional<Label> soundLabel(const Statement &statement, int column, quint64 checksum);

/// For a migration: the labels that \a select gives (columns as above) into the table `label`.
[[nodiscard]] Result<void> copyLabelsWithChecksum(Database &database, const char *select);

} // namespace persistence
