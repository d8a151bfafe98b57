#include "app/commands/selection.h"

#include "app/commands/console.h"
#include "app/commands/filterargument.h"
#include "app/commands/opened.h"
#include "app/commands/treeprinter.h"
#include "model/find/finder.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

const QString kApp = QStringLiteral("app");
const QString kFilter = QStringLiteral("filter");

/// The records of a group that pass, in its order. A damaged record might be one of them, and must not be left out in silence.
Result<std::vector<RecordRow>> findRows(const Workspace &workspace, const Group &group, const Filter &filter, Progress &progress)
{
    const auto matcher = FilterMatcher::compile(workspace, filter, progress);
    if (!matcher)
        return matcher.error();
    std::vector<RecordRow> rows;
    const auto total = Finder(workspace, *matcher).find(group, progress, [&](std::span<const Hit> hits) {
        for (const Hit &hit : hits)
            rows.push_back(hit.row);
        return true;
    });
    if (!total)
        return total.error();
    if (total->damaged > 0)
        return Error{ErrorKind::Damaged,
                     Texts::tr("%1 records are damaged, so nobody can tell whether they pass the filter. Nothing was written. "
                               "Run \"verify\" to see which.")
                         .arg(console::number(total->damaged)),
                     {}};
    return rows;
}

} // namespace

Result<QList<AppSummary>> chosenApps(Reader &reader, const QByteArray &app)
{
    auto apps = reader.apps();
    if (!apps || app.isEmpty())
        return apps;
    QList<AppSummary> chosen;
    QStringList names;
    for (const AppSummary &summary : *apps) {
        if (summary.appId == app || summary.name == app)
            chosen.append(summary);
        if (summary.collection != Collection::Messages)
            names.append(nameAndId(summary.name, summary.appId));
    }
    if (!chosen.isEmpty())
        return chosen;
    constexpr qsizetype kNamedApps = 20;
    return Error{ErrorKind::Failed,
                 Texts::tr("No app has the id or name \"%1\". These are there: %2.")
                     .arg(console::shown(app), names.mid(0, kNamedApps).join(QStringLiteral("; "))),
                 {}};
}

void declareSelection(QCommandLineParser &parser)
{
    parser.addOption({kApp, Texts::tr("Only this app, by its id or name."), Texts::tr("app")});
    parser.addOption({kFilter, Texts::tr("Only records that pass this filter, such as data.rating<=2."), Texts::tr("filter")});
}

Result<std::vector<RecordRow>> selectedRows(const QCommandLineParser &parser, const Opened &opened, Progress &progress)
{
    std::vector<Group> groups = {Group()};
    if (parser.isSet(kApp)) {
        const auto apps = chosenApps(opened.reader(), parser.value(kApp).toUtf8());
        if (!apps)
            return apps.error();
        groups.clear();
        for (const AppSummary &app : *apps)
            groups.push_back({app.row, {}, {}});
    }
    const auto filter = filterOf({parser.value(kFilter)});
    if (!filter)
        return filter.error();
    std::vector<RecordRow> rows;
    for (const Group &group : groups) {
        auto found = filter->isEmpty() ? opened.reader().records(group, progress) : findRows(opened.workspace(), group, *filter, progress);
        if (!found)
            return found.error();
        rows.insert(rows.end(), found->begin(), found->end());
    }
    return rows;
}

QString selectionText(const QCommandLineParser &parser)
{
    QStringList parts;
    if (parser.isSet(kApp))
        parts.append(QStringLiteral("app:\"%1\"").arg(parser.value(kApp)));
    if (parser.isSet(kFilter))
        parts.append(parser.value(kFilter));
    return parts.join(u' ');
}

} // namespace persistence
