#include "model/items/valuetreemodel.h"

#include "model/bson/preview.h"
#include "model/edit/fieldedits.h"
#include "model/items/valuetext.h"
#include "model/items/valuetreenode.h"

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

bool isCutText(const bson::Element &element)
{
    switch (element.type()) {
    case bson::Type::String:
    case bson::Type::Code:
    case bson::Type::Symbol:
        return element.toText().size() > kMaxCellBytes;
    case bson::Type::Binary:
        return element.toBinary().data.size() > 32;
    default:
        return false;
    }
}

/// Longer texts are told by their size, and can be opened whole (UX guide, section 3.6).
constexpr qsizetype kMaxPlainText = 1'000;

QVariant wholeSize(const bson::Element &element)
{
    switch (element.type()) {
    case bson::Type::String:
    case bson::Type::Code:
    case bson::Type::Symbol:
        return element.toText().size() > kMaxPlainText ? QVariant(qint64(element.toText().size())) : QVariant();
    case bson::Type::Binary:
        return isCutText(element) ? QVariant(qint64(element.toBinary().data.size())) : QVariant();
    default:
        return {};
    }
}

} // namespace

ValueTreeModel::ValueTreeModel(QObject *parent) : QAbstractItemModel(parent)
{
    m_nodes.emplace_back().isOpen = true;
}

ValueTreeModel::~ValueTreeModel() = default;

void ValueTreeModel::showDocument(QByteArray document)
{
    follow(nullptr, false, true);
    const Side side{std::move(document), Side::kWhole};
    show(side, side);
}

void ValueTreeModel::showElement(QByteArray document, const bson::Element &element)
{
    follow(nullptr, false, true);
    const qsizetype offset = element.bytes().data() - document.constData();
    const Side side{std::move(document), offset};
    show(side, side);
}

void ValueTreeModel::clear()
{
    follow(nullptr, false, true);
    show({}, {});
}

void ValueTreeModel::follow(EditBuffer *buffer, bool wholeDocument, bool isLocked)
{
    if (m_buffer)
        disconnect(m_buffer, nullptr, this, nullptr);
    const bool isOther = m_buffer != buffer || m_isWhole != wholeDocument;
    m_buffer = buffer;
    m_isWhole = wholeDocument;
    m_isLocked = isLocked;
    if (!buffer)
        return;
    connect(buffer, &EditBuffer::changed, this, &ValueTreeModel::refresh);
    if (isOther)
        show(sideOf(buffer->body()), sideOf(buffer->stored().body));
}

void ValueTreeModel::setLocalTime(bool localTime)
{
    if (m_localTime == localTime)
        return;
    m_localTime = localTime;
    for (NodeId id = 0; id < m_nodes.size(); ++id) {
        if (m_nodes[id].children.empty())
            continue;
        const QModelIndex parent = indexOf(id);
        const int last = int(m_nodes[id].children.size()) - 1;
        emit dataChanged(index(0, ValueColumn, parent), index(last, ValueColumn, parent), {Qt::DisplayRole, Qt::ToolTipRole});
    }
}

std::optional<bson::Element> ValueTreeModel::element(const QModelIndex &index) const
{
    if (!index.isValid() || m_nodes[nodeOf(index)].isRange)
        return {};
    return elementOf(m_nodes[nodeOf(index)]);
}

std::optional<bson::Element> ValueTreeModel::storedElement(const QModelIndex &index) const
{
    const MemberRow row = index.isValid() ? rowOf(m_nodes[nodeOf(index)]) : MemberRow();
    if (row.stored == MemberRow::kNone)
        return {};
    return elementAt(m_stored.document, row.stored);
}

FieldState ValueTreeModel::state(const QModelIndex &index) const
{
    return index.isValid() ? rowOf(m_nodes[nodeOf(index)]).state : FieldState::Same;
}

