#pragma once

#include "model/bson/path.h"
#include "model/edit/splice.h"

#include <vector>

namespace persistence {

/// Who changed a field since both sides began with the same document.
enum class MergeSide {
    Mine, ///< only here
    Now,  ///< only there
    Same, ///< both, in the same way
    Both, ///< both, differently: people have to choose
};

/// One field that is not the same in all three documents. The elements point into them.
struct MergeField
{
    bson::Path path;
    MergeSide side = MergeSide::Both;
    std::optional<bson::Element> before; ///< nothing: it is not there
    std::optional<bson::Element> mine;
    std::optional<bson::Element> now;
};

/// Compares what both began with (\a before), what is edited here, and what is stored now, field by field in the order of \a now, then
/// of what \a mine has beside. Goes into documents whose fields are unique and in the same order in all three, and into arrays of the
/// same length; anything else is one field as a whole. Iterative. Reentrant.
[[nodiscard]] std::vector<MergeField> mergeFields(bson::DocumentView before, bson::DocumentView mine, bson::DocumentView now);

/// What a field is meant to become; nothing: not there.
using MergeValue = std::optional<FieldValue>;

/// \a now with each of \a fields brought to the value of the same number. All other bytes are those of \a now.
[[nodiscard]] Result<QByteArray> mergedDocument(const QByteArray &now, const std::vector<MergeField> &fields,
                                                const std::vector<MergeValue> &values);

} // namespace persistence
