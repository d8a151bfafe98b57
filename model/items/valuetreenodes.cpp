// The nodes behind the rows: what they stand for, and how they are made when a row is opened.
#include "model/items/valuetreenode.h"

namespace persistence {

namespace {

constexpr quint32 kRowsOfRange = 100;

Members membersOf(const QByteArray &document, const bson::Element &element)
{
    return {document.constData(), element.toDocument(), true};
}

} // namespace

quint32 rowsPerChild(quint32 count)
{
    if (count <= kRowsOfRange)
        return 1;
    // So many that there are at most 100 range rows.
    quint32 size = kRowsOfRange;
    while ((count + size - 1) / size > kRowsOfRange)
        size *= 10;
    return size;
}

quint32 flatRows(quint32 count, bool isArray)
{
    // A bar for a few members more would be longer than they are.
    const auto shown = quint32(isArray ? ValueTreeModel::kShownItems : ValueTreeModel::kShownFields);
    const auto most = quint32(isArray ? ValueTreeModel::kMaxFlatItems : ValueTreeModel::kMaxFlatFields);
    return count <= most ? count : shown;
}

bson::Element elementAt(const QByteArray &document, quint32 offset)
{
    return bson::readElement(QByteArrayView(document).sliced(offset)).value_or(bson::Element());
}

bson::Element ValueTreeModel::Side::element() const
{
    return offset >= 0 ? elementAt(document, quint32(offset)) : bson::Element();
}

ValueTreeModel::RootKind ValueTreeModel::Side::kind() const
{
    if (offset < 0)
        return offset == kWhole ? RootKind::Object : RootKind::Nothing;
    const bson::Type type = element().type();
    return type == bson::Type::Document ? RootKind::Object : type == bson::Type::Array ? RootKind::Array : RootKind::Scalar;
}

Members ValueTreeModel::Side::members() const
{
    if (offset == kWhole)
        return {document.constData(), bson::DocumentView(document), true};
    const RootKind shown = kind();
    return shown == RootKind::Object || shown == RootKind::Array ? membersOf(document, element()) : Members();
}

MemberRow ValueTreeModel::scalarRow(const Side &now, const Side &stored)
{
    MemberRow row{quint32(now.offset), MemberRow::kNone, 0, FieldState::Added, false};
    if (stored.offset >= 0) {
        row.stored = quint32(stored.offset);
        row.state = now.element().bytes() == stored.element().bytes() ? FieldState::Same : FieldState::Changed;
    }
    return row;
}

ValueTreeModel::NodeId ValueTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? NodeId(index.internalId()) : 0;
}

MemberRow ValueTreeModel::rowOf(const Node &node) const
{
    if (node.line == Node::kGone)
        return {};
    NodeId container = node.parent;
    while (m_nodes[container].isRange)
        container = m_nodes[container].parent;
    const auto &rows = m_nodes[container].rows;
    return node.line < rows.size() ? rows[node.line] : MemberRow();
}

bson::Element ValueTreeModel::elementOf(const Node &node) const
{
    const MemberRow row = rowOf(node);
    if (row.isThere())
        return elementAt(m_now.document, row.now);
    return row.stored == MemberRow::kNone ? bson::Element() : elementAt(m_stored.document, row.stored);
}

ValueTreeModel::NodeId ValueTreeModel::containerOf(NodeId id) const
{
    NodeId container = m_nodes[id].parent;
    while (m_nodes[container].isRange)
        container = m_nodes[container].parent;
    return container;
}

Members ValueTreeModel::membersNow(const MemberRow &row, const Side &now)
{
    const bson::Element element = row.isThere() ? elementAt(now.document, row.now) : bson::Element();
    return isOpenable(element.type()) ? membersOf(now.document, element) : Members();
}

Members ValueTreeModel::membersStored(const MemberRow &row, const Side &now, const Side &stored)
{
    // Members of an object stand against those of an object only.
    if (row.stored == MemberRow::kNone)
        return {};
    const bson::Element was = elementAt(stored.document, row.stored);
    const bool isSameKind = !row.isThere() || elementAt(now.document, row.now).type() == was.type();
    return isSameKind && isOpenable(was.type()) ? membersOf(stored.document, was) : Members();
}

bool ValueTreeModel::hasMembers(const Node &node) const
{
    const MemberRow row = rowOf(node);
    return !membersNow(row, m_now).view.isEmpty() || !membersStored(row, m_now, m_stored).view.isEmpty();
}

void ValueTreeModel::open(NodeId id) const
{
    Node &node = m_nodes[id];
    if (node.isOpen)
        return;
    node.isOpen = true;
    if (node.isRange) {
        addRange(id);
        return;
    }
    node.isArray = elementOf(node).type() == bson::Type::Array;
    const MemberRow row = rowOf(node);
    node.rows = memberRows(membersNow(row, m_now), membersStored(row, m_now, m_stored), node.isArray, kMaxDuplicateSearch);
    addMembers(id);
}

