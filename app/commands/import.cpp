#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/importreport.h"
#include "app/commands/opened.h"
#include "model/bson/builder.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("SOURCE…"), Texts::tr("Dumps: files, mongodump folders, or - for standard input."));
    parser.addOption({{QStringLiteral("o"), QStringLiteral("output")},
                      Texts::tr("The workspace: a new file, or an existing workspace to merge into."),
                      Texts::tr("workspace")});
    parser.addOption({QStringLiteral("same-id"),
                      Texts::tr("What to do with a record whose id is there already with other bytes: replace (default), keep or skip."),
                      Texts::tr("how"), QStringLiteral("replace")});
    declareAllowHuge(parser);
    parser.addOption({QStringLiteral("json"), Texts::tr("Print the counts as JSON.")});
}

Result<SameId> sameId(const QString &how)
{
    if (how == QStringLiteral("replace"))
        return SameId::Replace;
    if (how == QStringLiteral("keep"))
        return SameId::KeepBoth;
    if (how == QStringLiteral("skip"))
        return SameId::Skip;
    return Error{ErrorKind::Failed, Texts::tr("--same-id takes replace, keep or skip, not \"%1\".").arg(how), {}};
}

void printJson(const ImportResult &result, SameId sameId)
{
    bson::Builder builder;
    console::appendNumber(builder, "read", result.read);
    console::appendNumber(builder, "good", result.good);
    console::appendNumber(builder, "problems", result.problems);
    console::appendNumber(builder, "replaced", result.replaced);
    console::appendNumber(builder, "unchanged", result.unchanged);
    console::appendNumber(builder, "leftOut", sameId == SameId::Skip ? result.differing : 0);
    console::appendNumber(builder, "addedBeside", sameId == SameId::KeepBoth ? result.differing : 0);
    console::appendNumber(builder, "labels", result.labels);
    console::appendNumber(builder, "skipped", result.skipped);
    builder.appendBool("complete", result.isComplete);
    console::print(console::plainJson(builder.finish()) + '\n');
}

Result<ImportResult> import(const QString &output, const ImportOptions &options, Progress &progress)
{
    if (!QFileInfo::exists(output))
        return importWithProgress(output, options, progress);
    auto workspace = Workspace::open(output, Workspace::Access::ReadWrite);
    if (!workspace)
        return workspace.error();
    return importWithProgress(**workspace, options, progress);
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    const QString output = parser.value(QStringLiteral("output"));
    if (parser.positionalArguments().isEmpty() || output.isEmpty())
        return Error{ErrorKind::Failed, Texts::tr("Name at least one dump and the workspace: import SOURCE… -o WORKSPACE."), {}};
    const auto how = sameId(parser.value(QStringLiteral("same-id")));
    if (!how)
        return how.error();
    const auto result = import(output, {parser.positionalArguments(), *how, hugeRatioOf(parser)}, progress);
    if (!result)
        return result.error();
    if (parser.isSet(QStringLiteral("json")))
        printJson(*result, *how);
    else
        console::print(Texts::tr("%1: %2\n").arg(console::shown(output.toUtf8()), importSentence(*result, *how)));
    reportShortcomings(*result, output, Kept::InWorkspace);
    if (result->problems > 0 || !result->isComplete)
        return Error{
            ErrorKind::Damaged, Texts::tr("Not everything could be read; the rest is in %1.").arg(console::shown(output.toUtf8())), {}};
    return {};
}

} // namespace

const Command kImportCommand = {"import", "SOURCE… -o WORKSPACE [--same-id replace|keep|skip] [--allow-huge] [--json]",
                                QT_TRANSLATE_NOOP("Command", "Brings dumps into a workspace, new or existing."), &declare, &run};

} // namespace persistence
