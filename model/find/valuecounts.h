#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/find/filtermatcher.h"

#include <QList>

namespace persistence {

class Workspace;

/// A value that stands at a path, and how many records have it there.
struct CountedValue
{
    bson::Type type = bson::Type::Null;
    QByteArray bytes; ///< as stored; of a long value only the front, see isCut
    bool isCut = false;
    qint64 records = 0;

    /// The value, unless it is cut.
    [[nodiscard]] bson::Element element() const { return {type, {}, bytes}; }
    bool operator==(const CountedValue &) const = default;
};

/// The values at one path in many records. Values of unlike types are different ones: 1, 1.0 and "1".
struct ValueCounts
{
    /// Longer values are told by their front.
    static constexpr qsizetype kMaxBytes = 200;
    /// More different values are not told apart, to bound the memory.
    static constexpr qsizetype kMaxDistinct = 100'000;
    /// So many are listed, unless more are asked for.
    static constexpr qsizetype kMaxListed = 1'000;

    QList<CountedValue> values; ///< the most frequent first
    qint64 records = 0;         ///< looked at
    qint64 missing = 0;         ///< have nothing at the path; null is a value
    qint64 damaged = 0;         ///< were left out, because their bytes do not match their checksum
    qint64 distinct = 0;        ///< different values, as far as they were told apart
    qint64 unlisted = 0;        ///< times that a record has a value which is not in the list
    /// There are more different values than kMaxDistinct: those met later are in no count but `unlisted`.
    bool isCapped = false;
};

/// Counts the values at \a path in the records of a group that pass \a filter (null: in all of them). A record counts once for each
/// different value that a path with `[]` leads to. Lists the \a listed most frequent ones. Goes through all records, through two
/// connections of its own: for a job.
[[nodiscard]] Result<ValueCounts> countValues(const Workspace &workspace, const Group &group, std::shared_ptr<const FilterMatcher> filter,
                                              const FieldPath &path, Progress &progress, qsizetype listed = ValueCounts::kMaxListed);

/// The path that means the same field in every item of the arrays on the way: `answers[3].text` becomes `answers[].text`.
[[nodiscard]] FieldPath inEachItem(const FieldPath &path);

/// What a record must have to be counted for \a value: the value itself, or the front of a text that is cut; of a value that cannot be
/// written its type.
[[nodiscard]] FilterTerm termOf(const FieldPath &path, const CountedValue &value);

} // namespace persistence
