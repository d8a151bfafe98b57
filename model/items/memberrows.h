#pragma once

#include "model/bson/view.h"

#include <span>
#include <vector>

namespace persistence {

/// How a field or item stands against what is stored.
enum class FieldState {
    Same,
    Changed, ///< another value, or another name
    Added,   ///< not stored
    Removed, ///< stored, but not there any more
};

/// One row of an object or array: a member as it is now, the member that is stored in its place, or both.
struct MemberRow
{
    static constexpr quint32 kNone = ~quint32(0);

    quint32 now = kNone;    ///< where the element starts in the document; kNone for a removed one
    quint32 stored = kNone; ///< the same in the stored document; kNone for an added one
    quint32 position = 0;   ///< its number among the members there are now; of a removed one that of the next
    FieldState state = FieldState::Same;
    bool isDuplicate = false; ///< an earlier member has the same name

    [[nodiscard]] bool isThere() const { return now != kNone; }
};

/// For each of \a after the number of the member of \a before that it was, or -1. Fields go by name, several of one name in their order;
/// one that was renamed goes by its place and value. Items go by value, and changed ones by their place between those that stayed. Linear,
/// because it runs with every key that is typed.
[[nodiscard]] std::vector<int> pairMembers(std::span<const bson::Element> before, std::span<const bson::Element> after, bool isArray);

/// A container in one of two documents, whose bytes start at \a base.
struct Members
{
    const char *base = nullptr;
    bson::DocumentView view;
    bool isThere = false;
};

/// The rows of a container: its members, and among them those that were removed, behind the one they stood behind. \a maxNames: objects
/// with more fields are not searched for equal names.
[[nodiscard]] std::vector<MemberRow> memberRows(const Members &now, const Members &stored, bool isArray, qsizetype maxNames);

/// For each row of \a after the number of the row of \a before that it was, or -1. \a pairs: of the members that are there, by position, as
/// pairMembers() gives them. \a isSameStored: both stand against one stored document, and a row whose member was removed goes on as a
/// removed one.
[[nodiscard]] std::vector<int> pairRows(std::span<const MemberRow> before, std::span<const MemberRow> after, std::span<const int> pairs,
                                        bool isSameStored);

/// All members of a container in their order.
[[nodiscard]] std::vector<bson::Element> elementsOf(bson::DocumentView container);

} // namespace persistence
