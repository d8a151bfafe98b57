#include "app/commands/filterargument.h"

#include "app/commands/console.h"
#include "model/workspace/reader.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

} // namespace

Result<Filter> filterOf(const QStringList &arguments)
{
    const QByteArray text = arguments.join(u' ').toUtf8();
    FilterError error;
    auto filter = Filter::parse(text, &error);
    if (filter)
        return *std::move(filter);
    return Error{
        ErrorKind::Failed,
        Texts::tr("This is no filter: %1 (at byte %2 of \"%3\").").arg(error.reason, QString::number(error.offset), console::shown(text)),
        {}};
}

Result<Filter> withinApp(const Filter &filter, const QString &app, Reader &reader)
{
    const auto apps = reader.apps();
    if (!apps)
        return apps.error();
    const QByteArray name = app.toUtf8();
    const bool isKnown = std::any_of(apps->begin(), apps->end(), [&](const AppSummary &summary) {
        return summary.collection == Collection::Persistence &&
               (summary.appId == name || summary.name.compare(name, Qt::CaseInsensitive) == 0);
    });
    if (!isKnown)
        return Error{
            ErrorKind::Failed, Texts::tr("There is no app \"%1\". \"tree --depth 1\" lists the apps.").arg(console::shown(name)), {}};
    return filter.with(appTerm(name));
}

} // namespace persistence
