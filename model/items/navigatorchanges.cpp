#include "model/items/listdifference.h"
#include "model/items/navigatormodel.h"

namespace persistence {

/// What was read again or came late takes the place of what a node has.
void NavigatorModel::receiveRows(NavigatorNode &node, NavigatorRows rows)
{
    const bool getsRanges = rows.size() > NavigatorNode::kMaxFlatRows;
    if (!node.hasRanges && !getsRanges)
        setRows(node, rows.rows);
    else if (node.hasRanges && getsRanges)
        rearrangeRanges(node, std::move(rows));
    else
        replaceRows(node, std::move(rows));
}

void NavigatorModel::setRows(NavigatorNode &node, const std::vector<qint64> &rows)
{
    struct RowsChange
    {
        NavigatorModel &model;
        NavigatorNode &node;
        void remove(int first, int count) { model.removeSome(node, first, count); }
        void insert(int first, const qint64 *keys, int count) { model.insertSome(node, first, keys, count); }
        void move(int from, int to) { model.moveOne(node, from, to); }
    };
    applyDifference(node.rows.rows, rows, RowsChange{*this, node});
}

void NavigatorModel::removeSome(NavigatorNode &node, int first, int count)
{
    std::vector<std::unique_ptr<NavigatorNode>> gone;
    auto &rows = node.rows.rows;
    beginRemoveRows(indexOfNode(node), first, first + count - 1);
    for (int row = first; row < first + count; ++row) {
        if (const auto child = node.children.find(rows[size_t(row)]); child != node.children.end()) {
            gone.push_back(std::move(child->second));
            node.children.erase(child);
        }
    }
    rows.erase(rows.begin() + first, rows.begin() + first + count);
    node.shiftChildren(first, -count);
    // Only afterwards views forget the rows below: until then their parents must be alive.
    endRemoveRows();
}

void NavigatorModel::insertSome(NavigatorNode &node, int first, const qint64 *rows, int count)
{
    beginInsertRows(indexOfNode(node), first, first + count - 1);
    node.shiftChildren(first, count);
    node.rows.rows.insert(node.rows.rows.begin() + first, rows, rows + count);
    endInsertRows();
}

void NavigatorModel::moveOne(NavigatorNode &node, int from, int to)
{
    const QModelIndex index = indexOfNode(node);
    beginMoveRows(index, from, from, index, to);
    auto &rows = node.rows.rows;
    std::rotate(rows.begin() + to, rows.begin() + from, rows.begin() + from + 1);
    for (const auto &[key, child] : node.children) {
        if (child->row == from)
            child->row = to;
        else if (child->row >= to && child->row < from)
            ++child->row;
    }
    endMoveRows();
}

/// For the step from flat rows to ranges and back: nothing below stays where it was.
void NavigatorModel::replaceRows(NavigatorNode &node, NavigatorRows rows)
{
    const QModelIndex index = indexOfNode(node);
    if (node.childCount() > 0) {
        beginRemoveRows(index, 0, node.childCount() - 1);
        const auto gone = std::move(node.children);
        node.children.clear();
        node.setRows({});
        endRemoveRows();
    }
    NavigatorNode counted;
    counted.setRows(std::move(rows));
    if (counted.childCount() == 0)
        return;
    beginInsertRows(index, 0, counted.childCount() - 1);
    node.setRows(std::move(counted.rows));
    endInsertRows();
}

namespace {

bool areEqual(const NavigatorRows &a, const NavigatorRows &b)
{
    if (a.size() != b.size())
        return false;
    for (qint64 i = 0; i < a.size(); ++i) {
        if (a.at(i) != b.at(i))
            return false;
    }
    return true;
}

/// The rows that views remember under the ranges of a node, and where they go when the node's rows change.
class RangeMove final
{
public:
    RangeMove(NavigatorNode &node, const QModelIndexList &persistent) : m_node(node)
    {
        for (const auto &[number, range] : node.children) {
            for (auto &[key, child] : range->children) {
                positions.insert(key, -1);
                opened.emplace(key, std::move(child));
            }
            range->children.clear();
        }
        for (const QModelIndex &index : persistent)
            remember(index);
    }

    /// Finds the positions after the change.
    void locate()
    {
        for (qint64 i = 0; i < m_node.size(); ++i) {
            if (const auto found = positions.find(m_node.at(i)); found != positions.end())
                *found = i;
        }
    }

    QHash<qint64, qint64> positions;                                   ///< of row numbers; -1: gone
    std::unordered_map<qint64, std::unique_ptr<NavigatorNode>> opened; ///< parents among those rows
    QModelIndexList indexes;                                           ///< remembered rows
    QList<qint64> keys;                                                ///< and their numbers, or that of the row they are below
    QList<bool> isBelow;

private:
    void remember(const QModelIndex &index)
    {
        const auto *above = static_cast<const NavigatorNode *>(index.constInternalPointer());
        const NavigatorNode *below = nullptr;
        while (above && above->parent != &m_node) {
            below = above;
            above = above->parent;
        }
        if (!above || !above->isRange())
            return;
        const qint64 key = below ? below->group.target.value : above->childKey(index.row());
        indexes.append(index);
        keys.append(key);
        isBelow.append(below != nullptr);
        positions.insert(key, -1);
    }

    NavigatorNode &m_node;
};

} // namespace

/// A row that comes or goes shifts all rows behind it over the borders of their ranges: a removal and an insertion in each range, which
/// would lose what views know of the rows at the borders. As one change of the layout every row keeps its identity.
void NavigatorModel::rearrangeRanges(NavigatorNode &node, NavigatorRows rows)
{
    if (areEqual(node.rows, rows))
        return;
    const QList<QPersistentModelIndex> parents = {QPersistentModelIndex(indexOfNode(node))};
    emit layoutAboutToBeChanged(parents);
    const QModelIndexList persistent = persistentIndexList();
    RangeMove move(node, persistent);
    node.setRows(std::move(rows));
    move.locate();
    for (auto &[key, child] : move.opened) {
        const qint64 position = move.positions.value(key);
        if (position < 0)
            continue;
        NavigatorNode *range = childNode(node, int(position / NavigatorNode::kRangeSize));
        open(*range);
        child->parent = range;
        child->row = int(position % NavigatorNode::kRangeSize);
        range->children.emplace(key, std::move(child));
    }
    for (qsizetype i = 0; i < move.indexes.size(); ++i) {
        const qint64 position = move.positions.value(move.keys[i]);
        if (!move.isBelow[i])
            changePersistentIndex(move.indexes[i], indexAt(node, position));
        else if (position < 0)
            changePersistentIndex(move.indexes[i], {});
    }
    for (const QModelIndex &index : persistent) {
        if (index.constInternalPointer() == &node && index.row() >= node.childCount())
            changePersistentIndex(index, {});
    }
    emit layoutChanged(parents);
    std::erase_if(node.children, [&](const auto &child) { return child.second->row >= node.childCount(); });
}

} // namespace persistence