void ValueTreeModel::addMembers(NodeId id) const
{
    Node &node = m_nodes[id];
    const auto count = quint32(node.rows.size());
    const quint32 flat = flatRows(count, node.isArray);
    for (quint32 line = 0; line < flat; ++line)
        node.children.push_back(addNode(memberNode(id, int(line), line)));
    node.hasBar = flat < count;
    if (node.hasBar)
        node.children.push_back(addNode(rangeNode(id, int(flat), flat, count - flat)));
}

void ValueTreeModel::addRange(NodeId id) const
{
    Node &node = m_nodes[id];
    node.step = rowsPerChild(node.count);
    for (quint32 i = 0; i < node.count; i += node.step)
        node.children.push_back(addNode(childNode(id, int(node.children.size()), node.first + i, qMin(node.step, node.count - i))));
}

ValueTreeModel::Node ValueTreeModel::memberNode(NodeId parent, int row, quint32 line) const
{
    Node child;
    child.parent = parent;
    child.row = row;
    child.line = line;
    return child;
}

ValueTreeModel::Node ValueTreeModel::rangeNode(NodeId parent, int row, quint32 first, quint32 count) const
{
    Node child;
    child.parent = parent;
    child.row = row;
    child.isRange = true;
    child.first = first;
    child.count = count;
    return child;
}

ValueTreeModel::Node ValueTreeModel::childNode(NodeId parent, int row, quint32 first, quint32 count) const
{
    return m_nodes[parent].step > 1 ? rangeNode(parent, row, first, count) : memberNode(parent, row, first);
}

ValueTreeModel::NodeId ValueTreeModel::addNode(Node node) const
{
    if (m_free.empty()) {
        m_nodes.push_back(std::move(node));
        return NodeId(m_nodes.size() - 1);
    }
    const NodeId id = m_free.back();
    m_free.pop_back();
    m_nodes[id] = std::move(node);
    return id;
}

qsizetype ValueTreeModel::memberCount(NodeId id) const
{
    Node &node = m_nodes[id];
    if (node.members < 0) {
        node.members = 0;
        for ([[maybe_unused]] const bson::Element &member : elementOf(node).toDocument())
            ++node.members;
    }
    return node.members;
}

QModelIndex ValueTreeModel::indexOf(NodeId id, int column) const
{
    return id == 0 || id == Node::kNone ? QModelIndex() : createIndex(m_nodes[id].row, column, quintptr(id));
}

ValueTreeModel::NodeId ValueTreeModel::nodeAt(NodeId container, quint32 line) const
{
    NodeId id = container;
    while (id == container || m_nodes[id].isRange) {
        open(id);
        const Node &level = m_nodes[id];
        const auto found = std::find_if(level.children.begin(), level.children.end(), [&](NodeId child) {
            const Node &node = m_nodes[child];
            return node.isRange ? line >= node.first && line < node.first + node.count : node.line == line;
        });
        if (found == level.children.end())
            return Node::kNone;
        id = *found;
    }
    return id;
}

ValueTreeModel::NodeId ValueTreeModel::childNamed(NodeId parent, QByteArrayView name) const
{
    open(parent);
    const auto &rows = m_nodes[parent].rows;
    // A removed field is found only if there is no other.
    for (const bool isThere : {true, false}) {
        for (size_t line = 0; line < rows.size(); ++line) {
            const MemberRow &row = rows[line];
            if (row.isThere() != isThere)
                continue;
            const bson::Element member = isThere ? elementAt(m_now.document, row.now) : elementAt(m_stored.document, row.stored);
            if (member.name() == name)
                return nodeAt(parent, quint32(line));
        }
    }
    return Node::kNone;
}

bson::PathStep ValueTreeModel::stepOf(NodeId id) const
{
    const Node &container = m_nodes[containerOf(id)];
    const MemberRow row = rowOf(m_nodes[id]);
    if (container.isArray)
        return {{}, qint64(row.position)};
    const QByteArrayView name = elementOf(m_nodes[id]).name();
    bson::PathStep step{name.toByteArray(), -1};
    const bool isFirst = !row.isDuplicate && qsizetype(container.rows.size()) <= kMaxDuplicateSearch;
    if (isFirst || !row.isThere())
        return step;
    for (const MemberRow &other : container.rows) {
        if (other.now == row.now)
            break;
        if (other.isThere() && elementAt(m_now.document, other.now).name() == name)
            ++step.occurrence;
    }
    return step;
}

} // namespace persistence
