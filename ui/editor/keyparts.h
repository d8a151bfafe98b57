#pragma once

#include "model/edit/verbs.h"
#include "ui/editor/loadedrecord.h"

namespace persistence {

/// One association of a key as it is edited, for a chip.
struct EditedPart
{
    KeyPart part;
    QString explanation; ///< why it is odd, and whether that can be mended; empty for an ordinary one

    bool operator==(const EditedPart &) const = default;
};

/// The associations in the document of \a record, in stored order, odd ones as well. Names and groups are those of \a known where model and
/// id are the same.
[[nodiscard]] std::vector<EditedPart> editedParts(const Record &record, const std::vector<KeyPart> &known);

/// What a person would begin with when editing association number \a index: its model and its id as far as they are texts.
[[nodiscard]] KeyItem typedPair(const Record &record, int index);

/// The whole key as it stands in \a record, each association to be kept as it is stored.
[[nodiscard]] std::vector<KeyItem> keptKey(const Record &record);

} // namespace persistence
