#pragma once

#include "model/find/filtermatcher.h"
#include "model/find/recordsort.h"

#include <functional>

namespace persistence {

class Workspace;

/// Which records a table shows, and in which order.
struct RecordQuery
{
    Group group;
    Filter filter;
    RecordOrder order;

    bool operator==(const RecordQuery &) const = default;
};

/// Takes rows, each chunk behind the ones before.
using SendRows = std::function<void(std::vector<qint64> rows)>;
/// Takes the filter made ready for the workspace, before the first rows; not called for the empty filter.
using SendMatcher = std::function<void(std::shared_ptr<const FilterMatcher> matcher)>;

/// Reads the rows of a query, for a job. In the order of the group the first rows come at once; any other order comes when it is known, in
/// one piece. What was sent before an error or a wish to cancel is good.
[[nodiscard]] Result<void> readRows(const Workspace &workspace, const RecordQuery &query, Progress &progress, const SendRows &send,
                                    const SendMatcher &sendMatcher);

} // namespace persistence
