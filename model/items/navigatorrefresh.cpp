#include "model/items/navigatormodel.h"

#include "model/workspace/workspace.h"

#include <algorithm>

namespace persistence {

Result<QList<AppSummary>> NavigatorModel::readApps(NavigatorNode &root) const
{
    auto apps = m_reader->apps();
    if (!apps)
        return apps.error();
    root.bytes = 0;
    for (const AppSummary &app : *apps)
        root.bytes += app.bytes;
    if (m_matches)
        apps->removeIf([this](const AppSummary &app) { return !m_matches->app(app.row); });
    return apps;
}

Result<QList<ModelSummary>> NavigatorModel::readModels(const NavigatorNode &app) const
{
    auto models = m_reader->models(app.group.app);
    if (models && m_matches)
        models->removeIf([&](const ModelSummary &model) { return !m_matches->model(app.group.app, model.row); });
    return models;
}

Result<QList<KeyShapeSummary>> NavigatorModel::readShapes(const NavigatorNode &app) const
{
    auto shapes = m_reader->keyShapes(app.group.app);
    const TreeMatches::App *match = shapes && m_matches ? m_matches->app(app.group.app) : nullptr;
    if (!match || match->isWhole)
        return shapes;
    // Of a shape the ids are not known: it stays if one of its models has something that the filter found.
    const auto hasMatch = [&](const KeyShapeSummary::Part &part) { return m_matches->model(app.group.app, part.model) != nullptr; };
    shapes->removeIf([&](const KeyShapeSummary &shape) { return std::none_of(shape.parts.begin(), shape.parts.end(), hasMatch); });
    return shapes;
}

qint64 NavigatorModel::expectedRows(const NavigatorNode &node, const NavigatorQuery &query) const
{
    if (query.shown)
        return query.shown->size();
    if (node.kind == NavigatorKind::Target)
        return target(node.parent->list(), node.parent->positionOf(node.row)).records;
    if (node.kind == NavigatorKind::Shape)
        return node.parent->shapes.value(node.group.shape.value).records;
    const ModelSummary model = node.parent->models.value(node.group.model.value);
    return query.hasTargets ? model.targets : model.records;
}

void NavigatorModel::startReading(NavigatorNode &node, const NavigatorQuery &query) const
{
    const auto work = [workspace = m_workspace, query](Progress &progress) -> Result<NavigatorRows> {
        const auto reader = workspace->reader();
        if (!reader)
            return reader.error();
        return readRows(**reader, query, progress);
    };
    // Rows that come later are a change, though a view's innocent question asked for them.
    auto *self = const_cast<NavigatorModel *>(this);
    node.job.start(work, [self, &node](Result<NavigatorRows> rows) { self->finishReading(node, std::move(rows)); });
}

void NavigatorModel::finishReading(NavigatorNode &node, Result<NavigatorRows> rows)
{
    node.state = NavigatorNode::State::Open;
    if (rows)
        receiveRows(node, std::move(*rows));
    else
        report(rows.error());
    const QModelIndex index = indexOfNode(node);
    emit dataChanged(index, index, {IsLoadingRole});
    emit loaded(index);
}

void NavigatorModel::refresh()
{
    if (!m_reader)
        return;
    const auto targets = m_targets.refresh(*m_reader);
    const auto records = m_records.refresh(*m_reader);
    refreshNode(*m_root);
    if (targets && !targets->isEmpty())
        signalChanged(*m_root, NavigatorKind::Target, *targets);
    if (records && !records->isEmpty())
        signalChanged(*m_root, NavigatorKind::Record, *records);
}

void NavigatorModel::refreshNode(NavigatorNode &node)
{
    if (node.state == NavigatorNode::State::Closed)
        return;
    if (!node.kind)
        refreshApps(node);
    else if (node.hasShapes)
        refreshShapes(node);
    else if (node.kind == NavigatorKind::App)
        refreshModels(node);
    else if (!node.isRange())
        refreshRows(node);
    for (NavigatorNode *child : node.openedChildren())
        refreshNode(*child);
}

void NavigatorModel::refreshApps(NavigatorNode &root)
{
    const auto apps = readApps(root);
    if (!apps) {
        report(apps.error());
        return;
    }
    const QHash<qint64, AppSummary> before = root.apps;
    std::vector<qint64> rows;
    for (const AppSummary &app : *apps) {
        rows.push_back(app.row.value);
        root.apps.insert(app.row.value, app);
    }
    setRows(root, rows);
    for (int row = 0; row < root.childCount(); ++row) {
        const qint64 key = root.childKey(row);
        if (before.contains(key) && !(before.value(key) == root.apps.value(key)))
            emit dataChanged(createIndex(row, 0, &root), createIndex(row, 0, &root));
    }
}

void NavigatorModel::refreshModels(NavigatorNode &app)
{
    const auto models = readModels(app);
    if (!models) {
        report(models.error());
        return;
    }
    const QHash<qint64, ModelSummary> before = app.models;
    std::vector<qint64> rows;
    for (const ModelSummary &model : *models) {
        rows.push_back(model.row.value);
        app.models.insert(model.row.value, model);
    }
    setRows(app, rows);
    for (int row = 0; row < app.childCount(); ++row) {
        const qint64 key = app.childKey(row);
        if (before.contains(key) && !(before.value(key) == app.models.value(key)))
            emit dataChanged(createIndex(row, 0, &app), createIndex(row, 0, &app));
    }
}

void NavigatorModel::refreshShapes(NavigatorNode &app)
{
    const auto shapes = readShapes(app);
    if (!shapes) {
        report(shapes.error());
        return;
    }
    const QHash<qint64, KeyShapeSummary> before = app.shapes;
    std::vector<qint64> rows;
    for (const KeyShapeSummary &shape : *shapes) {
        rows.push_back(shape.row.value);
        app.shapes.insert(shape.row.value, shape);
    }
    setRows(app, rows);
    for (int row = 0; row < app.childCount(); ++row) {
        const qint64 key = app.childKey(row);
        if (before.contains(key) && !(before.value(key) == app.shapes.value(key)))
            emit dataChanged(createIndex(row, 0, &app), createIndex(row, 0, &app));
    }
}

void NavigatorModel::refreshRows(NavigatorNode &node)
{
    const NavigatorQuery query = queryFor(node, m_matches ? &*m_matches : nullptr);
    if (expectedRows(node, query) > readableAtOnce(query)) {
        startReading(node, query);
        return;
    }
    // A job that still reads what was there before would come late.
    const bool wasLoading = node.state == NavigatorNode::State::Loading;
    node.job.drop();
    Progress progress;
    auto rows = readRows(*m_reader, query, progress);
    if (wasLoading)
        finishReading(node, std::move(rows));
    else if (rows)
        receiveRows(node, std::move(*rows));
    else
        report(rows.error());
}

/// Tells views that the rows of \a kind with these numbers look different now, one signal for each opened parent that has some.
void NavigatorModel::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    if (m_root)
        signalAllRecords(*m_root);
}

