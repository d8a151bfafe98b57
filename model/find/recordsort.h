#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/find/fieldpath.h"
#include "model/workspace/groups.h"

#include <span>
#include <vector>

namespace persistence {

class Workspace;

/// What the records of a table are ordered by.
struct RecordOrder
{
    enum class By {
        Group,    ///< as the group has them
        Field,    ///< the first value at \a path
        Updated,  ///< `_updatedAt`
        Size,     ///< bytes of the document
        RecordId, ///< texts before others
        Key,      ///< the associations one after another, models and ids as they are stored
    };

    By by = By::Group;
    FieldPath path;
    bool isDescending = false;

    bool operator==(const RecordOrder &) const = default;
};

/// \a rows in that order; rows that are gone are left out. Values of unlike types stand in the order of MongoDB: null, numbers, texts,
/// objects, arrays, binary, ObjectIds, truth values, dates, the rest. Numbers of all types compare by what they are worth, texts without
/// regard to the case of ASCII letters by their first 128 bytes. Records without a value come last in either direction, as do those whose
/// bytes are damaged; equal ones keep the order of \a rows. Takes about 60 bytes for each record. For a job: through two connections of its
/// own.
[[nodiscard]] Result<std::vector<RecordRow>> sortRecords(const Workspace &workspace, std::vector<RecordRow> rows, const RecordOrder &order,
                                                         Progress &progress);

/// What the numbers of a column come to.
struct ColumnSum
{
    qint64 records = 0; ///< looked at
    qint64 values = 0;  ///< of them have something there, null included
    qint64 numbers = 0; ///< finite ones
    double sum = 0;
    double smallest = 0;
    double largest = 0;
    /// The exact sum while all numbers are integers and 64 bits hold it.
    std::optional<qint64> integerSum = 0;

    [[nodiscard]] double average() const { return numbers > 0 ? sum / double(numbers) : 0; }
    bool operator==(const ColumnSum &) const = default;
};

/// Adds up the first value at \a path of each record. For a job: through two connections of its own.
[[nodiscard]] Result<ColumnSum> sumColumn(const Workspace &workspace, std::span<const RecordRow> rows, const FieldPath &path,
                                          Progress &progress);

} // namespace persistence
