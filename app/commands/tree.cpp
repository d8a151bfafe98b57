#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/opened.h"
#include "app/commands/treeprinter.h"

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
    parser.addOption({QStringLiteral("app"), Texts::tr("Only this app, by its id or name."), Texts::tr("app")});
    parser.addOption({QStringLiteral("depth"), Texts::tr("1 shows apps, 2 association models (default), 3 ids, 4 records."),
                      Texts::tr("levels"), QStringLiteral("2")});
    parser.addOption({QStringLiteral("json"), Texts::tr("Print JSON.")});
    declareAllowHuge(parser);
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    if (parser.positionalArguments().size() != 1)
        return Error{ErrorKind::Failed, Texts::tr("Name one workspace or dump: tree WORKSPACE."), {}};
    bool isNumber = false;
    const int depth = parser.value(QStringLiteral("depth")).toInt(&isNumber);
    if (!isNumber || depth < 1 || depth > 4)
        return Error{
            ErrorKind::Failed, Texts::tr("--depth takes a number from 1 to 4, not \"%1\".").arg(parser.value(QStringLiteral("depth"))), {}};
    const auto opened = Opened::open(parser.positionalArguments().constFirst(), progress, hugeRatioOf(parser));
    if (!opened)
        return opened.error();
    if (auto told = (*opened)->tellIncomplete(); !told)
        return told;
    TreeOptions options;
    options.app = parser.value(QStringLiteral("app")).toUtf8();
    options.depth = depth;
    options.isJson = parser.isSet(QStringLiteral("json"));
    return (*opened)->finish(printTree((*opened)->reader(), options, progress));
}

} // namespace

const Command kTreeCommand = {"tree", "WORKSPACE [--app APP] [--depth N] [--json]",
                              QT_TRANSLATE_NOOP("Command", "Shows apps, association models, ids and records with their counts."), &declare,
                              &run};

} // namespace persistence
