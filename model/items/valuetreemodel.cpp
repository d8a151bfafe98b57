#include "model/items/valuetreemodel.h"

#include "model/bson/preview.h"
#include "model/edit/fieldedits.h"
#include "model/items/valuetext.h"
#include "model/items/valuetreenode.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

bool isPlainWord(const QString &name)
{
    const auto isWordCharacter = [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'$' || c == u'-'; };
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), isWordCharacter);
}

Members membersOf(const QByteArray &document, const bson::Element &element)
{
    return {document.constData(), element.toDocument(), true};
}

bson::Element elementAt(const QByteArray &document, quint32 offset)
{
    return bson::readElement(QByteArrayView(document).sliced(offset)).value_or(bson::Element());
}

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

} // namespace

quint32 rowsPerChild(quint32 count, quint32 mostFlat)
{
    if (count <= mostFlat)
        return 1;
    // So many that there are at most 100 range rows.
    quint32 size = 100;
    while ((count + size - 1) / size > 100)
        size *= 10;
    return size;
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

QString ValueTreeModel::pathText(const QModelIndex &index) const
{
    QString text;
    if (!index.isValid())
        return text;
    for (NodeId id = nodeOf(index); id != 0; id = m_nodes[id].parent) {
        if (m_nodes[id].isRange)
            continue;
        const QString name = visibleText(elementOf(m_nodes[id]).name());
        if (m_nodes[containerOf(id)].isArray)
            text.prepend(u'[' + name + u']');
        else if (isPlainWord(name))
            text.prepend(u'.' + name);
        else
            text.prepend(u"[\""_s + QString(name).replace(u'"', u"\\\""_s) + u"\"]"_s);
    }
    return text.startsWith(u'.') ? text.sliced(1) : text;
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
    addChildren(0, 0, quint32(root.rows.size()));
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
        addChildren(id, node.first, node.count);
        return;
    }
    node.isArray = elementOf(node).type() == bson::Type::Array;
    const MemberRow row = rowOf(node);
    node.rows = memberRows(membersNow(row, m_now), membersStored(row, m_now, m_stored), node.isArray, kMaxDuplicateSearch);
    addChildren(id, 0, quint32(node.rows.size()));
}

void ValueTreeModel::addChildren(NodeId id, quint32 first, quint32 count) const
{
    Node &node = m_nodes[id];
    node.step = rowsPerChild(count, mostFlat(id));
    for (quint32 i = 0; i < count; i += node.step)
        node.children.push_back(addNode(childNode(id, int(node.children.size()), first + i, qMin(node.step, count - i))));
}

quint32 ValueTreeModel::mostFlat(NodeId id) const
{
    const Node &node = m_nodes[id];
    return node.isRange ? 100 : quint32(node.isArray ? kMaxFlatItems : kMaxFlatFields);
}

ValueTreeModel::Node ValueTreeModel::childNode(NodeId parent, int row, quint32 first, quint32 count) const
{
    Node child;
    child.parent = parent;
    child.row = row;
    child.isRange = m_nodes[parent].step > 1;
    if (child.isRange) {
        child.first = first;
        child.count = count;
    } else {
        child.line = first;
    }
    return child;
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

QString ValueTreeModel::nameText(NodeId id) const
{
    const Node &node = m_nodes[id];
    if (!node.isRange)
        return visibleText(elementOf(node).name());
    const Node &container = m_nodes[containerOf(id)];
    if (node.first + node.count > container.rows.size() || node.count == 0)
        return {};
    const QLocale locale;
    // People count fields from 1; items are named by their position, which starts at 0.
    const quint32 shift = container.isArray ? 0 : 1;
    const QString first = locale.toString(container.rows[node.first].position + shift);
    const QString last = locale.toString(container.rows[node.first + node.count - 1].position + shift);
    return container.isArray ? tr("Items %1–%2").arg(first, last) : tr("Fields %1–%2").arg(first, last);
}

QString ValueTreeModel::rangeText(NodeId id) const
{
    const Node &node = m_nodes[id];
    const Node &container = m_nodes[containerOf(id)];
    if (container.isArray || node.first + node.count > container.rows.size() || node.count == 0)
        return {};
    const auto nameAt = [&](quint32 line) {
        const MemberRow &row = container.rows[line];
        return visibleText((row.isThere() ? elementAt(m_now.document, row.now) : elementAt(m_stored.document, row.stored)).name(), 40);
    };
    return u"%1 … %2"_s.arg(nameAt(node.first), nameAt(node.first + node.count - 1));
}

QString ValueTreeModel::valueText(NodeId id) const
{
    const Node &node = m_nodes[id];
    if (node.isRange)
        return rangeText(id);
    const bson::Element element = elementOf(node);
    return cellText(element, element.isContainer() ? memberCount(id) : 0, m_localTime);
}

QVariant ValueTreeModel::toolTip(const QModelIndex &index) const
{
    // Marked as rich text and escaped, because a view would guess from the stored text.
    const auto asToolTip = [](const QString &text) {
        return u"<qt>"_s + text.left(1'000).toHtmlEscaped().replace(u'\n', u"<br>"_s) + u"</qt>"_s;
    };
    const NodeId id = nodeOf(index);
    const MemberRow row = rowOf(m_nodes[id]);
    QStringList lines;
    if (index.column() == NameColumn && row.isDuplicate)
        lines << tr("An earlier field of this object has the same name: %1").arg(nameText(id));
    else if (index.column() != TypeColumn)
        lines << (index.column() == NameColumn ? nameText(id) : valueText(id));
    if (row.state == FieldState::Added)
        lines << tr("Added, not saved.");
    if (row.state == FieldState::Removed)
        lines << tr("Removed, not saved.");
    if (row.state == FieldState::Changed)
        lines << changeText(row);
    if (m_buffer && m_isLocked)
        lines << tr("Locked: nothing can be edited here.");
    return lines.isEmpty() ? QVariant() : asToolTip(lines.join(u'\n'));
}

QString ValueTreeModel::changeText(const MemberRow &row) const
{
    const bson::Element was = elementAt(m_stored.document, row.stored), now = elementAt(m_now.document, row.now);
    if (was.type() == now.type() && was.value() == now.value())
        return tr("Changed, not saved. The name was %1.").arg(visibleText(was.name(), 200));
    if (was.isContainer())
        return tr("Changed, not saved.");
    return tr("Changed, not saved. It was: %1 (%2)").arg(cellText(was, 0, m_localTime), bson::typeName(was.type()));
}

} // namespace persistence
