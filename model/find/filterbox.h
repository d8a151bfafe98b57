#pragma once

#include "model/find/filter.h"

namespace persistence {

/// What the box over one column of a table filters.
struct FilterBoxSubject
{
    FilterSubject subject = FilterSubject::Field; ///< Field, Id, RecordId, Size or Updated
    FieldPath path;                               ///< Field

    bool operator==(const FilterBoxSubject &) const = default;
};

/// The condition that the text of such a box stands for: `text` (contains), `a%b` (anything between), `=x`, `<>x`, `<x`, `<=x`, `>x`,
/// `>=x`, `x~y` (from x to y), `/regular expression/`. Sizes and dates are compared, not searched. Nothing for an empty text, and for one
/// that is no condition, with the reason in \a error.
[[nodiscard]] std::optional<FilterTerm> termOfBox(const FilterBoxSubject &subject, QByteArrayView text, FilterError *error = nullptr);

/// The text with which the box says what \a filter demands of its column; empty if that is nothing, or more than one box can say.
[[nodiscard]] QByteArray textOfBox(const FilterBoxSubject &subject, const Filter &filter);

/// \a filter with the condition of the box in place of what it demanded of the column before; without one for an empty text.
[[nodiscard]] Filter withBox(const Filter &filter, const FilterBoxSubject &subject, const std::optional<FilterTerm> &term);

} // namespace persistence
