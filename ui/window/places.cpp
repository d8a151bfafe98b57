#include "ui/window/places.h"

#include "model/items/navigatortext.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr qsizetype kMaxCrumbBytes = 200;
constexpr qint64 kLabelChunk = 512;

QString tr(const char *text)
{
    return QCoreApplication::translate("persistence::Places", text);
}

bool isSame(QByteArrayView stored, const QString &typed)
{
    return stored == typed.toUtf8() || QString::fromUtf8(stored).compare(typed, Qt::CaseInsensitive) == 0;
}

QString crumbName(const ModelSummary &model)
{
    switch (model.kind) {
    case ModelKind::NoKey:
        return tr("no key");
    case ModelKind::Unreadable:
        return tr("unreadable association");
    case ModelKind::Stored:
        break;
    }
    return model.name.isEmpty() ? tr("(empty)") : visibleText(model.name, kMaxCrumbBytes);
}

Result<QList<Crumb>> appCrumb(Reader &reader, AppRow row)
{
    const auto apps = reader.apps();
    if (!apps)
        return apps.error();
    for (const AppSummary &app : *apps) {
        if (app.row != row)
            continue;
        if (app.collection == Collection::Messages)
            return QList{Crumb{{row, {}, {}}, IconId::CustomFields, tr("Messages' custom fields"), {}}};
        const QString id = visibleText(app.appId, kMaxCrumbBytes);
        return QList{Crumb{{row, {}, {}}, IconId::App, app.name.isEmpty() ? id : visibleText(app.name, kMaxCrumbBytes), id}};
    }
    return QList<Crumb>();
}

Result<std::optional<Group>> findTargetByLabel(Reader &reader, const Group &group, const TargetList &targets, const QString &label,
                                               Progress &progress)
{
    for (qint64 first = 0; first < targets.size() && !progress.isCancelled(); first += kLabelChunk) {
        std::vector<TargetRow> rows;
        for (qint64 i = first; i < qMin(first + kLabelChunk, targets.size()); ++i)
            rows.push_back(targets.at(i));
        const auto summaries = reader.targetSummaries(rows);
        if (!summaries)
            return summaries.error();
        for (const TargetSummary &target : *summaries) {
            if (isSame(target.id, label) || (!target.label.isEmpty() && isSame(target.label, label)))
                return std::optional(Group{group.app, group.model, target.row});
        }
    }
    return std::optional<Group>();
}

// Ids are in byte order, so the exact one is found by halves; only names need a look at all of them.
Result<std::optional<Group>> findTarget(Reader &reader, const Group &group, const QString &text, Progress &progress)
{
    const auto targets = reader.targets(group.app, group.model);
    if (!targets)
        return targets.error();
    const QByteArray wanted = text.toUtf8();
    qint64 low = 0;
    qint64 high = targets->size();
    while (low < high) {
        const qint64 middle = low + (high - low) / 2;
        const TargetRow row = targets->at(middle);
        const auto summary = reader.targetSummaries({&row, 1});
        if (!summary)
            return summary.error();
        if (summary->isEmpty())
            break;
        const int order = QByteArrayView(summary->front().id).compare(wanted);
        if (order == 0)
            return std::optional(Group{group.app, group.model, row});
        (order < 0 ? low : high) = order < 0 ? middle + 1 : middle;
    }
    return findTargetByLabel(reader, group, *targets, text, progress);
}

Result<std::optional<Place>> findRecord(Reader &reader, const QString &text)
{
    for (const RecordId &id : RecordId::candidates(text)) {
        const auto rows = reader.findRecords(id);
        if (!rows)
            return rows.error();
        if (rows->empty())
            continue;
        const auto groups = reader.groupsOf(rows->front());
        if (!groups)
            return groups.error();
        return std::optional(Place{groups->empty() ? Group() : groups->front(), rows->front()});
    }
    return std::optional<Place>();
}

