#pragma once

#include "model/base/result.h"
#include "model/bson/path.h"

#include <span>

namespace persistence {

/// A value on its own: a BSON type and the bytes of the value as Element::value() gives them.
struct FieldValue
{
    bson::Type type = bson::Type::Null;
    QByteArray bytes;

    FieldValue() = default;
    FieldValue(bson::Type valueType, QByteArray valueBytes) : type(valueType), bytes(std::move(valueBytes)) {}
    explicit FieldValue(const bson::Element &element) : type(element.type()), bytes(element.value().toByteArray()) {}
    /// What JSON text writes (relaxed or canonical Extended JSON); an error with line and column if it is none.
    [[nodiscard]] static Result<FieldValue> fromJson(QByteArrayView json);
    /// A BSON string.
    [[nodiscard]] static FieldValue fromText(QByteArrayView utf8);

    bool operator==(const FieldValue &) const = default;
};

// Documents with one thing changed. Every byte outside of it stays as it was: only the lengths of the documents around it are corrected,
// and, where an array gets or loses an item, the numbers of the items behind it. All are pure, iterative and give an error of kind Failed,
// which names the path, if the place does not exist.

/// Whether a field may get a name that another one beside it has. The format allows it, but apps see one of the two only.
enum class SameName { Refuse, Allow };

/// The value at \a path replaced. The last step may name a field that is missing: it is added at the end of its document; or the position
/// behind the last item of an array.
[[nodiscard]] Result<QByteArray> withValue(bson::DocumentView document, const bson::Path &path, const FieldValue &value);
/// The field or item at \a path left out.
[[nodiscard]] Result<QByteArray> withoutValue(bson::DocumentView document, const bson::Path &path);
/// Several members of the document or array at \a container left out; \a positions are their numbers, rising.
[[nodiscard]] Result<QByteArray> withoutMembers(bson::DocumentView document, const bson::Path &container,
                                                std::span<const qint64> positions);
/// The field at \a path under another name, in the same place.
[[nodiscard]] Result<QByteArray> withName(bson::DocumentView document, const bson::Path &path, QByteArrayView name,
                                          SameName sameName = SameName::Refuse);
/// A value put into the document or array at \a container (the empty path: the document itself), before the member that is number
/// \a position now, or at the end. \a name is not used in an array.
[[nodiscard]] Result<QByteArray> withInserted(bson::DocumentView document, const bson::Path &container, qint64 position,
                                              QByteArrayView name, const FieldValue &value, SameName sameName = SameName::Refuse);
/// The field or item at \a path moved to number \a position of its own document or array.
[[nodiscard]] Result<QByteArray> withMoved(bson::DocumentView document, const bson::Path &path, qint64 position);
/// The members of the document or array at \a container in another order: \a order holds for each place the number of its member now.
[[nodiscard]] Result<QByteArray> withOrder(bson::DocumentView document, const bson::Path &container, std::span<const qint64> order);

} // namespace persistence
