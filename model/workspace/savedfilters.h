#pragma once

#include "model/base/result.h"

#include <QByteArray>
#include <QList>

namespace persistence {

class Workspace;

/// A filter that a person gave a name, or a favourite group: both lead to a place and show what passes there. It travels with the
/// workspace.
struct SavedFilter
{
    qint64 row = 0;
    QByteArray name;   ///< UTF-8, chosen by the user; unique
    QByteArray filter; ///< in the filter language; empty for a favourite group
    QByteArray place;  ///< the way to the group by ids, as the path bar takes it; empty for all records

    bool operator==(const SavedFilter &) const = default;
};

/// The saved filters of a workspace. Each call is one durable transaction. May be used from every thread; saving waits while a change is
/// written. They are no changes of records, so the history does not list them.
class SavedFilters final
{
public:
    explicit SavedFilters(Workspace &workspace) : m_workspace(workspace) {}

    /// By name.
    [[nodiscard]] Result<QList<SavedFilter>> list() const;
    /// Keeps one under its name, over the one that had it before.
    [[nodiscard]] Result<void> keep(const SavedFilter &filter);
    /// One that is gone already is no error.
    [[nodiscard]] Result<void> remove(qint64 row);

private:
    Workspace &m_workspace;
};

} // namespace persistence
