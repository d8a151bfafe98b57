#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/importreport.h"
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
    parser.addOption({QStringLiteral("json"), Texts::tr("Print JSON.")});
    declareAllowHuge(parser);
}

struct Findings
{
    qint64 records = 0;
    qint64 problems = 0; ///< what could not be read on import, and is kept
    QStringList violations;
    std::vector<IncompleteImport> incomplete;
};

Result<Findings> look(const Opened &opened, const QString &path, Progress &progress)
{
    Findings findings;
    const auto records = opened.reader().recordCount();
    const auto problems = records ? opened.reader().problemCount() : records;
    if (!problems)
        return problems.error();
    findings.records = *records;
    findings.problems = *problems;
    const console::ProgressLine line(progress);
    auto violations = opened.workspace().verify(progress);
    if (!violations)
        return violations.error();
    findings.violations = *std::move(violations);
    // What a dump lacks was told when it was read.
    auto incomplete = opened.isDump() ? incompleteImports(opened.workspace()) : reportIncompleteImports(opened.workspace(), path);
    if (!incomplete)
        return incomplete.error();
    findings.incomplete = *std::move(incomplete);
    return findings;
}

void printJson(const Findings &findings)
{
    bson::Builder builder;
    builder.appendBool("sound", findings.violations.isEmpty());
    builder.appendBool("complete", findings.incomplete.empty());
    console::appendNumber(builder, "records", findings.records);
    console::appendNumber(builder, "problems", findings.problems);
    builder.openArray("findings");
    qint64 number = 0;
    for (const QString &violation : findings.violations)
        builder.appendString(QByteArray::number(number++), violation.toUtf8());
    builder.close();
    builder.openArray("incomplete");
    number = 0;
    for (const IncompleteImport &part : findings.incomplete) {
        builder.openDocument(QByteArray::number(number++));
        builder.appendString("source", part.import.source.toUtf8());
        builder.appendString("reason", reasonOf(part).toUtf8());
        builder.appendBool("stopped", part.import.wasStopped());
        console::appendNumber(builder, "records", part.import.good);
        if (part.change.isValid())
            console::appendNumber(builder, "change", part.change.value);
        builder.close();
    }
    builder.close();
    console::print(console::plainJson(builder.finish()) + '\n');
}

/// The verdict on a file that is sound.
QString verdict(const Findings &findings, const Opened &opened, const QString &path)
{
    const QString records = console::number(findings.records);
    if (!opened.isWhole())
        return Texts::tr("%1: what could be read is well, %2 records.\n").arg(path, records);
    if (!findings.incomplete.empty())
        return Texts::tr("%1: sound, but incomplete, %2 records.\n").arg(path, records);
    if (findings.problems > 0)
        return Texts::tr("%1: all is well, %2 records; %3 problems of imports are kept.\n")
            .arg(path, records, console::number(findings.problems));
    return Texts::tr("%1: all is well, %2 records.\n").arg(path, records);
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    if (parser.positionalArguments().size() != 1)
        return Error{ErrorKind::Failed, Texts::tr("Name one workspace: verify WORKSPACE."), {}};
    const QString path = parser.positionalArguments().constFirst();
    const auto opened = Opened::open(path, progress, hugeRatioOf(parser));
    if (!opened)
        return opened.error();
    const auto findings = look(**opened, path, progress);
    if (!findings)
        return findings.error();
    const QString shownPath = console::shown(path.toUtf8());
    if (parser.isSet(QStringLiteral("json")))
        printJson(*findings);
    else
        console::print(findings->violations.isEmpty() ? verdict(*findings, **opened, shownPath) : findings->violations.join(u'\n') + u'\n');
    if (!findings->violations.isEmpty())
        return Error{
            ErrorKind::Damaged,
            Texts::tr("%1 is damaged: %2 findings. It was not changed.").arg(shownPath, console::number(findings->violations.size())),
            {}};
    if (!(*opened)->isWhole())
        return (*opened)->finish({});
    // Without a message: what is missing is told already.
    return findings->incomplete.empty() ? Result<void>() : Error{ErrorKind::Damaged, {}, {}};
}

} // namespace

const Command kVerifyCommand = {"verify", "WORKSPACE [--json]",
                                QT_TRANSLATE_NOOP("Command", "Checks the file, every record, the index and all counts."), &declare, &run};

} // namespace persistence
