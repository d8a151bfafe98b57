#pragma once

#include "model/insight/keyhint.h"

namespace persistence {

/// A record and the document that it would have. Values, so that a job can take them along.
struct KeyQuestion
{
    RecordRow record;  ///< not among the others that are counted; invalid for a record that is to be made
    QByteArray before; ///< the document as it is stored; empty for a record that is to be made
    QByteArray after;
};

/// One association of the edited key with what the workspace knows of it.
struct ResolvedAssociation
{
    std::optional<KeyHint::Pair> pair; ///< nothing for an odd one
    Group group;                       ///< where other records are listed under it; invalid if there are none

    bool operator==(const ResolvedAssociation &) const = default;
};

struct KeyInsight
{
    QList<ResolvedAssociation> key; ///< one for each association, in order
    QList<KeyHint> hints;           ///< the most important ones first

    bool operator==(const KeyInsight &) const = default;
};

/// Everything worth saying about the key of `after`, and about what a change from `before` would break. Subsets of the old key are told one
/// by one for keys of up to kMaxSubsetKey associations, else only single associations and the whole.
[[nodiscard]] Result<KeyInsight> keyInsight(KeyLookup &lookup, const KeyQuestion &question, Progress &progress);
inline constexpr size_t kMaxSubsetKey = 4;

} // namespace persistence
