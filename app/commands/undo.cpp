#include "app/commands/changing.h"
#include "app/commands/command.h"
#include "app/commands/console.h"

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
    parser.addOption({QStringLiteral("ack"), Texts::tr("Print \"ACK n\" as soon as change n is on the disk.")});
}

Result<void> runStep(const QCommandLineParser &parser, Progress &progress, Result<Applied> (Session::*step)(Progress &))
{
    if (parser.positionalArguments().size() != 1)
        return Error{ErrorKind::Failed, Texts::tr("Name one workspace."), {}};
    const auto changing = Changing::open(parser.positionalArguments().constFirst(), progress);
    if (!changing)
        return changing.error();
    const console::ProgressLine line(progress);
    return reportApplied(((*changing)->session().*step)(progress), parser.isSet(QStringLiteral("ack")));
}

Result<void> undo(const QCommandLineParser &parser, Progress &progress)
{
    return runStep(parser, progress, &Session::undo);
}

Result<void> redo(const QCommandLineParser &parser, Progress &progress)
{
    return runStep(parser, progress, &Session::redo);
}

} // namespace

const Command kUndoCommand = {"undo", "WORKSPACE [--ack]",
                              QT_TRANSLATE_NOOP("Command", "Takes back the newest change, also one of an earlier day."), &declare, &undo};
const Command kRedoCommand = {"redo", "WORKSPACE [--ack]", QT_TRANSLATE_NOOP("Command", "Repeats what was undone last."), &declare, &redo};

} // namespace persistence
