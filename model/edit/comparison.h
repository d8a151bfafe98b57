#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/workspace/recordscan.h"

#include <functional>

namespace persistence {

class Workspace;

/// By what the records of two workspaces are taken as the same.
enum class CompareBy {
    RecordId, ///< equal record ids with equal types
    Key       ///< the same app and key; several records with one key are matched by record id first, then in their order
};

/// A record that differs. The bytes are valid during the call.
struct RecordDifference
{
    std::optional<StoredRecord> before; ///< nothing: added
    std::optional<StoredRecord> after;  ///< nothing: removed
};

struct ComparisonTotal
{
    qint64 equal = 0; ///< byte for byte
    qint64 added = 0;
    qint64 removed = 0;
    qint64 changed = 0;
    qint64 damaged = 0; ///< records, on either side, whose bytes do not match their checksum: they were left out

    [[nodiscard]] bool isSame() const { return added == 0 && removed == 0 && changed == 0 && damaged == 0; }
};

struct CompareOptions
{
    CompareBy by = CompareBy::RecordId;
    /// Only records of this app, by its id.
    std::optional<QByteArray> appId;
};

/// Calls \a receive for each difference, until that returns false: by record id in the order of ids; by key in the order of the first
/// workspace, and what was added at the end. Memory: a few records by record id; by key also about 50 bytes for each record.
[[nodiscard]] Result<ComparisonTotal> compareWorkspaces(const Workspace &before, const Workspace &after, const CompareOptions &options,
                                                        Progress &progress, const std::function<bool(const RecordDifference &)> &receive);

} // namespace persistence
