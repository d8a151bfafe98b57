#include "app/commands/command.h"
#include "app/commands/console.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("WORKSPACE"), Texts::tr("The workspace."));
}

Result<void> run(const QCommandLineParser &parser, Progress &)
{
    if (parser.positionalArguments().size() != 1)
        return Error{ErrorKind::Failed, Texts::tr("Name one workspace: migrate WORKSPACE."), {}};
    const QString path = parser.positionalArguments().constFirst();
    const auto workspace = Workspace::open(path, Workspace::Access::ReadWrite);
    if (!workspace)
        return workspace.error();
    const QString notice = (*workspace)->notice();
    console::print(notice.isEmpty() ? Texts::tr("%1 has the present format.\n").arg(console::shown(path.toUtf8())) : notice + u'\n');
    return {};
}

} // namespace

const Command kMigrateCommand = {
    "migrate", "WORKSPACE", QT_TRANSLATE_NOOP("Command", "Brings a workspace of an older version to the present format and keeps a copy."),
    &declare, &run};

} // namespace persistence
