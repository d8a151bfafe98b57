#include "model/items/valuetreemodel.h"

#include "model/bson/preview.h"
#include "model/items/valuetext.h"

#include <QLocale>
#include <QSet>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr quint32 kNone = ~quint32(0);

// How many members a range row holds, so that there are at most 100 range rows.
quint32 rangeSize(quint32 count)
{
    quint32 size = 100;
    while ((count + size - 1) / size > 100)
        size *= 10;
    return size;
}

bool isPlainWord(const QString &name)
{
    const auto isWordCharacter = [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'$' || c == u'-'; };
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), isWordCharacter);
}

bool isOpenable(bson::Type type)
{
    return type == bson::Type::Document || type == bson::Type::Array || type == bson::Type::CodeWithScope;
}

} // namespace

struct ValueTreeModel::Node
{
    NodeId parent = kNone;
    int row = 0;
    /// Where the element starts in the document; kNone for the root and for range rows.
    quint32 offset = kNone;
    /// The container whose members a range row groups.
    NodeId owner = kNone;
    quint32 first = 0;
    quint32 count = 0;
    bool isArray = false;
    bool isOpen = false;
    bool isDuplicate = false;
    /// Direct members, once they were counted.
    qsizetype members = -1;
    /// Of an opened container: where each member starts, and which repeat an earlier name.
    std::vector<quint32> offsets;
    std::vector<bool> duplicates;
    std::vector<NodeId> children;
};

ValueTreeModel::ValueTreeModel(QObject *parent) : QAbstractItemModel(parent)
{
    m_nodes.emplace_back().isOpen = true;
}

ValueTreeModel::~ValueTreeModel() = default;

void ValueTreeModel::showDocument(QByteArray document)
{
    beginResetModel();
    reset(std::move(document));
    openRoot(bson::DocumentView(m_document), false);
    endResetModel();
}

void ValueTreeModel::showElement(QByteArray document, const bson::Element &element)
{
    const auto offset = quint32(element.bytes().data() - document.constData());
    const bool isContainer = element.isContainer();
    beginResetModel();
    reset(std::move(document));
    if (isContainer) {
        openRoot(element.toDocument(), element.type() == bson::Type::Array);
    } else {
        m_nodes.front().offsets = {offset};
        m_nodes.front().duplicates = {false};
        addChildren(0, 0, 0, 1);
    }
    endResetModel();
}

void ValueTreeModel::clear()
{
    beginResetModel();
    reset({});
    endResetModel();
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
    if (!index.isValid() || m_nodes[nodeOf(index)].offset == kNone)
        return {};
    return elementOf(m_nodes[nodeOf(index)]);
}

QList<QByteArray> ValueTreeModel::path(const QModelIndex &index) const
{
    QList<QByteArray> names;
    if (!index.isValid())
        return names;
    for (NodeId id = nodeOf(index); id != 0; id = m_nodes[id].parent) {
        if (m_nodes[id].offset != kNone)
            names.prepend(elementOf(m_nodes[id]).name().toByteArray());
    }
    return names;
}

QString ValueTreeModel::pathText(const QModelIndex &index) const
{
    QString text;
    if (!index.isValid())
        return text;
    for (NodeId id = nodeOf(index); id != 0; id = m_nodes[id].parent) {
        if (m_nodes[id].offset == kNone)
            continue;
        NodeId container = m_nodes[id].parent;
        while (m_nodes[container].owner != kNone)
            container = m_nodes[container].parent;
        const QString name = visibleText(elementOf(m_nodes[id]).name());
        if (m_nodes[container].isArray)
            text.prepend(u'[' + name + u']');
        else if (isPlainWord(name))
            text.prepend(u'.' + name);
        else
            text.prepend(u"[\""_s + QString(name).replace(u'"', u"\\\""_s) + u"\"]"_s);
    }
    return text.startsWith(u'.') ? text.sliced(1) : text;
}

QModelIndex ValueTreeModel::find(const QList<QByteArray> &path) const
{
    NodeId id = 0;
    for (const QByteArray &name : path) {
        const NodeId next = childNamed(id, name);
        if (next == kNone)
            break;
        id = next;
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
    if (node.isOpen || node.offset == kNone)
        return node.owner != kNone || !node.children.empty();
    return isContainer(node) && !elementOf(node).toDocument().isEmpty();
}

QVariant ValueTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const NodeId id = nodeOf(index);
    const Node &node = m_nodes[id];
    const bool isRange = node.offset == kNone;
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
        return node.isDuplicate;
    case IsCutRole:
        return isCut(node);
    case IsRangeRole:
        return isRange;
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

void ValueTreeModel::reset(QByteArray document)
{
    m_document = std::move(document);
    m_nodes.clear();
    m_nodes.emplace_back().isOpen = true;
}

void ValueTreeModel::openRoot(bson::DocumentView members, bool isArray)
{
    Node &root = m_nodes.front();
    root.isArray = isArray;
    scan(root, members);
    addChildren(0, 0, 0, quint32(root.offsets.size()));
}

ValueTreeModel::NodeId ValueTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? NodeId(index.internalId()) : 0;
}

bson::Element ValueTreeModel::elementOf(const Node &node) const
{
    return bson::readElement(QByteArrayView(m_document).sliced(node.offset)).value_or(bson::Element());
}

bool ValueTreeModel::isContainer(const Node &node) const
{
    return node.offset != kNone && isOpenable(elementOf(node).type());
}

