#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/find/filter.h"
#include "model/workspace/groups.h"

#include <QString>

namespace persistence {

class Reader;

/// A group of records as options name it: an app, one of its association models, and one id under that.
struct GroupArgument
{
    QString app; ///< by its id or name
    QString model;
    QString id; ///< itself, or its resolved name such as @alice

    bool operator==(const GroupArgument &) const = default;
};

/// The group in a workspace. An error names what is there instead, or that a part above is missing.
[[nodiscard]] Result<Group> groupOf(Reader &reader, const GroupArgument &argument, Progress &progress);

/// The filter that lets the records of the group pass, which may be none.
[[nodiscard]] Filter filterWithin(const GroupArgument &argument);

} // namespace persistence
