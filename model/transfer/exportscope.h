#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/bson/path.h"
#include "model/workspace/groups.h"

#include <QString>

#include <span>
#include <vector>

namespace persistence {

class Workspace;

/// Which records to export: some, or all of a group.
struct ExportScope
{
    QString name;       ///< for people, such as "Selection"
    qint64 records = 0; ///< announced
    Group group;        ///< if there are no rows
    std::vector<RecordRow> rows;
    QString filter; ///< what the rows were found by, for the manifest
};

/// The rows of a scope, in the order in which they are shown. Their count is the announced one, or the error is of kind Conflict.
[[nodiscard]] Result<std::vector<RecordRow>> rowsOf(const Workspace &workspace, const ExportScope &scope, Progress &progress);

/// How many records a group holds, by the counts that the workspace keeps; takes no time.
[[nodiscard]] Result<qint64> recordsIn(const Workspace &workspace, const Group &group);

/// The fields of all records of \a rows, as the columns of a table would be.
[[nodiscard]] Result<std::vector<bson::Path>> surveyFields(const Workspace &workspace, std::span<const RecordRow> rows, Progress &progress);

} // namespace persistence
