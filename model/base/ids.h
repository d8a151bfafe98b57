#pragma once

#include <QHashFunctions>

#include <compare>

namespace persistence {

/// The integer that names a row of one workspace table. Typed, so that an app cannot be passed for a record.
/// It never leaves the workspace: people and files name a record by its record id (`_id`). 0 means "none".
template <typename Tag>
struct RowId
{
    qint64 value = 0;

    [[nodiscard]] bool isValid() const { return value != 0; }
    auto operator<=>(const RowId &) const = default;
};

using RecordRow = RowId<struct RecordTag>;   ///< a record
using AppRow = RowId<struct AppTag>;         ///< an app that owns records
using ModelRow = RowId<struct ModelTag>;     ///< an association model
using TargetRow = RowId<struct TargetTag>;   ///< what an association points to: one (app, association model, id)
using ShapeRow = RowId<struct ShapeTag>;     ///< a key shape: one (app, ordered association models)
using ProblemRow = RowId<struct ProblemTag>; ///< a problem
using ChangeRow = RowId<struct ChangeTag>;   ///< a change in the history; people see this number, and it never changes
using DraftRow = RowId<struct DraftTag>;     ///< a draft

template <typename Tag>
size_t qHash(RowId<Tag> id, size_t seed = 0)
{
    return ::qHash(id.value, seed);
}

} // namespace persistence
