#include "model/items/navigatormodel.h"

#include "model/workspace/workspace.h"

namespace persistence {

NavigatorModel::NavigatorModel(QObject *parent) : QAbstractItemModel(parent), m_root(std::make_unique<NavigatorNode>())
{
}

NavigatorModel::~NavigatorModel() = default;

void NavigatorModel::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    beginResetModel();
    m_root = std::make_unique<NavigatorNode>();
    m_targets.clear();
    m_records.clear();
    m_matches.reset();
    m_reader.reset();
    m_workspace = std::move(workspace);
    if (m_workspace) {
        if (auto reader = m_workspace->reader())
            m_reader = std::move(*reader);
        else
            report(reader.error());
    }
    endResetModel();
}

void NavigatorModel::setMode(NavigatorMode mode)
{
    if (m_mode == mode)
        return;
    beginResetModel();
    m_mode = mode;
    m_root = std::make_unique<NavigatorNode>();
    endResetModel();
}

void NavigatorModel::setMatches(std::optional<TreeMatches> matches)
{
    m_matches = std::move(matches);
    refresh();
    // The counts of rows that stayed say something else now.
    if (m_root->childCount() > 0)
        emit dataChanged(index(0, 0), index(m_root->childCount() - 1, 0), {CountTextRole, Qt::AccessibleTextRole, ToolTipTextRole});
    for (const NavigatorNode *app : m_root->openedChildren()) {
        if (app->childCount() > 0)
            emit dataChanged(createIndex(0, 0, app), createIndex(app->childCount() - 1, 0, app),
                             {CountTextRole, Qt::AccessibleTextRole, ToolTipTextRole});
    }
}

QModelIndex NavigatorModel::index(int row, int column, const QModelIndex &parent) const
{
    if (column != 0 || row < 0 || row >= rowCount(parent))
        return {};
    return createIndex(row, 0, nodeAt(parent));
}

QModelIndex NavigatorModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOfNode(*static_cast<const NavigatorNode *>(index.constInternalPointer())) : QModelIndex();
}

int NavigatorModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    NavigatorNode *node = nodeAt(parent);
    if (!node)
        return 0;
    open(*node);
    return node->childCount();
}

int NavigatorModel::columnCount(const QModelIndex &) const
{
    return 1;
}

bool NavigatorModel::hasChildren(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return rowCount() > 0;
    const auto *above = static_cast<const NavigatorNode *>(parent.constInternalPointer());
    // Every group has records, or it would not be there. Views ask this for each row they draw: nothing is opened for it.
    return above->childKind() != NavigatorKind::Record;
}

/// The node that is the parent of the rows below \a index; null for a record, which has none.
NavigatorNode *NavigatorModel::nodeAt(const QModelIndex &index) const
{
    if (!index.isValid())
        return m_root.get();
    return childNode(*static_cast<NavigatorNode *>(index.internalPointer()), index.row());
}

NavigatorNode *NavigatorModel::childNode(NavigatorNode &parent, int row) const
{
    const NavigatorKind kind = parent.childKind();
    if (kind == NavigatorKind::Record)
        return nullptr;
    const qint64 key = parent.childKey(row);
    std::unique_ptr<NavigatorNode> &child = parent.children[key];
    if (child)
        return child.get();
    child = std::make_unique<NavigatorNode>();
    child->kind = kind;
    child->parent = &parent;
    child->row = row;
    child->group = parent.group;
    switch (kind) {
    case NavigatorKind::App:
        child->group.app = AppRow{key};
        child->hasShapes = m_mode == NavigatorMode::Shapes;
        break;
    case NavigatorKind::Shape:
        child->group.shape = ShapeRow{key};
        break;
    case NavigatorKind::Model:
        child->group.model = ModelRow{key};
        child->modelKind = parent.models.value(key).kind;
        break;
    case NavigatorKind::Target:
        child->group.target = TargetRow{key};
        break;
    case NavigatorKind::Range:
        child->modelKind = parent.modelKind;
        break;
    case NavigatorKind::Record:
        break;
    }
    return child.get();
}

QModelIndex NavigatorModel::indexOfNode(const NavigatorNode &node) const
{
    return node.parent ? createIndex(node.row, 0, node.parent) : QModelIndex();
}

/// The row at \a position of a list, inside its range if it has ranges.
QModelIndex NavigatorModel::indexAt(NavigatorNode &list, qint64 position) const
{
    if (position < 0 || position >= list.size())
        return {};
    if (!list.hasRanges)
        return createIndex(int(position), 0, &list);
    NavigatorNode *range = childNode(list, int(position / NavigatorNode::kRangeSize));
    open(*range);
    return createIndex(int(position % NavigatorNode::kRangeSize), 0, range);
}

