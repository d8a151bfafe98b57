#pragma once

#include "model/edit/comparison.h"
#include "model/items/recordline.h"
#include "model/transfer/textlist.h"

#include <QString>

#include <memory>
#include <span>

namespace persistence {

class Workspace;
struct Comparison;

/// One side of a comparison of many records.
struct ComparedSide
{
    std::shared_ptr<Workspace> workspace;
    QString title;     ///< for people: "before.pbw", "room #general"
    QStringList files; ///< what it was read from: no list is written over them
    Group group;       ///< all records if nothing of it is set
};

/// What to compare with what. A value: jobs take copies.
struct ComparisonOrder
{
    ComparedSide before;
    ComparedSide after;
    CompareBy by = CompareBy::RecordId;
    CompareWhat what = CompareWhat::Document;

    /// Whether two groups of one workspace are compared.
    [[nodiscard]] bool isWithinWorkspace() const { return before.workspace == after.workspace; }
    /// The other way round.
    [[nodiscard]] ComparisonOrder swapped() const;
};

/// One record that differs. Rows are invalid where there is no record.
struct ComparedRecord
{
    RecordRow before;
    RecordRow after;
    DifferenceKind kind = DifferenceKind::Changed;
    quint32 fields = 0; ///< that differ

    bool operator==(const ComparedRecord &) const = default;
};

/// The id of the app that owns the record of a line; empty where that is not known.
[[nodiscard]] QByteArray appIdOf(const RecordLine &line);

/// Reads both documents of a record, or what is compared of them. For a job.
[[nodiscard]] Result<Comparison> comparisonOf(const ComparisonOrder &order, const ComparedRecord &compared);

/// Gives the lines of a list of records that differ to \a receive, the titles first: how it differs, app, key and record id on both sides,
/// how many fields differ. Reads a page at a time. For a job.
[[nodiscard]] Result<void> pourComparedRecords(const ComparisonOrder &order, std::span<const ComparedRecord> records, Progress &progress,
                                               const ReceiveLine &receive);

} // namespace persistence