void NavigatorModel::signalAllRecords(const NavigatorNode &node)
{
    if (node.kind && node.childKind() == NavigatorKind::Record && node.childCount() > 0)
        emit dataChanged(createIndex(0, 0, &node), createIndex(node.childCount() - 1, 0, &node));
    for (const NavigatorNode *child : node.openedChildren())
        signalAllRecords(*child);
}

void NavigatorModel::setDraftMarks(const DraftMarks &marks)
{
    const DraftMarks earlier = std::exchange(m_draftMarks, marks);
    QSet<qint64> changed;
    for (const DraftMarks *some : {&earlier, &marks}) {
        for (auto mark = some->cbegin(); mark != some->cend(); ++mark) {
            if (earlier.value(mark.key()) != marks.value(mark.key()))
                changed.insert(mark.key().value);
        }
    }
    if (!changed.isEmpty() && m_root)
        signalChanged(*m_root, NavigatorKind::Record, changed);
}

void NavigatorModel::signalChanged(const NavigatorNode &node, NavigatorKind kind, const QSet<qint64> &numbers)
{
    if (node.kind && node.childKind() == kind) {
        int first = -1, last = -1;
        for (int row = 0; row < node.childCount(); ++row) {
            if (!numbers.contains(node.childKey(row)))
                continue;
            first = first < 0 ? row : first;
            last = row;
        }
        if (first >= 0)
            emit dataChanged(createIndex(first, 0, &node), createIndex(last, 0, &node));
    }
    for (const NavigatorNode *child : node.openedChildren())
        signalChanged(*child, kind, numbers);
}

void NavigatorModel::report(const Error &error) const
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    // Later, because a view may be drawing or laying out just now.
    auto *self = const_cast<NavigatorModel *>(this);
    QMetaObject::invokeMethod(
        self, [self, error] { emit self->failed(error); }, Qt::QueuedConnection);
}

} // namespace persistence
