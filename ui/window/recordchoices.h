#pragma once

#include "model/edit/bulk.h"

namespace persistence {

class Browser;
class Editing;
class MessageBar;

/// What a change of many records may be about.
enum class ChoiceOrder {
    Widest,  ///< one selected record is only the one that is shown: it comes last
    Selected ///< what is selected comes first: a click was on it, or it is to be deleted
};

/// The records that are selected, those that the filter found, and those of the group that is shown, as far as they differ; what is meant
/// most likely comes first. Empty if nothing can be changed now: because it is locked, there is no record, or the filter still runs; \a
/// messages tells why. \a editing: null if nothing is open.
[[nodiscard]] QList<RecordSelection> offeredRecords(const Browser &browser, Editing *editing, MessageBar &messages, ChoiceOrder order);

/// The same for all records of a group of the tree.
[[nodiscard]] QList<RecordSelection> offeredGroup(const Group &group, Editing *editing, MessageBar &messages);

} // namespace persistence
