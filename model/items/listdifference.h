#pragma once

#include <QtGlobal>

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace persistence {

/// Turns \a current into \a wanted by removing, moving and inserting runs of rows, and tells \a change about each step before it is done:
///
///     change.remove(first, count)           rows go
///     change.move(from, to)                 one row goes from `from` to before `to`; from > to
///     change.insert(first, keys, count)     rows come
///
/// Rows in both lists keep their identity, so that an item model can keep what a view knows of them. Keys are distinct in each list.
/// The work is linear where the rows in both lists have the same order, as after changes of a sorted list.
template <typename Key, typename Change>
void applyDifference(std::vector<Key> current, const std::vector<Key> &wanted, Change &&change)
{
    size_t prefix = 0;
    while (prefix < current.size() && prefix < wanted.size() && current[prefix] == wanted[prefix])
        ++prefix;
    if (prefix == current.size() && prefix == wanted.size())
        return;

    const std::unordered_set<Key> kept(wanted.begin() + qsizetype(prefix), wanted.end());
    for (size_t end = current.size(); end > prefix;) {
        size_t first = end;
        while (first > prefix && !kept.contains(current[first - 1]))
            --first;
        if (first < end) {
            change.remove(int(first), int(end - first));
            current.erase(current.begin() + qsizetype(first), current.begin() + qsizetype(end));
        }
        end = first > prefix ? first - 1 : prefix;
    }

    const std::unordered_set<Key> there(current.begin() + qsizetype(prefix), current.end());
    for (size_t at = prefix; at < wanted.size();) {
        size_t end = at;
        while (end < wanted.size() && !there.contains(wanted[end]))
            ++end;
        if (end > at) {
            change.insert(int(at), wanted.data() + at, int(end - at));
            current.insert(current.begin() + qsizetype(at), wanted.begin() + qsizetype(at), wanted.begin() + qsizetype(end));
            at = end;
            continue;
        }
        if (current[at] != wanted[at]) {
            const auto found = std::find(current.begin() + qsizetype(at), current.end(), wanted[at]);
            change.move(int(found - current.begin()), int(at));
            std::rotate(current.begin() + qsizetype(at), found, found + 1);
        }
        ++at;
    }
}

} // namespace persistence
