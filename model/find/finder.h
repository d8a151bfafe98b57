#pragma once

#include "model/find/filtermatcher.h"

#include <functional>
#include <span>

namespace persistence {

/// A record that passes a filter.
struct Hit
{
    RecordRow row;
    /// The first place that made it pass; an empty path if there is none, or if places were not asked for.
    HitPlace place;
};

struct FindTotal
{
    qint64 found = 0;
    qint64 damaged = 0; ///< records that might have passed, but whose bytes do not match their checksum: not among the hits
};

/// Finds the records of a workspace that pass a filter. Has connections of its own for each call: for a job. Narrows by the index where the
/// filter names ids, apps or record ids, in a part of the workspace by a glance at the pages of the whole file, and else reads all records
/// of the group, through two connections. Memory does not grow with the records found in everything, and by eight bytes a record that a
/// glance lets pass.
class Finder final
{
public:
    /// Takes hits in the order of the group, and returns whether to go on. Called soon after the first records were read, then in larger
    /// chunks.
    using Receive = std::function<bool(std::span<const Hit>)>;

    Finder(const Workspace &workspace, std::shared_ptr<const FilterMatcher> matcher) : m_workspace(workspace), m_matcher(std::move(matcher))
    {
    }

    /// Computes the place of each hit, which costs about as much as finding it.
    void setWantsPlaces(bool wantsPlaces) { m_wantsPlaces = wantsPlaces; }

    /// Among the records of a group; all if nothing of it is set.
    [[nodiscard]] Result<FindTotal> find(const Group &group, Progress &progress, const Receive &receive) const;
    /// Among these records, such as the hits of a filter that let more pass.
    [[nodiscard]] Result<FindTotal> find(std::span<const RecordRow> rows, Progress &progress, const Receive &receive) const;

private:
    class Gathering;

    const Workspace &m_workspace;
    std::shared_ptr<const FilterMatcher> m_matcher;
    bool m_wantsPlaces = false;
};

} // namespace persistence
