#pragma once

#include "model/bson/builder.h"
#include "model/bson/path.h"

#include <memory>
#include <span>

namespace persistence {

/// Reduces documents to some of their fields, in the order and with the types that they have. A path into an array keeps all of the array.
/// One thread at a time.
class FieldProjection final
{
public:
    explicit FieldProjection(std::span<const bson::Path> fields);
    ~FieldProjection();

    /// Valid until the next call.
    [[nodiscard]] QByteArrayView apply(QByteArrayView body);

private:
    struct Node;

    void copy(const Node &node, bson::DocumentView document);

    std::unique_ptr<Node> m_root;
    bson::Builder m_builder;
};

} // namespace persistence
