#include "model/transfer/fieldprojection.h"

#include <algorithm>

namespace persistence {

struct FieldProjection::Node
{
    QByteArray name;
    bool isWhole = false;
    std::vector<Node> members;
};

FieldProjection::FieldProjection(std::span<const bson::Path> fields) : m_root(std::make_unique<Node>())
{
    for (const bson::Path &path : fields) {
        Node *node = m_root.get();
        for (const bson::PathStep &step : path.steps()) {
            if (step.isIndex())
                break;
            auto member =
                std::find_if(node->members.begin(), node->members.end(), [&](const Node &known) { return known.name == step.name; });
            if (member == node->members.end())
                member = node->members.insert(member, Node{step.name, false, {}});
            node = &*member;
        }
        node->isWhole = true;
    }
}

FieldProjection::~FieldProjection() = default;

QByteArrayView FieldProjection::apply(QByteArrayView body)
{
    if (m_root->isWhole)
        return body;
    m_builder.clear();
    copy(*m_root, bson::DocumentView(body));
    return m_builder.finish();
}

/// As deep as the longest of the chosen paths.
void FieldProjection::copy(const Node &node, bson::DocumentView document)
{
    for (const bson::Element &element : document) {
        const auto member =
            std::find_if(node.members.begin(), node.members.end(), [&](const Node &known) { return known.name == element.name(); });
        if (member == node.members.end())
            continue;
        if (member->isWhole) {
            m_builder.appendRaw(element.name(), element.type(), element.value());
        } else if (element.type() == bson::Type::Document) {
            m_builder.openDocument(element.name());
            copy(*member, element.toDocument());
            m_builder.close();
        }
    }
}

} // namespace persistence
