#pragma once

#include "model/base/latestjob.h"
#include "model/items/roles.h"
#include "model/workspace/groups.h"

#include <QHash>

#include <memory>
#include <unordered_map>
#include <vector>

namespace persistence {

/// The rows below one target or association model, as they are read.
struct NavigatorRows
{
    std::vector<qint64> rows;
    TargetList targets; ///< in place of `rows` beyond NavigatorNode::kMaxFlatRows

    [[nodiscard]] qint64 size() const { return targets.size() > 0 ? targets.size() : qint64(rows.size()); }
    [[nodiscard]] qint64 at(qint64 position) const { return targets.size() > 0 ? targets.at(position).value : rows[size_t(position)]; }
};

/// A parent in the tree that was opened once: it knows the rows below it by number and nothing else about them. Rows that were never
/// opened have no node, so a million of them cost 8 bytes each, and nothing where they are a number range.
struct NavigatorNode
{
    enum class State { Closed, Loading, Open };

    /// What the row of this node stands for; nothing for the root.
    std::optional<NavigatorKind> kind;
    ModelKind modelKind = ModelKind::Stored; ///< of a model
    Group group;                             ///< of a range the group of its parent
    NavigatorNode *parent = nullptr;
    int row = 0; ///< in its parent
    State state = State::Closed;

    /// The rows below: an AppRow, ModelRow, ShapeRow, TargetRow or RecordRow each, in order.
    NavigatorRows rows;
    /// The rows below are shown as ranges of kRangeSize.
    bool hasRanges = false;

    qint64 bytes = 0;                      ///< of the root: of all apps, whatever a filter shows
    QHash<qint64, AppSummary> apps;        ///< of the root, by AppRow
    QHash<qint64, ModelSummary> models;    ///< of an app, by ModelRow
    bool hasShapes = false;                ///< of an app: below it are key shapes
    QHash<qint64, KeyShapeSummary> shapes; ///< then, by ShapeRow

    /// Opened parents below, by their number: a row as in `rows`, of ranges the position among the ranges.
    std::unordered_map<qint64, std::unique_ptr<NavigatorNode>> children;
    /// Reads the rows below. Destroyed with the node, so a late answer finds nobody.
    LatestJob job;

    /// Beyond this, rows are shown as ranges.
    static constexpr qint64 kMaxFlatRows = 10'000;
    static constexpr int kRangeSize = 1'000;

    [[nodiscard]] bool isRange() const { return kind == NavigatorKind::Range; }
    /// The node that holds the numbers of the rows below: the parent of a range, else this.
    [[nodiscard]] const NavigatorNode &list() const { return isRange() ? *parent : *this; }
    /// Numbers below in all, ranges looked through.
    [[nodiscard]] qint64 size() const { return rows.size(); }
    [[nodiscard]] qint64 at(qint64 position) const { return rows.at(position); }
    /// The position in list() of the row \a childRow below this; for a parent of ranges that of the first in the range.
    [[nodiscard]] qint64 positionOf(int childRow) const;
    /// Rows below this as the tree shows them.
    [[nodiscard]] int childCount() const;
    /// What the rows below this stand for.
    [[nodiscard]] NavigatorKind childKind() const;
    /// The number of a row below: what `children` has it under.
    [[nodiscard]] qint64 childKey(int childRow) const;
    /// The position of \a number in a list, or -1.
    [[nodiscard]] qint64 indexOf(qint64 number) const;

    /// A copy of `children`, for loops that tell views about changes: a view's question may open one more.
    [[nodiscard]] std::vector<NavigatorNode *> openedChildren() const;

    /// Takes what was read, without notice to views.
    void setApps(const QList<AppSummary> &summaries);
    void setModels(const QList<ModelSummary> &summaries);
    void setShapes(const QList<KeyShapeSummary> &summaries);
    void setRows(NavigatorRows newRows);
    /// What the opened children know of their rows, after \a count rows came (or went, if negative) at \a first.
    void shiftChildren(int first, int count);
};

} // namespace persistence
