#pragma once

#include "model/bson/view.h"
#include "model/record/collection.h"

#include <QFlags>

#include <vector>

namespace persistence {

/// What is unusual about a record; it is shown, never repaired in silence. Evidence: domain reference, sections 5.3 and 7.
enum class RecordMark : quint32 {
    NoAssociations = 1 << 0,     ///< no `associations` field (made with `create()`), or it is not an array
    EmptyKey = 1 << 1,           ///< an empty list of associations
    OddAssociation = 1 << 2,     ///< an association that is not exactly {model, id} with two texts: no app can find it
    LegacyShape = 1 << 3,        ///< `rocketletId`, or `key` and `value` in place of `data`
    NoUpdatedAt = 1 << 4,        ///< `_updatedAt` is missing or not a date: written by hand
    NoRecordId = 1 << 5,         ///< no `_id`
    InvalidText = 1 << 6,        ///< holds text that is not UTF-8
    TooDeep = 1 << 7,            ///< nested too deep to decode; kept as bytes
    RepeatedAssociation = 1 << 8 ///< the same association twice
};
Q_DECLARE_FLAGS(RecordMarks, RecordMark)
Q_DECLARE_OPERATORS_FOR_FLAGS(RecordMarks)

/// One (association model, id) pair, in place.
struct Association
{
    QByteArrayView model;
    QByteArrayView id;

    bool operator==(const Association &) const = default;
};

/// Everything that the workspace indexes of a record, derived from its body and nothing else. Views point into the body.
struct RecordIndex
{
    Collection collection = Collection::Persistence; ///< Persistence, or Messages for custom fields
    QByteArrayView appId;                            ///< empty for Messages
    bson::Element recordId;                          ///< valid unless NoRecordId is marked
    std::vector<Association> associations;           ///< the readable ones, in stored order
    qint64 updated = 0;                              ///< ms since 1970; 0 with NoUpdatedAt
    RecordMarks marks;
};

/// Derives the index of a sound document into \a index, reusing its memory. False if the document is not a record: no `appId` text, and
/// neither a message with custom fields (\a collection Messages).
bool indexRecord(bson::DocumentView document, Collection collection, RecordIndex &index);

/// The value of a record, as an element of its document: `data`, `value` in the legacy shape, `customFields` of a message.
std::optional<bson::Element> recordValue(bson::DocumentView document, Collection collection);

} // namespace persistence