void ValueTreeModel::open(NodeId id) const
{
    Node &node = m_nodes[id];
    if (node.isOpen)
        return;
    node.isOpen = true;
    if (node.owner != kNone) {
        addChildren(id, node.owner, node.first, node.count);
    } else if (isContainer(node)) {
        const bson::Element element = elementOf(node);
        node.isArray = element.type() == bson::Type::Array;
        scan(node, element.toDocument());
        addChildren(id, id, 0, quint32(node.offsets.size()));
    }
}

void ValueTreeModel::scan(Node &node, bson::DocumentView members) const
{
    const char *start = m_document.constData();
    for (const bson::Element &member : members)
        node.offsets.push_back(quint32(member.bytes().data() - start));
    node.members = qsizetype(node.offsets.size());
    node.duplicates.assign(node.offsets.size(), false);
    if (node.isArray || node.members > kMaxDuplicateSearch)
        return;
    QSet<QByteArrayView> names;
    size_t position = 0;
    for (const bson::Element &member : members) {
        const qsizetype before = names.size();
        names.insert(member.name());
        node.duplicates[position++] = names.size() == before;
    }
}

void ValueTreeModel::addChildren(NodeId id, NodeId owner, quint32 first, quint32 count) const
{
    const bool isArray = m_nodes[owner].isArray;
    const quint32 flat = id == owner ? quint32(isArray ? kMaxFlatItems : kMaxFlatFields) : 100;
    const quint32 step = count > flat ? rangeSize(count) : 1;
    std::vector<NodeId> children;
    for (quint32 i = 0; i < count; i += step) {
        Node child;
        child.parent = id;
        child.row = int(children.size());
        if (step > 1) {
            child.owner = owner;
            child.first = first + i;
            child.count = qMin(step, count - i);
        } else {
            child.offset = m_nodes[owner].offsets[first + i];
            child.isDuplicate = m_nodes[owner].duplicates[first + i];
        }
        children.push_back(NodeId(m_nodes.size()));
        m_nodes.push_back(std::move(child));
    }
    m_nodes[id].children = std::move(children);
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

QModelIndex ValueTreeModel::indexOf(NodeId id) const
{
    return id == 0 || id == kNone ? QModelIndex() : createIndex(m_nodes[id].row, 0, quintptr(id));
}

ValueTreeModel::NodeId ValueTreeModel::childNamed(NodeId parent, QByteArrayView name) const
{
    open(parent);
    const Node &container = m_nodes[parent];
    for (size_t i = 0; i < container.offsets.size(); ++i) {
        const auto member = bson::readElement(QByteArrayView(m_document).sliced(container.offsets[i]));
        if (!member || member->name() != name)
            continue;
        // Down through the range rows to the member itself.
        NodeId id = parent;
        while (m_nodes[id].offset == kNone || id == parent) {
            open(id);
            const Node &level = m_nodes[id];
            const auto found = std::find_if(level.children.begin(), level.children.end(), [&](NodeId child) {
                const Node &node = m_nodes[child];
                return node.owner == kNone ? node.offset == container.offsets[i] : i >= node.first && i < node.first + node.count;
            });
            if (found == level.children.end())
                return kNone;
            id = *found;
        }
        return id;
    }
    return kNone;
}

QString ValueTreeModel::nameText(NodeId id) const
{
    const Node &node = m_nodes[id];
    if (node.offset != kNone)
        return visibleText(elementOf(node).name());
    const QLocale locale;
    // People count fields from 1; items are named by their position, which starts at 0.
    const quint32 shift = m_nodes[node.owner].isArray ? 0 : 1;
    const QString first = locale.toString(node.first + shift);
    const QString last = locale.toString(node.first + node.count - 1 + shift);
    return m_nodes[node.owner].isArray ? tr("Items %1–%2").arg(first, last) : tr("Fields %1–%2").arg(first, last);
}

QString ValueTreeModel::valueText(NodeId id) const
{
    const Node &node = m_nodes[id];
    if (node.offset == kNone) {
        if (m_nodes[node.owner].isArray)
            return {};
        const auto nameAt = [&](quint32 position) {
            const auto member = bson::readElement(QByteArrayView(m_document).sliced(m_nodes[node.owner].offsets[position]));
            return member ? visibleText(member->name(), 40) : QString();
        };
        return u"%1 … %2"_s.arg(nameAt(node.first), nameAt(node.first + node.count - 1));
    }
    const bson::Element element = elementOf(node);
    return cellText(element, element.isContainer() ? memberCount(id) : 0, m_localTime);
}

bool ValueTreeModel::isCut(const Node &node) const
{
    if (node.offset == kNone)
        return false;
    const bson::Element element = elementOf(node);
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

QVariant ValueTreeModel::toolTip(const QModelIndex &index) const
{
    // Marked as rich text and escaped, because a view would guess from the stored text.
    const auto asToolTip = [](const QString &text) { return u"<qt>"_s + text.left(1'000).toHtmlEscaped() + u"</qt>"_s; };
    const Node &node = m_nodes[nodeOf(index)];
    if (index.column() == NameColumn && node.isDuplicate)
        return asToolTip(tr("An earlier field of this object has the same name: %1").arg(nameText(nodeOf(index))));
    if (index.column() == TypeColumn)
        return {};
    return asToolTip(index.column() == NameColumn ? nameText(nodeOf(index)) : valueText(nodeOf(index)));
}

} // namespace persistence
