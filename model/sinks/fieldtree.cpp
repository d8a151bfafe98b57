#include "model/sinks/fieldtree.h"

#include <algorithm>
#include <unordered_map>

namespace persistence {

namespace {

/// Deeper documents become one column: paths of more steps help nobody, and the walk below recurses this far.
constexpr int kMaxColumnDepth = 32;
/// Fewer members are found faster one by one.
constexpr size_t kSmall = 8;

} // namespace

/// One field, or one position in an array.
struct FieldTree::Node
{
    QByteArray name;
    qint64 index = -1; ///< position in an array; -1 for a field
    qsizetype column = -1;
    bool isValue = false;  ///< some record has a value here that is no container with columns of its own
    bool isChosen = false; ///< takes the whole value, columns below it or not
    bool isCollapsed = false;
    std::vector<std::unique_ptr<Node>> members;
    std::unordered_map<QByteArray, Node *> byName; ///< only where there are many members

    [[nodiscard]] bool hasMembers() const { return !members.empty(); }

    /// The member of that name; \a hint is where it stands if the document has the fields in their usual order.
    [[nodiscard]] Node *find(QByteArrayView memberName, qint64 memberIndex, size_t hint) const
    {
        if (hint < members.size() && members[hint]->index == memberIndex && members[hint]->name == memberName)
            return members[hint].get();
        if (memberIndex < 0 && !byName.empty()) {
            const auto found = byName.find(QByteArray::fromRawData(memberName.data(), memberName.size()));
            return found == byName.end() ? nullptr : found->second;
        }
        const auto found = std::find_if(members.begin(), members.end(), [&](const auto &member) {
            return member->index == memberIndex && (memberIndex >= 0 || member->name == memberName);
        });
        return found == members.end() ? nullptr : found->get();
    }

    Node &insert(size_t at, QByteArrayView memberName, qint64 memberIndex)
    {
        auto added = std::make_unique<Node>();
        added->name = memberName.toByteArray();
        added->index = memberIndex;
        Node &node = **members.insert(members.begin() + qsizetype(std::min(at, members.size())), std::move(added));
        if (members.size() > kSmall) {
            if (byName.empty()) {
                for (const auto &member : members)
                    byName.emplace(member->index < 0 ? member->name : QByteArray(), member.get());
            }
            if (memberIndex < 0)
                byName.emplace(node.name, &node);
        }
        return node;
    }

