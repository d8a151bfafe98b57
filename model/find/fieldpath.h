#pragma once

#include "model/bson/path.h"
#include "model/record/collection.h"

#include <functional>
#include <optional>
#include <vector>

namespace persistence {

/// One step of a field path: a field name, one position of an array, or each of its items.
struct FieldStep
{
    enum class Kind { Name, Position, EachItem };

    Kind kind = Kind::Name;
    QByteArray name;     ///< Name
    qint64 position = 0; ///< Position

    bool operator==(const FieldStep &) const = default;
};

/// Which values of a record are meant: `data.items[].name`. Written like bson::Path, and `[]` stands for each item of an array. Where a
/// name follows an array without brackets, each of its items is meant too. `data` is the value of the record, also in records of the old
/// shape and in custom fields, whatever its field is called there. A path that starts with a field which the document does not have starts
/// at the value: `rating` is `data.rating`. A value: copy it freely.
class FieldPath final
{
public:
    /// Called for each value that a path leads to; returns whether to go on. The trail is where that value is in the document.
    using Visitor = std::function<bool(const bson::Element &value, const std::vector<bson::PathStep> &trail)>;

    FieldPath() = default;
    explicit FieldPath(std::vector<FieldStep> steps) : m_steps(std::move(steps)) {}
    explicit FieldPath(const bson::Path &path);

    /// The path that \a text writes, not an empty one; if there is none, nothing, and the reason in \a error.
    [[nodiscard]] static std::optional<FieldPath> parse(QByteArrayView text, bson::PathError *error = nullptr);

    [[nodiscard]] const std::vector<FieldStep> &steps() const { return m_steps; }
    [[nodiscard]] bool isEmpty() const { return m_steps.empty(); }
    /// The text that parse() turns into an equal path.
    [[nodiscard]] QByteArray toText() const;

    /// Leads \a visitor through the values in \a document, in their order. False if the visitor stopped.
    bool visit(bson::DocumentView document, Collection collection, const Visitor &visitor) const;
    /// The first value that it leads to.
    [[nodiscard]] std::optional<bson::Element> first(bson::DocumentView document, Collection collection) const;

    bool operator==(const FieldPath &) const = default;

private:
    std::vector<FieldStep> m_steps;
};

} // namespace persistence
