#pragma once

#include "model/items/navigatornode.h"
#include "model/items/treematches.h"

namespace persistence {

class Reader;

/// Which rows to read. A copy, because a job may read them while the tree changes.
struct NavigatorQuery
{
    Group group;
    bool hasTargets = false;         ///< else its records
    std::optional<TargetList> shown; ///< the targets that a filter leaves, if one does
};

/// What is below an opened association model or target.
NavigatorQuery queryFor(const NavigatorNode &node, const TreeMatches *matches);

/// Reads the rows. Reentrant with a reader of its own.
Result<NavigatorRows> readRows(Reader &reader, const NavigatorQuery &query, Progress &progress);

/// How many rows are expected to be read at once in less than 50 ms; more are read by a job.
qint64 readableAtOnce(const NavigatorQuery &query);

} // namespace persistence
