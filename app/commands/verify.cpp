#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/opened.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("WORKSPACE"), Texts::tr("The workspace, or a dump."));
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    if (parser.positionalArguments().size() != 1)
        return Error{ErrorKind::Failed, Texts::tr("Name one workspace: verify WORKSPACE."), {}};
    const QString path = parser.positionalArguments().constFirst();
    const auto opened = Opened::open(path, progress);
    if (!opened)
        return opened.error();
    const auto records = (*opened)->reader().recordCount();
    if (!records)
        return records.error();
    const console::ProgressLine line(progress);
    const auto violations = (*opened)->workspace().verify(progress);
    if (!violations)
        return violations.error();
    if (violations->isEmpty()) {
        console::print(Texts::tr("%1: all is well, %2 records.\n").arg(console::shown(path.toUtf8()), console::number(*records)));
        return {};
    }
    for (const QString &violation : *violations)
        console::print(violation + u'\n');
    return Error{ErrorKind::Damaged,
                 Texts::tr("%1 is damaged: %2 findings. It was not changed.")
                     .arg(console::shown(path.toUtf8()), console::number(violations->size())),
                 {}};
}

} // namespace

const Command kVerifyCommand = {"verify", "WORKSPACE",
                                QT_TRANSLATE_NOOP("Command", "Checks the file, every record, the index and all counts."), &declare, &run};

} // namespace persistence