QList<QByteArray> ValueTreeModel::path(const QModelIndex &index) const
{
    QList<QByteArray> names;
    if (!index.isValid())
        return names;
    for (NodeId id = nodeOf(index); id != 0; id = m_nodes[id].parent) {
        if (!m_nodes[id].isRange)
            names.prepend(elementOf(m_nodes[id]).name().toByteArray());
    }
    return names;
}

bson::Path ValueTreeModel::editPath(const QModelIndex &index) const
{
    std::vector<bson::PathStep> steps;
    for (NodeId id = nodeOf(index); id != 0; id = m_nodes[id].parent) {
        if (!m_nodes[id].isRange && m_rootKind != RootKind::Scalar)
            steps.push_back(stepOf(id));
    }
    if (m_now.offset >= 0)
        steps.push_back({m_now.element().name().toByteArray(), -1});
    std::reverse(steps.begin(), steps.end());
    return bson::Path(std::move(steps));
}

ValueTreeModel::Place ValueTreeModel::place(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const NodeId id = nodeOf(index), container = containerOf(id);
    const Node &node = m_nodes[id];
    const auto &rows = m_nodes[container].rows;
    const quint32 line = node.isRange ? node.first : node.line;
    return {editPath(indexOf(container)), m_nodes[container].isArray, line < rows.size() ? qint64(rows[line].position) : 0};
}

QModelIndex ValueTreeModel::find(const QList<QByteArray> &path) const
{
    NodeId id = 0;
    for (const QByteArray &name : path) {
        const NodeId next = childNamed(id, name);
        if (next == Node::kNone)
            break;
        id = next;
    }
    return indexOf(id);
}

QModelIndex ValueTreeModel::findPath(const bson::Path &path) const
{
    const auto element = path.resolve(bson::DocumentView(m_now.document));
    const size_t above = editPath({}).steps().size();
    if (!element || path.steps().size() < above || (path.steps().size() == above && m_rootKind != RootKind::Scalar))
        return {};
    NodeId id = 0;
    bson::Path way(std::vector<bson::PathStep>(path.steps().begin(), path.steps().begin() + qsizetype(above)));
    for (size_t level = m_rootKind == RootKind::Scalar ? above - 1 : above; level < path.steps().size(); ++level) {
        way = m_rootKind == RootKind::Scalar ? path : joined(way, path.steps()[level]);
        const auto member = way.resolve(bson::DocumentView(m_now.document));
        open(id);
        const auto &rows = m_nodes[id].rows;
        const auto found = std::find_if(rows.begin(), rows.end(), [&](const MemberRow &row) {
            return row.isThere() && m_now.document.constData() + row.now == member->bytes().data();
        });
        if (found == rows.end())
            return {};
        id = nodeAt(id, quint32(found - rows.begin()));
    }
    return indexOf(id);
}

std::vector<ValueTreeModel::RangeLink> ValueTreeModel::rangeLinks(const QModelIndex &bar) const
{
    const NodeId id = nodeOf(bar);
    if (!isBar(id) || !m_nodes[containerOf(id)].isArray || m_nodes[id].count <= kShownItems)
        return {};
    constexpr auto kStep = quint32(kShownItems);
    const Node &node = m_nodes[id];
    std::vector<RangeLink> links;
    for (const quint32 page : {quint32(0), node.count / 2 / kStep, (node.count - 1) / kStep}) {
        const quint32 first = node.first + page * kStep;
        if (links.empty() || links.back().row != first)
            links.push_back({positionsText(containerOf(id), first, qMin(kStep, node.first + node.count - first)), first});
    }
    return links;
}

QModelIndex ValueTreeModel::rangeRow(const QModelIndex &bar, qint64 row) const
{
    NodeId id = nodeOf(bar);
    while (m_nodes[id].isRange && m_nodes[id].count > quint32(kShownItems)) {
        open(id);
        const auto &children = m_nodes[id].children;
        const auto found = std::find_if(children.begin(), children.end(), [&](NodeId child) {
            const Node &node = m_nodes[child];
            return row >= node.first && row < qint64(node.first) + node.count;
        });
        if (found == children.end())
            break;
        id = *found;
    }
    return indexOf(id);
}

