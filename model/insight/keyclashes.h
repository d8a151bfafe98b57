#pragma once

#include "model/base/progress.h"
#include "model/workspace/keylookup.h"

#include <unordered_map>
#include <unordered_set>

namespace persistence {

/// Tells of a change of many records which of them would clash: another record of the app has the new key, or would get it as well. Takes
/// some ten bytes for each record whose key or app changes. On one thread at a time.
class KeyClashes final
{
public:
    /// \a lookup outlives this.
    explicit KeyClashes(KeyLookup &lookup) : m_lookup(lookup) {}

    /// A record that would change; counts only if its key or its app does.
    [[nodiscard]] Result<void> add(RecordRow row, bson::DocumentView before, bson::DocumentView after);
    /// Looks through the records that may have one of the new keys, after the last add().
    [[nodiscard]] Result<void> look(Progress &progress);

    [[nodiscard]] bool isClash(RecordRow row) const;
    /// How many of the changed records clash.
    [[nodiscard]] qint64 count() const;

private:
    /// What stands for an app and a key. Two of a million are taken for one with a chance of one in ten million; a mark is all that depends
    /// on it.
    using KeyHash = size_t;

    static KeyHash hashOf(bson::DocumentView document);
    [[nodiscard]] Result<void> noteWhereToLook(bson::DocumentView document);
    [[nodiscard]] Result<void> takeOther(RecordRow row);

    KeyLookup &m_lookup;
    std::unordered_map<qint64, KeyHash> m_rows; ///< the new keys of those that change
    std::unordered_map<KeyHash, qint64> m_counts;
    std::unordered_set<qint64> m_targets; ///< whose records may have a new key
    std::unordered_set<qint64> m_apps;    ///< all of whose records may: keys without a readable association
};

} // namespace persistence
