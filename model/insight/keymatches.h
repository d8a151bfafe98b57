#pragma once

#include "model/base/progress.h"
#include "model/insight/bridge.h"
#include "model/workspace/keylookup.h"

namespace persistence {

/// How many records something is true of, as far as it was counted.
struct MatchCount
{
    qint64 count = 0;
    bool isAtLeast = false; ///< counting stopped: there may be more

    bool operator==(const MatchCount &) const = default;
};

/// Records of one app that have something to do with a key. A record that is edited is not among them.
struct KeyMatches
{
    MatchCount read;       ///< a read with this key finds them
    MatchCount same;       ///< they have the same list: an update with this key may reach them
    MatchCount otherOrder; ///< they have the same associations as another list: reads see no difference, updates do
    std::vector<RecordRow> readRows, sameRows, otherOrderRows; ///< the first few of each
    Group group;                                               ///< where all of them are listed; invalid if there are none

    bool operator==(const KeyMatches &) const = default;
};

/// What matchesOf() looks for.
enum class MatchDepth {
    Reads, ///< only what a read finds: mostly told by the index
    All,   ///< also which of them have the same list; reads the keys of the records
};

/// Counting ends at this many records; it says so.
inline constexpr qint64 kMaxMatches = 10'000;
/// It ends as well after looking at this many, so that groups of millions with nothing in common do not take for ever.
inline constexpr qint64 kMaxExamined = 1'000'000;
/// This many of the records found are told.
inline constexpr size_t kMaxMatchRows = 20;

/// Finds the records of \a app that match \a key, but for \a except. An error of kind Cancelled soon after \a progress was cancelled.
[[nodiscard]] Result<KeyMatches> matchesOf(KeyLookup &lookup, AppRow app, std::span<const bson::Element> key, RecordRow except,
                                           MatchDepth depth, Progress &progress);

} // namespace persistence
