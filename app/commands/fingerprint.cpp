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
    declareAllowHuge(parser);
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    if (parser.positionalArguments().size() != 1)
        return Error{ErrorKind::Failed, Texts::tr("Name one workspace: fingerprint WORKSPACE."), {}};
    const QString path = parser.positionalArguments().constFirst();
    const auto opened = Opened::open(path, progress, hugeRatioOf(parser));
    if (!opened)
        return opened.error();
    if (auto told = (*opened)->tellIncomplete(); !told)
        return told;
    const auto hash = fingerprint((*opened)->reader(), progress);
    if (!hash)
        return hash.error();
    console::print(*hash + "  " + console::shown(path.toUtf8()).toUtf8() + '\n');
    return (*opened)->finish({});
}

} // namespace

const Command kFingerprintCommand = {
    "fingerprint", "WORKSPACE",
    QT_TRANSLATE_NOOP("Command", "Prints the SHA-256 of all records, equal for equal contents whatever the format or order."), &declare,
    &run};

} // namespace persistence