    [[nodiscard]] size_t positionOf(const Node *member) const
    {
        return size_t(std::find_if(members.begin(), members.end(), [&](const auto &other) { return other.get() == member; }) -
                      members.begin());
    }
};

FieldTree::FieldTree() : m_root(std::make_unique<Node>()), m_isUnion(true)
{
}

FieldTree::~FieldTree() = default;

FieldTree::FieldTree(std::span<const bson::Path> chosen)
    : m_root(std::make_unique<Node>())
    , m_columns(chosen.begin(), chosen.end())
    , m_isUnion(false)
{
    for (size_t column = 0; column < m_columns.size(); ++column) {
        Node *node = m_root.get();
        for (const bson::PathStep &step : m_columns[column].steps()) {
            Node *member = node->find(step.name, step.index, 0);
            node = member ? member : &node->insert(node->members.size(), step.name, step.index);
        }
        node->isChosen = true;
        node->column = qsizetype(column);
    }
}

void FieldTree::add(bson::DocumentView document)
{
    addMembers(*m_root, document, 0);
}

/// A new field goes behind the one before it in its record, so that records which lack some fields still agree about the order; the first
/// ones go before the first that is known, and to the end if none is.
void FieldTree::addMembers(Node &node, bson::DocumentView document, int depth)
{
    const auto firstKnown =
        std::find_if(document.begin(), document.end(), [&](const bson::Element &element) { return node.find(element.name(), -1, 0); });
    size_t position = firstKnown == document.end() ? node.members.size() : node.positionOf(node.find(firstKnown->name(), -1, 0));
    for (const bson::Element &element : document) {
        Node *member = node.find(element.name(), -1, position);
        if (member) {
            if (position >= node.members.size() || node.members[position].get() != member)
                position = node.positionOf(member);
        } else {
            if (node.members.size() == kMaxMembers || m_fields == kMaxFields)
                return collapse(node);
            ++m_fields;
            member = &node.insert(position, element.name(), -1);
        }
        ++position;
        addValue(*member, element, depth + 1);
    }
}

void FieldTree::addValue(Node &node, const bson::Element &element, int depth)
{
    if (node.isCollapsed)
        return;
    const bool isDocument = element.type() == bson::Type::Document && depth < kMaxColumnDepth;
    if (isDocument && !element.toDocument().isEmpty())
        return addMembers(node, element.toDocument(), depth);
    const bool isKey = element.type() == bson::Type::Array && depth == 1 && node.name == "associations";
    if (!isKey || element.toDocument().isEmpty()) {
        node.isValue = true;
        return;
    }
    qint64 index = 0;
    for (const bson::Element &item : element.toDocument()) {
        Node *member = node.find({}, index, size_t(index));
        if (!member) {
            if (node.members.size() == kMaxMembers || m_fields == kMaxFields)
                return collapse(node);
            ++m_fields;
            member = &node.insert(node.members.size(), {}, index);
        }
        ++index;
        addValue(*member, item, depth + 1);
    }
}

void FieldTree::collapse(Node &node)
{
    node.members.clear();
    node.byName.clear();
    node.isCollapsed = true;
    node.isChosen = true;
    ++m_collapsed;
}

void FieldTree::finish()
{
    if (!m_isUnion)
        return;
    std::vector<bson::PathStep> steps;
    number(*m_root, steps);
}

void FieldTree::number(Node &node, std::vector<bson::PathStep> &steps)
{
    if (node.isValue || node.isChosen) {
        node.column = qsizetype(m_columns.size());
        m_columns.emplace_back(steps);
    }
    for (const auto &member : node.members) {
        steps.push_back({member->name, member->index});
        number(*member, steps);
        steps.pop_back();
    }
}

bool FieldTree::read(bson::DocumentView document, std::vector<std::optional<bson::Element>> &cells) const
{
    cells.assign(m_columns.size(), std::nullopt);
    if (m_root->column >= 0) {
        cells[size_t(m_root->column)] = bson::Element(bson::Type::Document, {}, document.bytes());
        return true;
    }
    return readMembers(*m_root, document, cells);
}

bool FieldTree::readMembers(const Node &node, bson::DocumentView document, std::vector<std::optional<bson::Element>> &cells) const
{
    bool isWhole = true;
    size_t hint = 0;
    for (const bson::Element &element : document) {
        const Node *member = node.find(element.name(), -1, hint);
        if (!member)
            continue;
        if (hint < node.members.size() && node.members[hint].get() == member)
            ++hint;
        else
            hint = node.positionOf(member) + 1;
        isWhole &= readValue(*member, element, cells);
    }
    return isWhole;
}

bool FieldTree::readValue(const Node &node, const bson::Element &element, std::vector<std::optional<bson::Element>> &cells) const
{
    const bool isDocument = element.type() == bson::Type::Document;
    const bool isArray = element.type() == bson::Type::Array && !node.members.empty() && node.members.front()->index >= 0;
    const bool goesDeeper = node.hasMembers() && (isDocument || isArray) && !element.toDocument().isEmpty();
    bool isWhole = true;
    if (node.column >= 0 && (node.isChosen || !goesDeeper)) {
        auto &cell = cells[size_t(node.column)];
        isWhole = !cell.has_value();
        if (!cell)
            cell = element;
    }
    if (!goesDeeper)
        return isWhole;
    if (isDocument)
        return readMembers(node, element.toDocument(), cells) && isWhole;
    qint64 index = 0;
    for (const bson::Element &item : element.toDocument()) {
        if (const Node *member = node.find({}, index, size_t(index)))
            isWhole &= readValue(*member, item, cells);
        ++index;
    }
    return isWhole;
}

} // namespace persistence
