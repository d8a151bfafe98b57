#pragma once

#include "model/find/fieldpath.h"
#include "model/find/filtervalue.h"
#include "model/record/recordindex.h"

#include <span>

namespace persistence {

/// What a term of a filter looks at.
enum class FilterSubject {
    Text,        ///< keys, ids, resolved names, field names and values: plain words
    App,         ///< `app:` id or name of the app
    Model,       ///< `model:` an association model of the key
    Id,          ///< `id:` an id of the key, or its resolved name
    Association, ///< `user:`, `room:` and every other association model: an id under it, or its resolved name
    Key,         ///< `key:` all of these associations
    RecordId,    ///< `recordid:`
    Size,        ///< `size:` bytes of the document
    Updated,     ///< `updated:` the date `_updatedAt`
    Field,       ///< `data.rating` the values at a path
    Type,        ///< `type(data.rating)=`, and `type:` of the whole value
    Has,         ///< `has:` there is something at a path
};

enum class FilterOperator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Contains, Matches, Between };

/// One condition of a filter. Not every subject goes with every operator: parseFilter() makes only those that do.
struct FilterTerm
{
    FilterSubject subject = FilterSubject::Text;
    FilterOperator operation = FilterOperator::Contains;
    QByteArray model;        ///< Association
    FieldPath path;          ///< Field, Type, Has
    FilterValue value;       ///< for Matches the regular expression
    FilterValue upper;       ///< Between: the upper end; either end may be empty
    bool isCaseless = false; ///< Matches

    /// As the filter language writes it.
    [[nodiscard]] QByteArray toText() const;
    /// Whether both are about the same thing, so that one would take the place of the other.
    [[nodiscard]] bool hasSameSubject(const FilterTerm &other) const;

    bool operator==(const FilterTerm &) const = default;
};

/// A name of the language for a subject, such as "app"; null for those without a fixed one.
[[nodiscard]] const char *subjectName(FilterSubject subject);
/// The subject of that name; nothing for a name that is an association model.
[[nodiscard]] std::optional<FilterSubject> subjectByName(QByteArrayView name);
/// "int64" and the like, as `type:` writes it.
[[nodiscard]] QByteArray filterTypeName(bson::Type type);
/// The types of that name: also those of mongosh, and "number". Empty if there is none.
[[nodiscard]] QList<bson::Type> filterTypes(QByteArrayView name);
/// The names that `type:` takes, each type once.
[[nodiscard]] QList<QByteArray> filterTypeNames();

/// The associations that the text of `key:` lists: `room:GENERAL,misc:feedback`. A backslash stands before a comma, backslash or, in a
/// model, a colon. Nothing if it is no such list.
[[nodiscard]] std::optional<std::vector<std::pair<QByteArray, QByteArray>>> parseKeyText(QByteArrayView text);
[[nodiscard]] QByteArray keyTextOf(std::span<const Association> key);

// Terms for what a person points at, for menus.

[[nodiscard]] FilterTerm appTerm(QByteArrayView appId);
[[nodiscard]] FilterTerm modelTerm(QByteArrayView model);
[[nodiscard]] FilterTerm associationTerm(const Association &association);
[[nodiscard]] FilterTerm keyTerm(std::span<const Association> key);
[[nodiscard]] FilterTerm recordIdTerm(QByteArrayView shownId);
/// The path has exactly this value; for an object or array, or a value that cannot be written, that it has this type.
[[nodiscard]] FilterTerm fieldTerm(const FieldPath &path, const bson::Element &value);
[[nodiscard]] FilterTerm containingTerm(const FieldPath &path, const QByteArray &text);
/// From one value to another, both included; nothing if they have no order.
[[nodiscard]] std::optional<FilterTerm> betweenTerm(const FieldPath &path, const bson::Element &lower, const bson::Element &upper);
[[nodiscard]] FilterTerm hasTerm(const FieldPath &path);
[[nodiscard]] FilterTerm textTerm(const QByteArray &text);

} // namespace persistence
