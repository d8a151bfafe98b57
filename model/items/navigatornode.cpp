#include "model/items/navigatornode.h"

#include <algorithm>

namespace persistence {

qint64 NavigatorNode::positionOf(int childRow) const
{
    if (isRange())
        return qint64(row) * kRangeSize + childRow;
    return hasRanges ? qint64(childRow) * kRangeSize : childRow;
}

int NavigatorNode::childCount() const
{
    if (isRange())
        return int(std::clamp<qint64>(parent->size() - qint64(row) * kRangeSize, 0, kRangeSize));
    return int(hasRanges ? (size() + kRangeSize - 1) / kRangeSize : size());
}

NavigatorKind NavigatorNode::childKind() const
{
    if (!kind)
        return NavigatorKind::App;
    if (*kind == NavigatorKind::App)
        return hasShapes ? NavigatorKind::Shape : NavigatorKind::Model;
    if (hasRanges)
        return NavigatorKind::Range;
    const NavigatorNode &holder = list();
    return holder.kind == NavigatorKind::Model && holder.modelKind == ModelKind::Stored ? NavigatorKind::Target : NavigatorKind::Record;
}

qint64 NavigatorNode::childKey(int childRow) const
{
    return hasRanges ? childRow : list().at(positionOf(childRow));
}

qint64 NavigatorNode::indexOf(qint64 number) const
{
    if (rows.targets.size() > 0)
        return rows.targets.indexOf(TargetRow{number});
    const auto found = std::find(rows.rows.begin(), rows.rows.end(), number);
    return found == rows.rows.end() ? -1 : found - rows.rows.begin();
}

std::vector<NavigatorNode *> NavigatorNode::openedChildren() const
{
    std::vector<NavigatorNode *> opened;
    for (const auto &[key, child] : children)
        opened.push_back(child.get());
    return opened;
}

void NavigatorNode::setApps(const QList<AppSummary> &summaries)
{
    rows.rows.clear();
    apps.clear();
    for (const AppSummary &app : summaries) {
        rows.rows.push_back(app.row.value);
        apps.insert(app.row.value, app);
    }
}

void NavigatorNode::setModels(const QList<ModelSummary> &summaries)
{
    rows.rows.clear();
    models.clear();
    for (const ModelSummary &model : summaries) {
        rows.rows.push_back(model.row.value);
        models.insert(model.row.value, model);
    }
}

void NavigatorNode::setShapes(const QList<KeyShapeSummary> &summaries)
{
    rows.rows.clear();
    shapes.clear();
    for (const KeyShapeSummary &shape : summaries) {
        rows.rows.push_back(shape.row.value);
        shapes.insert(shape.row.value, shape);
    }
}

void NavigatorNode::setRows(NavigatorRows newRows)
{
    rows = std::move(newRows);
    hasRanges = rows.size() > kMaxFlatRows;
}

void NavigatorNode::shiftChildren(int first, int count)
{
    for (const auto &[key, child] : children) {
        if (child->row >= first)
            child->row += count;
    }
}

} // namespace persistence
