#pragma once

#include "model/base/result.h"

#include <span>

namespace persistence {

class Database;

/// Identifies a workspace file (SQLite's application_id): the letters "PBW1".
inline constexpr int kApplicationId = 0x50425731;
/// The schema that this program writes (SQLite's user_version).
inline constexpr int kSchemaVersion = 4;

/// One step from schema `from` to `from + 1`.
struct MigrationStep
{
    int from = 0;
    const char *sql = nullptr;
    /// What SQL alone cannot do, after it; null for nothing. Runs inside the transaction.
    Result<void> (*fill)(Database &database) = nullptr;
};

/// Creates the current schema in an empty file.
[[nodiscard]] Result<void> createSchema(Database &database);

/// Checks that the file holds exactly the schema of this program: no table less, no trigger, view or column more. A file with anything
/// extra is refused before any other statement of ours runs, because its SQL could run with them.
[[nodiscard]] Result<void> checkSchema(Database &database);

/// Brings an older schema up to \a target in one transaction with all its checks; every step counts one version up.
/// The caller has made a verified backup before. On an error the file is as it was.
[[nodiscard]] Result<void> migrate(Database &database, std::span<const MigrationStep> steps, int target);

/// The steps from all older versions to the current one.
[[nodiscard]] std::span<const MigrationStep> migrationSteps();

} // namespace persistence
