#include "model/items/listdifference.h"
#include "model/items/valuetreenode.h"

namespace persistence {

namespace {

/// The element that a row shows.
bson::Element shownElement(const MemberRow &row, const QByteArray &now, const QByteArray &stored)
{
    return row.isThere() ? elementAt(now, row.now) : elementAt(stored, row.stored);
}

std::vector<bson::Element> elementsThere(const std::vector<MemberRow> &rows, const QByteArray &document)
{
    std::vector<bson::Element> elements;
    for (const MemberRow &row : rows) {
        if (row.isThere())
            elements.push_back(elementAt(document, row.now));
    }
    return elements;
}

bool isShared(const QByteArray &a, const QByteArray &b)
{
    return a.size() == b.size() && (a.constData() == b.constData() || a == b);
}

} // namespace

void ValueTreeModel::refresh()
{
    update(sideOf(m_buffer->body()), sideOf(m_buffer->stored().body));
}

void ValueTreeModel::update(Side now, Side stored)
{
    const bool isSameStored = stored.offset == m_stored.offset && isShared(stored.document, m_stored.document);
    if (isSameStored && now.offset == m_now.offset && isShared(now.document, m_now.document))
        return;
    if (now.kind() != m_rootKind) {
        show(std::move(now), std::move(stored));
        return;
    }
    if (m_rootKind == RootKind::Scalar) {
        m_now = std::move(now);
        m_stored = std::move(stored);
        m_nodes.front().rows = {scalarRow(m_now, m_stored)};
        emit dataChanged(index(0, 0), index(0, ColumnCount - 1));
        return;
    }
    std::vector<Plan> plans = planUpdate(now, stored, isSameStored);
    // The rows point into the documents before until they are taken over.
    const Side nowBefore = std::exchange(m_now, std::move(now));
    const Side storedBefore = std::exchange(m_stored, std::move(stored));
    for (Plan &plan : plans)
        takeOver(plan);
    for (const Plan &plan : plans) {
        if (isReleased(plan.container))
            continue;
        arrangeMembers(plan.container);
        tellChanges(plan);
    }
    m_free.insert(m_free.end(), m_released.begin(), m_released.end());
    m_released.clear();
}

std::vector<ValueTreeModel::Plan> ValueTreeModel::planUpdate(const Side &now, const Side &stored, bool isSameStored)
{
    std::vector<Plan> plans;
    const auto add = [&](NodeId id, const Members &there, const Members &was, bool isArray) {
        plans.push_back(planContainer(id, there, was, isArray, isSameStored));
        Plan &plan = plans.back();
        for (size_t i = 0; i < plan.rows.size(); ++i)
            plan.isChanged.push_back(looksOther(plan, i, now, stored));
    };
    add(0, now.members(), stored.kind() == now.kind() ? stored.members() : Members(), m_nodes.front().isArray);
    for (size_t i = 0; i < plans.size(); ++i) {
        for (const NodeId id : elementNodes(plans[i].container)) {
            const int line = plans[i].becomes[m_nodes[id].line];
            if (line < 0)
                continue;
            const MemberRow &row = plans[i].rows[size_t(line)];
            const Members there = membersNow(row, now), was = membersStored(row, now, stored);
            if (!prepare(id, !there.view.isEmpty() || !was.view.isEmpty()))
                continue;
            const bson::Type type = shownElement(row, now.document, stored.document).type();
            add(id, there, was, type == bson::Type::Array);
        }
    }
    return plans;
}

bool ValueTreeModel::prepare(NodeId id, bool willHaveMembers)
{
    Node &node = m_nodes[id];
    if (node.isOpen)
        return true;
    const bool hasNow = hasMembers(node);
    if (hasNow == willHaveMembers)
        return false;
    // A view that knows the row as empty, or as not, learns otherwise only by rows that come or go.
    if (hasNow)
        open(id);
    node.isOpen = true;
    return true;
}

ValueTreeModel::Plan ValueTreeModel::planContainer(NodeId id, const Members &now, const Members &stored, bool isArray,
                                                   bool isSameStored) const
{
    const Node &node = m_nodes[id];
    Plan plan;
    plan.container = id;
    plan.isArray = isArray;
    plan.rows = memberRows(now, stored, isArray, kMaxDuplicateSearch);
    if (node.isArray == isArray) {
        const auto before = elementsThere(node.rows, m_now.document);
        const auto after = elementsOf(now.view);
        plan.was = pairRows(node.rows, plan.rows, pairMembers(before, after, isArray), isSameStored);
    } else {
        plan.was.assign(plan.rows.size(), -1);
    }
    plan.becomes.assign(node.rows.size(), -1);
    for (size_t i = 0; i < plan.was.size(); ++i) {
        if (plan.was[i] >= 0)
            plan.becomes[size_t(plan.was[i])] = int(i);
    }
    return plan;
}

bool ValueTreeModel::looksOther(const Plan &plan, size_t line, const Side &now, const Side &stored) const
{
    if (plan.was[line] < 0)
        return false;
    const MemberRow &row = plan.rows[line], &before = m_nodes[plan.container].rows[size_t(plan.was[line])];
    if (row.state != before.state || row.isDuplicate != before.isDuplicate || row.isThere() != before.isThere())
        return true;
    return shownElement(row, now.document, stored.document).bytes() != shownElement(before, m_now.document, m_stored.document).bytes();
}

std::vector<ValueTreeModel::NodeId> ValueTreeModel::elementNodes(NodeId container) const
{
    std::vector<NodeId> found, levels{container};
    while (!levels.empty()) {
        const NodeId level = levels.back();
        levels.pop_back();
        for (const NodeId child : m_nodes[level].children)
            (m_nodes[child].isRange ? levels : found).push_back(child);
    }
    return found;
}

void ValueTreeModel::takeOver(Plan &plan)
{
    Node &node = m_nodes[plan.container];
    for (const NodeId id : elementNodes(plan.container)) {
        Node &child = m_nodes[id];
        const int line = plan.becomes[child.line];
        child.line = line < 0 ? Node::kGone : quint32(line);
        if (line >= 0 && plan.isChanged[size_t(line)])
            child.members = -1;
    }
    node.rows = std::move(plan.rows);
    node.isArray = plan.isArray;
}

void ValueTreeModel::arrangeMembers(NodeId id)
{
    Node &node = m_nodes[id];
    const auto count = quint32(node.rows.size());
    const quint32 flat = flatRows(count, node.isArray);
    if (node.hasBar && flat == count) {
        removeChildren(id, int(node.children.size()) - 1, 1);
        node.hasBar = false;
    }
    arrangeRows(id, 0, flat);
    if (flat < count)
        arrangeBar(id, flat, count - flat);
}

void ValueTreeModel::arrangeBar(NodeId id, quint32 first, quint32 count)
{
    Node &node = m_nodes[id];
    if (!node.hasBar) {
        const int row = int(node.children.size());
        beginInsertRows(indexOf(id), row, row);
        node.children.push_back(addNode(rangeNode(id, row, first, count)));
        node.hasBar = true;
        endInsertRows();
        return;
    }
    const NodeId bar = node.children.back();
    m_nodes[bar].first = first;
    m_nodes[bar].count = count;
    if (m_nodes[bar].isOpen)
        arrangeRange(bar, first, count);
}

void ValueTreeModel::arrangeRange(NodeId id, quint32 first, quint32 count)
{
    Node &node = m_nodes[id];
    const quint32 step = rowsPerChild(count);
    if (step != node.step) {
        removeChildren(id, 0, int(node.children.size()));
        node.step = step;
        insertChildren(id, 0, first, count);
    } else if (step == 1) {
        arrangeRows(id, first, count);
    } else {
        arrangeRanges(id, first, count);
    }
}

void ValueTreeModel::arrangeRanges(NodeId id, quint32 first, quint32 count)
{
    Node &node = m_nodes[id];
    const int wanted = int((count + node.step - 1) / node.step);
    const int there = int(node.children.size());
    if (wanted < there)
        removeChildren(id, wanted, there - wanted);
    for (int i = 0; i < qMin(wanted, there); ++i) {
        const NodeId child = node.children[size_t(i)];
        m_nodes[child].first = first + quint32(i) * node.step;
        m_nodes[child].count = qMin(node.step, count - quint32(i) * node.step);
        if (m_nodes[child].isOpen)
            arrangeRange(child, m_nodes[child].first, m_nodes[child].count);
    }
    if (wanted > there)
        insertChildren(id, there, first + quint32(there) * node.step, count - quint32(there) * node.step);
}

void ValueTreeModel::arrangeRows(NodeId id, quint32 first, quint32 count)
{
    Node &node = m_nodes[id];
    std::vector<quint32> current, wanted;
    for (const NodeId child : node.children) {
        if (m_nodes[child].isRange)
            break; // the bar stays where it is
        const quint32 line = m_nodes[child].line;
        // Keys are distinct, also of rows that go.
        current.push_back(line == Node::kGone ? Node::kGone - quint32(current.size()) : line);
    }
    for (quint32 line = first; line < first + count; ++line)
        wanted.push_back(line);

    struct Steps
    {
        ValueTreeModel &model;
        NodeId id;
        void remove(int row, int rows) { model.removeChildren(id, row, rows); }
        void insert(int row, const quint32 *lines, int rows) { model.insertRuns(id, row, lines, rows); }
        void move(int from, int to)
        {
            const QModelIndex parent = model.indexOf(id);
            model.beginMoveRows(parent, from, from, parent, to);
            auto &children = model.m_nodes[id].children;
            std::rotate(children.begin() + to, children.begin() + from, children.begin() + from + 1);
            model.renumber(id);
            model.endMoveRows();
        }
    };
    applyDifference(std::move(current), wanted, Steps{*this, id});
}

void ValueTreeModel::removeChildren(NodeId id, int first, int count)
{
    if (count == 0)
        return;
    beginRemoveRows(indexOf(id), first, first + count - 1);
    auto &children = m_nodes[id].children;
    const std::vector<NodeId> gone(children.begin() + first, children.begin() + first + count);
    children.erase(children.begin() + first, children.begin() + first + count);
    renumber(id);
    endRemoveRows();
    for (const NodeId child : gone)
        release(child);
}

void ValueTreeModel::insertChildren(NodeId id, int row, quint32 first, quint32 count)
{
    std::vector<quint32> lines;
    for (quint32 i = 0; i < count; i += m_nodes[id].step)
        lines.push_back(first + i);
    insertRuns(id, row, lines.data(), int(lines.size()), first + count);
}

void ValueTreeModel::insertRuns(NodeId id, int row, const quint32 *lines, int count, quint32 end)
{
    if (count == 0)
        return;
    beginInsertRows(indexOf(id), row, row + count - 1);
    std::vector<NodeId> added;
    for (int i = 0; i < count; ++i) {
        const quint32 stands = m_nodes[id].step == 1 ? 1 : qMin(m_nodes[id].step, end - lines[i]);
        added.push_back(addNode(childNode(id, row + i, lines[i], stands)));
    }
    auto &children = m_nodes[id].children;
    children.insert(children.begin() + row, added.begin(), added.end());
    renumber(id);
    endInsertRows();
}

void ValueTreeModel::renumber(NodeId id)
{
    int row = 0;
    for (const NodeId child : m_nodes[id].children)
        m_nodes[child].row = row++;
}

void ValueTreeModel::release(NodeId id)
{
    std::vector<NodeId> rest{id};
    while (!rest.empty()) {
        const NodeId next = rest.back();
        rest.pop_back();
        rest.insert(rest.end(), m_nodes[next].children.begin(), m_nodes[next].children.end());
        m_nodes[next] = Node();
        m_released.push_back(next);
    }
}

bool ValueTreeModel::isReleased(NodeId id) const
{
    return id != 0 && m_nodes[id].parent == Node::kNone;
}

void ValueTreeModel::tellChanges(const Plan &plan)
{
    const bool hasOtherRows = plan.becomes.size() != m_nodes[plan.container].rows.size() ||
                              std::find(plan.isChanged.begin(), plan.isChanged.end(), true) != plan.isChanged.end();
    if (!hasOtherRows)
        return;
    std::vector<NodeId> levels{plan.container};
    while (!levels.empty()) {
        const NodeId level = levels.back();
        levels.pop_back();
        const QModelIndex parent = indexOf(level);
        const auto &children = m_nodes[level].children;
        int firstChanged = -1;
        for (int row = 0; row <= int(children.size()); ++row) {
            const Node *child = row < int(children.size()) ? &m_nodes[children[size_t(row)]] : nullptr;
            const bool isChanged = child && (child->isRange || plan.isChanged[child->line]);
            if (child && child->isRange)
                levels.push_back(children[size_t(row)]);
            if (isChanged && firstChanged < 0)
                firstChanged = row;
            if (!isChanged && firstChanged >= 0) {
                emit dataChanged(index(firstChanged, 0, parent), index(row - 1, ColumnCount - 1, parent));
                firstChanged = -1;
            }
        }
    }
}

} // namespace persistence
