#include "app/commands/selection.h"

#include "app/commands/console.h"
#include "app/commands/opened.h"
#include "app/commands/treeprinter.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

const QString kApp = QStringLiteral("app");

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
}

Result<std::vector<RecordRow>> selectedRows(const QCommandLineParser &parser, const Opened &opened, Progress &progress)
{
    Reader &reader = opened.reader();
    if (!parser.isSet(kApp))
        return reader.records(Group(), progress);
    const auto apps = chosenApps(reader, parser.value(kApp).toUtf8());
    if (!apps)
        return apps.error();
    std::vector<RecordRow> rows;
    for (const AppSummary &app : *apps) {
        const auto records = reader.records({app.row, {}, {}}, progress);
        if (!records)
            return records.error();
        rows.insert(rows.end(), records->begin(), records->end());
    }
    return rows;
}

QString selectionText(const QCommandLineParser &parser)
{
    return parser.isSet(kApp) ? QStringLiteral("app:\"%1\"").arg(parser.value(kApp)) : QString();
}

} // namespace persistence
