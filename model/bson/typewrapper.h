#pragma once

#include "model/bson/builder.h"

#include <QString>

#include <optional>

namespace persistence::bson {

/// What an object of JSON text turned out to be.
struct Unwrapped
{
    /// The typed value that the object stands for; nothing if the object is ordinary data.
    std::optional<Element> value;
    /// Why the object is neither; empty if it is. Translated, without a full stop.
    QString error;
};

/// Turns the objects by which Extended JSON writes typed values (`{"$oid": "…"}`) into these values. An object is a wrapper if its *first*
/// field says so; then it must hold exactly the wrapper's fields. Everything else, unknown `$fields` included, is ordinary data, and so is
/// a DBRef (`$ref`, `$id`). One object per reader: the value of the last call lives in it. Source: mongodb/specifications
/// source/extended-json/extended-json.md; version 1: mongodb/mongo-tools common/json/json_format.go.
class TypeWrapper final
{
public:
    /// Whether an object whose first field has this name may be a wrapper.
    [[nodiscard]] static bool isCandidate(QByteArrayView firstName);

    /// Whether reading the text of this document would not give the document back, because its fields look like a wrapper.
    [[nodiscard]] static bool looksLikeWrapper(DocumentView document);

    /// Options of a regular expression in alphabetical order, as the format wants them and servers expect them. Options beyond ASCII, which
    /// no server knows, stay as they are.
    [[nodiscard]] static QByteArray sortedOptions(QByteArrayView options);

    /// \a object: the candidate read as ordinary data, inner wrappers already turned into values. \a hasWrappedNumbers: a number in it was
    /// written as a wrapper, where the format may want a bare one. \a allowsBareDate: take `{"$date": 1356351330501}`, as some old writers
    /// do.
    [[nodiscard]] Unwrapped unwrap(DocumentView object, bool hasWrappedNumbers, bool allowsBareDate);

private:
    Builder m_builder;
};

} // namespace persistence::bson
