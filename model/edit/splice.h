#pragma once

#include "model/base/result.h"
#include "model/bson/path.h"

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
// which names the path, if the place does not exist. Of several fields with one name the first is meant.

/// The value at \a path replaced. The last step may name a field that is missing: it is added at the end of its document; or the position
/// behind the last item of an array.
[[nodiscard]] Result<QByteArray> withValue(bson::DocumentView document, const bson::Path &path, const FieldValue &value);
/// The field or item at \a path left out.
[[nodiscard]] Result<QByteArray> withoutValue(bson::DocumentView document, const bson::Path &path);
/// The field at \a path under another name, in the same place. An error if there is a field of that name already.
[[nodiscard]] Result<QByteArray> withName(bson::DocumentView document, const bson::Path &path, QByteArrayView name);
/// A value put into the document or array at \a container (the empty path: the document itself), before the member that is number
/// \a position now, or at the end. \a name is not used in an array.
[[nodiscard]] Result<QByteArray> withInserted(bson::DocumentView document, const bson::Path &container, qint64 position,
                                              QByteArrayView name, const FieldValue &value);
/// The field or item at \a path moved to number \a position of its own document or array.
[[nodiscard]] Result<QByteArray> withMoved(bson::DocumentView document, const bson::Path &path, qint64 position);

} // namespace persistence