Result<AppRow> findApp(Reader &reader, const QString &text)
{
    const auto apps = reader.apps();
    if (!apps)
        return apps.error();
    for (const AppSummary &app : *apps) {
        const bool isMessages = app.collection == Collection::Messages;
        if (isMessages ? text.compare(tr("Messages' custom fields"), Qt::CaseInsensitive) == 0
                       : isSame(app.appId, text) || isSame(app.name, text))
            return app.row;
    }
    return AppRow();
}

Result<ModelRow> findModel(Reader &reader, AppRow app, const QString &text)
{
    const auto models = reader.models(app);
    if (!models)
        return models.error();
    for (const ModelSummary &model : *models) {
        if (isSame(model.name, text) || crumbName(model).compare(text, Qt::CaseInsensitive) == 0)
            return model.row;
    }
    return ModelRow();
}

} // namespace

Result<QList<Crumb>> crumbsOf(Reader &reader, const Group &group)
{
    if (!group.app.isValid())
        return QList<Crumb>();
    auto found = appCrumb(reader, group.app);
    if (!found || !(group.model.isValid() || group.shape.isValid()))
        return found;
    QList<Crumb> crumbs = std::move(found).value();
    if (group.shape.isValid()) {
        const auto shapes = reader.keyShapes(group.app);
        if (!shapes)
            return shapes.error();
        for (const KeyShapeSummary &shape : *shapes) {
            if (shape.row == group.shape)
                crumbs.append({group, IconId::Key, shapeName(shape), {}});
        }
        return crumbs;
    }
    const auto models = reader.models(group.app);
    if (!models)
        return models.error();
    for (const ModelSummary &model : *models) {
        if (model.row == group.model)
            crumbs.append({{group.app, group.model, {}}, modelIcon(model.kind, model.name), crumbName(model), {}});
    }
    if (!group.target.isValid())
        return crumbs;
    const auto targets = reader.targetSummaries({&group.target, 1});
    if (!targets)
        return targets.error();
    for (const TargetSummary &target : *targets) {
        const QString id = visibleText(target.id, kMaxCrumbBytes);
        if (!id.isEmpty() || !target.label.isEmpty())
            crumbs.append({group, IconId::None, target.label.isEmpty() ? id : visibleText(target.label, kMaxCrumbBytes), id});
    }
    return crumbs;
}

Result<std::optional<Place>> findPlace(Reader &reader, const QString &text, Progress &progress)
{
    QStringList parts = text.split(u'>');
    for (QString &part : parts)
        part = part.trimmed();
    Group group;
    const auto app = findApp(reader, parts.value(0));
    if (!app)
        return app.error();
    group.app = *app;
    if (!group.app.isValid())
        return parts.size() == 1 ? findRecord(reader, parts.front()) : Result(std::optional<Place>());
    if (parts.size() > 1) {
        const auto model = findModel(reader, group.app, parts[1]);
        if (!model)
            return model.error();
        if (!model->isValid())
            return std::optional<Place>();
        group.model = *model;
    }
    if (parts.size() > 2) {
        const auto target = findTarget(reader, group, QStringList(parts.mid(2)).join(u" > "_s), progress);
        if (!target)
            return target.error();
        if (!*target)
            return std::optional<Place>();
        group = **target;
    }
    return std::optional(Place{group, {}});
}

QString pathText(const QList<Crumb> &crumbs)
{
    QStringList parts;
    for (const Crumb &crumb : crumbs)
        parts << (crumb.rawId.isEmpty() ? crumb.name : crumb.rawId);
    return parts.join(u" > "_s);
}

QString placeName(const Workspace &workspace, const Group &group)
{
    const auto reader = workspace.reader();
    const auto crumbs = reader ? crumbsOf(**reader, group) : Result<QList<Crumb>>(reader.error());
    QStringList names;
    if (crumbs) {
        for (const Crumb &crumb : *crumbs)
            names.append(crumb.name);
    }
    return names.join(u' ');
}

} // namespace persistence
