#pragma once

#include "model/workspace/recordscan.h"

namespace persistence {

class Reader;
class Workspace;

/// Each half of a scan writes to its own data for each record. Where these lie side by side, two cores fight for one line of memory.
inline constexpr size_t kHalfAlignment = 64;

/// What is done with the records of a group. Both halves of a chunk are looked at at the same time, on two threads.
struct GroupLook
{
    /// Called for each record. \a half: 0 for the first half of the chunk, 1 for the second; each half has its own thread and its own data.
    std::function<void(int half, const StoredRecord &record)> record;
    /// Called when both halves are done, on the thread of the scan; returns whether to go on.
    std::function<bool()> settle;
    /// Whether a record whose document is a part of these bytes may be wanted; others need not be given to record. Called on both threads.
    /// May be empty.
    RecordScan::Glance glance = {};
};

/// How much there is to look at.
struct GroupSize
{
    qint64 records = 0;
    qint64 bytes = 0;
};

[[nodiscard]] Result<GroupSize> sizeOfGroup(Reader &reader, const Group &group);

/// Looks at all records of a group, or at the given ones, in their order and through two connections. Chunks are small at first, so that
/// something can be shown at once. Counts records and bytes in \a progress.
[[nodiscard]] Result<void> scanGroup(const Workspace &workspace, const Group &group, Progress &progress, const GroupLook &look);
[[nodiscard]] Result<void> scanRecords(const Workspace &workspace, std::span<const RecordRow> rows, Progress &progress,
                                       const GroupLook &look);

/// The same for those records of a group that \a isWanted names; the others are not read. It is asked about one after another, shortly
/// before they are looked at.
[[nodiscard]] Result<void> scanPart(const Workspace &workspace, const Group &group, Progress &progress,
                                    const std::function<bool(RecordRow)> &isWanted, const GroupLook &look);

} // namespace persistence
