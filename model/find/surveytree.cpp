#include "model/find/surveytree.h"

#include "model/record/recordindex.h"

#include <algorithm>

namespace persistence {

namespace {

/// An object with more different members, over all records, is a keyed map. The value itself may have as many as all apps together.
constexpr size_t kMaxMembers = 200;
constexpr size_t kMaxMembersOfValue = 2'000;
/// With fewer members it is one if its members are rare: on average in less than a tenth of the objects.
constexpr size_t kMinMembersOfMap = 30;
constexpr qint64 kRareShare = 10;
/// From here on members are looked up by hash.
constexpr size_t kHashFrom = 12;

std::string_view asStd(QByteArrayView text)
{
    return {text.data(), size_t(text.size())};
}

bool isFixedField(QByteArrayView name)
{
    return name == "_id" || name == "appId" || name == "rocketletId" || name == "associations" || name == "_updatedAt";
}

} // namespace

struct SurveyTree::Node
{
    FieldStep step;
    TypeSet types;
    qint64 records = 0;
    qint64 lastRecord = 0; ///< the number of the last record that has it, so that each counts once
    bool isMap = false;
    size_t depth = 0;
    std::vector<std::unique_ptr<Node>> members;
    std::unordered_map<std::string_view, Node *> byName; ///< empty while there are few

    [[nodiscard]] bool isKeyedMap() const
    {
        if (isMap || members.size() < kMinMembersOfMap || depth < 2)
            return isMap;
        qint64 occurrences = 0;
        for (const auto &node : members)
            occurrences += node->records;
        return occurrences * kRareShare < qint64(members.size()) * records;
    }
    [[nodiscard]] qint64 size() const
    {
        qint64 size = 1;
        for (const auto &node : members)
            size += node->size();
        return size;
    }
};

/// A container that the walk is in.
struct SurveyTree::Level
{
    bson::DocumentView::Iterator next;
    Node *node = nullptr;
    bool isArray = false;
    size_t expected = 0; ///< the member that came here in other records: fields mostly keep their order
};

SurveyTree::SurveyTree() : m_root(std::make_unique<Node>())
{
}

SurveyTree::~SurveyTree() = default;

void SurveyTree::add(bson::DocumentView document, Collection collection)
{
    ++m_records;
    const auto value = recordValue(document, collection);
    size_t expected = 0;
    for (const bson::Element &element : document) {
        const bool isValue = value && element.name().data() == value->name().data();
        // A message has many fields of its own that are not about apps.
        if (!isValue && (collection == Collection::Messages || isFixedField(element.name())))
            continue;
        if (Node *node = member(*m_root, FieldStep::Kind::Name, isValue ? QByteArrayView("data") : element.name(), expected))
            walk(*node, element);
    }
}

SurveyTree::Node *SurveyTree::member(Node &parent, FieldStep::Kind kind, QByteArrayView name, size_t &expected)
{
    auto &members = parent.members;
    if (expected < members.size() && members[expected]->step.kind == kind && members[expected]->step.name == name)
        return members[expected++].get();
    if (parent.byName.empty() || kind != FieldStep::Kind::Name) {
        for (size_t i = 0; i < members.size(); ++i) {
            if (members[i]->step.kind == kind && members[i]->step.name == name) {
                expected = i + 1;
                return members[i].get();
            }
        }
    } else if (const auto found = parent.byName.find(asStd(name)); found != parent.byName.end()) {
        return found->second;
    }
    return addMember(parent, kind, name);
}

SurveyTree::Node *SurveyTree::addMember(Node &parent, FieldStep::Kind kind, QByteArrayView name)
{
    if (parent.isMap)
        return nullptr;
    if (parent.depth > 0 && parent.members.size() >= (parent.depth == 1 ? kMaxMembersOfValue : kMaxMembers)) {
        becomeMap(parent);
        return nullptr;
    }
    if (m_paths >= FieldSurvey::kMaxPaths) {
        m_isCapped = true;
        return nullptr;
    }
    ++m_paths;
    auto node = std::make_unique<Node>();
    node->step = {kind, name.toByteArray(), 0};
    node->depth = parent.depth + 1;
    Node *added = node.get();
    parent.members.push_back(std::move(node));
    if (parent.members.size() == kHashFrom) {
        for (const auto &other : parent.members) {
            if (other->step.kind == FieldStep::Kind::Name)
                parent.byName.emplace(asStd(other->step.name), other.get());
        }
    } else if (parent.members.size() > kHashFrom && kind == FieldStep::Kind::Name) {
        parent.byName.emplace(asStd(added->step.name), added);
    }
    return added;
}

void SurveyTree::becomeMap(Node &node)
{
    m_paths -= node.size() - 1;
    node.isMap = true;
    node.byName.clear();
    node.members.clear();
}

void SurveyTree::note(Node &node, const bson::Element &value)
{
    node.types.add(value.type());
    if (node.lastRecord != m_records) {
        node.lastRecord = m_records;
        ++node.records;
    }
    if (value.isContainer() && !node.isMap && m_levels.size() < size_t(bson::kMaxDepth))
        m_levels.push_back({value.toDocument().begin(), &node, value.type() == bson::Type::Array, 0});
}

void SurveyTree::walk(Node &node, const bson::Element &value)
{
    note(node, value);
    while (!m_levels.empty()) {
        Level &level = m_levels.back();
        // An object that turned out to be a map has lost its members; the rest of it is passed over.
        if (level.next == bson::DocumentView::Iterator() || level.node->isMap) {
            m_levels.pop_back();
            continue;
        }
        const bson::Element element = *level.next;
        ++level.next;
        const auto kind = level.isArray ? FieldStep::Kind::EachItem : FieldStep::Kind::Name;
        if (level.isArray)
            level.expected = 0;
        if (Node *found = member(*level.node, kind, level.isArray ? QByteArrayView() : element.name(), level.expected))
            note(*found, element);
    }
}

void SurveyTree::merge(const SurveyTree &other)
{
    m_isCapped |= other.m_isCapped;
    m_records += other.m_records;
    mergeInto(*m_root, *other.m_root);
}

void SurveyTree::mergeInto(Node &node, const Node &other)
{
    node.types.add(other.types);
    node.records += other.records;
    if (other.isMap && !node.isMap)
        becomeMap(node);
    size_t expected = 0;
    for (const auto &theirs : other.members) {
        Node *ours = member(node, theirs->step.kind, theirs->step.name, expected);
        if (!ours)
            continue;
        mergeInto(*ours, *theirs);
    }
}

FieldSurvey SurveyTree::survey() const
{
    FieldSurvey survey;
    survey.records = m_records;
    survey.isCapped = m_isCapped;
    std::vector<FieldStep> steps;
    for (const auto &node : m_root->members)
        list(*node, steps, survey);
    return survey;
}

void SurveyTree::list(const Node &node, std::vector<FieldStep> &steps, FieldSurvey &survey) const
{
    steps.push_back(node.step);
    const bool isMap = node.isKeyedMap();
    survey.fields.append({FieldPath(steps), node.types, node.records, isMap});
    if (!isMap) {
        for (const auto &below : node.members)
            list(*below, steps, survey);
    }
    steps.pop_back();
}

} // namespace persistence
