#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/edit/diff.h"
#include "model/find/filtermatcher.h"
#include "model/workspace/recordscan.h"

#include <array>
#include <functional>

namespace persistence {

class Workspace;

/// By what two records are taken as the same.
enum class CompareBy {
    RecordId, ///< equal record ids with equal types
    Key       ///< the same app and key; several records with one key are matched by record id first, then in their order
};

/// What has to be equal for two records to be equal.
enum class CompareWhat {
    Document, ///< every byte: record id, key, dates and value
    Value     ///< the value alone
};

/// Which records of a workspace are compared.
struct CompareScope
{
    Group group; ///< all records if nothing of it is set
    /// Only those that pass; null: all. Made for this workspace.
    std::shared_ptr<const FilterMatcher> filter;
};

struct CompareOptions
{
    CompareBy by = CompareBy::RecordId;
    CompareWhat what = CompareWhat::Document;
    CompareScope before = {};
    CompareScope after = {};
};

/// A record that differs. The bytes are valid during the call.
struct RecordDifference
{
    std::optional<StoredRecord> before; ///< nothing: added
    std::optional<StoredRecord> after;  ///< nothing: removed
    /// Of the record as a whole: Retyped or Moved if nothing but types, or nothing but the order of fields differs. Never Same.
    DifferenceKind kind = DifferenceKind::Changed;
    /// How many fields differ; 0 for a record that was added or removed.
    qint64 fields = 0;
};

struct ComparisonTotal
{
    std::array<qint64, size_t(DifferenceKind::Same) + 1> counts = {}; ///< of records, by kind
    qint64 damaged = 0; ///< records, on either side, whose bytes do not match their checksum: they were left out

    [[nodiscard]] qint64 of(DifferenceKind kind) const { return counts[size_t(kind)]; }
    /// How many records differ.
    [[nodiscard]] qint64 differing() const;
    [[nodiscard]] bool isSame() const { return differing() == 0 && damaged == 0; }
};

/// Compares the records of two workspaces, or of two groups of one: \a before and \a after may be the same. Where groups are compared by
/// key, what makes them (their app, association model and id) is left out of the keys, so that what differs is told of `room A` and
/// `room B`. Calls \a receive for each difference, until that returns false: whole workspaces by record id in the order of ids, and else in
/// the order of the first side, and what was added at the end. Memory: a few records for whole workspaces by record id; else also about 50
/// bytes for each record. For a job.
[[nodiscard]] Result<ComparisonTotal> compareWorkspaces(const Workspace &before, const Workspace &after, const CompareOptions &options,
                                                        Progress &progress, const std::function<bool(const RecordDifference &)> &receive);

/// What is compared of a record, as a document: all of it, or its value alone under its name.
[[nodiscard]] QByteArray comparedDocument(QByteArrayView body, Collection collection, CompareWhat what);

} // namespace persistence
