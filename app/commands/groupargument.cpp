#include "app/commands/groupargument.h"

#include "app/commands/console.h"
#include "app/commands/selection.h"
#include "app/commands/treeprinter.h"
#include "model/workspace/reader.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

constexpr qsizetype kNamed = 20;

QString listed(const QStringList &names)
{
    return names.mid(0, kNamed).join(QStringLiteral("; ")) + (names.size() > kNamed ? QStringLiteral("; …") : QString());
}

Error failure(const QString &message)
{
    return {ErrorKind::Failed, message, {}};
}

Result<ModelRow> modelOf(Reader &reader, AppRow app, const QString &name)
{
    const auto models = reader.models(app);
    if (!models)
        return models.error();
    QStringList names;
    for (const ModelSummary &model : *models) {
        if (model.kind != ModelKind::Stored)
            continue;
        if (model.name == name.toUtf8())
            return model.row;
        // The name may be empty.
        names.append(QStringLiteral("\"%1\"").arg(console::shown(model.name)));
    }
    return failure(Texts::tr("The app has no records under the association model \"%1\". These are there: %2.")
                       .arg(console::shown(name.toUtf8()), listed(names)));
}

/// The ids of that text, or else those with that name, with or without its `@` or `#`.
Result<QList<TargetSummary>> targetsNamed(Reader &reader, const Group &group, const QByteArray &text, Progress &progress)
{
    QList<TargetSummary> byId;
    QList<TargetSummary> byName;
    Result<void> looked;
    const auto look = [&](std::span<const TargetRow> rows) {
        const auto targets = reader.targetSummaries(rows);
        for (const TargetSummary &target : targets ? *targets : QList<TargetSummary>()) {
            const bool hasMark = target.label.startsWith('@') || target.label.startsWith('#');
            const bool hasName = target.label == text || (hasMark && target.label.sliced(1) == text);
            const auto home = target.id == text || hasName ? reader.groupOf(target.row) : Result<Group>(Group());
            if (!home)
                looked = home.error();
            else if (home->app == group.app && home->model == group.model)
                (target.id == text ? byId : byName).append(target);
        }
        looked = targets ? looked : Result<void>(targets.error());
        return bool(looked);
    };
    if (auto found = reader.findTargets(text, progress, look); !found)
        return found.error();
    if (!looked)
        return looked.error();
    return byId.isEmpty() ? byName : byId;
}

Result<TargetRow> targetOf(Reader &reader, const Group &group, const GroupArgument &argument, Progress &progress)
{
    const auto targets = targetsNamed(reader, group, argument.id.toUtf8(), progress);
    if (!targets)
        return targets.error();
    const QString id = console::shown(argument.id.toUtf8());
    const QString model = console::shown(argument.model.toUtf8());
    if (targets->isEmpty())
        return failure(Texts::tr("The app has no records under %1 \"%2\". The command tree with --depth 3 shows the ids that are there.")
                           .arg(model, id));
    if (targets->size() == 1)
        return targets->first().row;
    QStringList ids;
    for (const TargetSummary &target : *targets)
        ids.append(console::shown(target.id));
    return failure(Texts::tr("The name \"%1\" belongs to several ids under %2. Name one of them: %3.").arg(id, model, listed(ids)));
}

} // namespace

Result<Group> groupOf(Reader &reader, const GroupArgument &argument, Progress &progress)
{
    const auto apps = chosenApps(reader, argument.app.toUtf8());
    if (!apps)
        return apps.error();
    if (apps->size() > 1) {
        QStringList ids;
        for (const AppSummary &app : *apps)
            ids.append(nameAndId(app.name, app.appId));
        return failure(
            Texts::tr("Several apps are called \"%1\". Name one by its id: %2.").arg(console::shown(argument.app.toUtf8()), listed(ids)));
    }
    Group group{apps->first().row, {}, {}};
    if (argument.model.isEmpty())
        return group;
    const auto model = modelOf(reader, group.app, argument.model);
    if (!model)
        return model.error();
    group.model = *model;
    if (argument.id.isEmpty())
        return group;
    const auto target = targetOf(reader, group, argument, progress);
    if (!target)
        return target.error();
    group.target = *target;
    return group;
}

Filter filterWithin(const GroupArgument &argument)
{
    Filter filter = Filter(appTerm(argument.app.toUtf8()));
    if (!argument.id.isEmpty())
        return filter.with(associationTerm({argument.model.toUtf8(), argument.id.toUtf8()}));
    return argument.model.isEmpty() ? filter : filter.with(modelTerm(argument.model.toUtf8()));
}

} // namespace persistence