QModelIndex ValueTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    return createIndex(row, column, quintptr(m_nodes[nodeOf(parent)].children[size_t(row)]));
}

QModelIndex ValueTreeModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(m_nodes[nodeOf(child)].parent) : QModelIndex();
}

int ValueTreeModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    const NodeId id = nodeOf(parent);
    open(id);
    return int(m_nodes[id].children.size());
}

int ValueTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool ValueTreeModel::hasChildren(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return false;
    const Node &node = m_nodes[nodeOf(parent)];
    return node.isRange || (node.isOpen ? !node.children.empty() : hasMembers(node));
}

QVariant ValueTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const NodeId id = nodeOf(index);
    const Node &node = m_nodes[id];
    const bool isRange = node.isRange;
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == NameColumn)
            return nameText(id);
        if (index.column() == ValueColumn)
            return valueText(id);
        return isRange ? QString() : bson::typeName(elementOf(node).type());
    case Qt::ToolTipRole:
        return toolTip(index);
    case IconRole:
        return int(isRange ? IconId::Range : typeIcon(elementOf(node).type()));
    case PathRole:
        return QVariant::fromValue(path(index));
    case BsonTypeRole:
        return isRange ? QVariant() : int(elementOf(node).type());
    case IsDuplicateRole:
        return rowOf(node).isDuplicate;
    case IsCutRole:
        return !isRange && isCutText(elementOf(node));
    case IsRangeRole:
        return isRange;
    case IsBarRole:
        return isBar(id);
    case OpenTextRole:
        return isBar(id) && !m_nodes[containerOf(id)].isArray ? QVariant(tr("Hide them")) : QVariant();
    case WholeSizeRole:
        return isRange ? QVariant() : wholeSize(elementOf(node));
    case StateRole:
        return int(rowOf(node).state);
    case IsItemRole:
        return !isRange && m_nodes[containerOf(id)].isArray;
    case IsNameRole:
        return index.column() == NameColumn;
    case FieldNameRole:
        return isRange ? QVariant() : elementOf(node).name().toByteArray();
    case FieldRole:
        return isRange ? QVariant() : QVariant::fromValue(FieldValue(elementOf(node)));
    case OffsetRole:
        return isRange || !rowOf(node).isThere() ? QVariant() : QVariant(qint64(rowOf(node).now));
    default:
        return {};
    }
}

QVariant ValueTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Field");
    case ValueColumn:
        return tr("Value");
    case TypeColumn:
        return tr("Type");
    default:
        return {};
    }
}

void ValueTreeModel::show(Side now, Side stored)
{
    beginResetModel();
    m_now = std::move(now);
    m_stored = std::move(stored);
    openRoot();
    endResetModel();
}

ValueTreeModel::Side ValueTreeModel::sideOf(const QByteArray &body) const
{
    if (m_isWhole)
        return {body, Side::kWhole};
    const auto value = recordValue(bson::DocumentView(body), m_buffer->stored().collection);
    return {body, value ? value->bytes().data() - body.constData() : Side::kNothing};
}

void ValueTreeModel::openRoot()
{
    m_nodes.clear();
    m_free.clear();
    m_rootKind = m_now.kind();
    Node &root = m_nodes.emplace_back();
    root.isOpen = true;
    root.isArray = m_rootKind == RootKind::Array;
    if (m_rootKind == RootKind::Scalar)
        root.rows = {scalarRow(m_now, m_stored)};
    else
        root.rows =
            memberRows(m_now.members(), m_stored.kind() == m_rootKind ? m_stored.members() : Members(), root.isArray, kMaxDuplicateSearch);
    addMembers(0);
}

} // namespace persistence