void NavigatorModel::open(NavigatorNode &node) const
{
    if (node.state != NavigatorNode::State::Closed || !m_reader)
        return;
    node.state = NavigatorNode::State::Open;
    if (!node.kind) {
        if (const auto apps = readApps(node))
            node.setApps(*apps);
        else
            report(apps.error());
    } else if (node.hasShapes) {
        if (const auto shapes = readShapes(node))
            node.setShapes(*shapes);
        else
            report(shapes.error());
    } else if (node.kind == NavigatorKind::App) {
        if (const auto models = readModels(node))
            node.setModels(*models);
        else
            report(models.error());
    } else if (!node.isRange()) {
        const NavigatorQuery query = queryFor(node, m_matches ? &*m_matches : nullptr);
        if (expectedRows(node, query) > readableAtOnce(query)) {
            node.state = NavigatorNode::State::Loading;
            startReading(node, query);
            return;
        }
        Progress progress;
        if (auto rows = readRows(*m_reader, query, progress))
            node.setRows(std::move(*rows));
        else
            report(rows.error());
    }
}

QList<QByteArray> NavigatorModel::path(const QModelIndex &index) const
{
    QList<QByteArray> path;
    for (QModelIndex at = index; at.isValid(); at = at.parent()) {
        const auto *above = static_cast<const NavigatorNode *>(at.constInternalPointer());
        const qint64 position = above->positionOf(at.row());
        switch (above->childKind()) {
        case NavigatorKind::App: {
            const AppSummary app = above->apps.value(above->at(position));
            path.prepend((app.collection == Collection::Messages ? '1' : '0') + app.appId);
            break;
        }
        case NavigatorKind::Model: {
            const ModelSummary model = above->models.value(above->at(position));
            path.prepend(char('0' + int(model.kind)) + model.name);
            break;
        }
        case NavigatorKind::Shape:
            path.prepend(shapeName(above->shapes.value(above->at(position))).toUtf8());
            break;
        case NavigatorKind::Target:
            path.prepend(target(above->list(), position).id);
            break;
        case NavigatorKind::Record:
            path.prepend(record(above->list(), position).encodedId);
            break;
        case NavigatorKind::Range:
            if (path.isEmpty())
                return {};
            break;
        }
    }
    return path;
}

QModelIndex NavigatorModel::indexOf(const QList<QByteArray> &path) const
{
    QModelIndex index;
    for (const QByteArray &key : path) {
        NavigatorNode *list = nodeAt(index);
        if (!list)
            return {};
        open(*list);
        index = indexAt(*list, findKey(*list, key));
        if (!index.isValid())
            return {};
    }
    return index;
}

QModelIndex NavigatorModel::indexOf(const Group &group) const
{
    QModelIndex index;
    // A group of the other mode has no row.
    if ((m_mode == NavigatorMode::Shapes) ? group.model.isValid() : group.shape.isValid())
        return {};
    const qint64 second = group.shape.isValid() ? group.shape.value : group.model.value;
    for (const qint64 number : {group.app.value, second, group.target.value}) {
        if (number == 0)
            break;
        NavigatorNode *list = nodeAt(index);
        if (!list)
            return {};
        open(*list);
        index = indexAt(*list, list->indexOf(number));
        if (!index.isValid())
            return {};
    }
    return index;
}

/// The position of the row with that part of a path, or -1.
qint64 NavigatorModel::findKey(NavigatorNode &list, const QByteArray &key) const
{
    if (!list.kind || list.kind == NavigatorKind::App) {
        for (qint64 i = 0; i < list.size(); ++i) {
            const QModelIndex index = createIndex(int(i), 0, &list);
            if (path(index).last() == key)
                return i;
        }
        return -1;
    }
    if (list.kind == NavigatorKind::Model && list.modelKind == ModelKind::Stored)
        return findTarget(list, key, false);
    const auto records = m_reader->findRecords(RecordId::fromEncoded(key));
    if (!records)
        return -1;
    for (const RecordRow row : *records) {
        if (const qint64 position = list.indexOf(row.value); position >= 0)
            return position;
    }
    return -1;
}

/// Targets are in byte order of their ids. The position of \a id, or of the first id that starts with it; -1 if there is none.
qint64 NavigatorModel::findTarget(const NavigatorNode &list, const QByteArray &id, bool isPrefix) const
{
    qint64 low = 0, high = list.size();
    while (low < high) {
        const qint64 middle = low + (high - low) / 2;
        const TargetRow row{list.at(middle)};
        const auto summary = m_reader->targetSummaries({&row, 1});
        if (!summary || summary->isEmpty())
            return -1;
        if (summary->first().id < id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == list.size())
        return -1;
    const QByteArray found = target(list, low).id;
    return found == id || (isPrefix && found.startsWith(id)) ? low : -1;
}

} // namespace persistence
