#pragma once

#include <QStringList>

namespace persistence::bench {

/// What a child process measures of looking at all records of a workspace: columns, sorting, sums and counts of values against a walk
/// through the same documents in memory, and the filter of the tree against one read of all ids. Takes the workspace and the BSON file that
/// it was made of. The error message is empty if all went well.
QString runSurvey(const QStringList &arguments);

} // namespace persistence::bench
