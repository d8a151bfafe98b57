#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/opened.h"

#include <QCoreApplication>

#include <limits>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

/// Problems that are in memory at a time.
constexpr int kPage = 500;

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("WORKSPACE…"), Texts::tr("Workspaces or dumps."));
    parser.addOption({QStringLiteral("bytes"), Texts::tr("How many of the bytes to show of each, 60 if not said; or all."),
                      QStringLiteral("COUNT"), QStringLiteral("60")});
    parser.addOption({QStringLiteral("json"), Texts::tr("One JSON object a line.")});
    declareAllowHuge(parser);
}

Result<qsizetype> shownBytes(const QString &argument)
{
    if (argument == QStringLiteral("all"))
        return std::numeric_limits<qsizetype>::max();
    bool isNumber = false;
    const qsizetype count = argument.toLongLong(&isNumber);
    if (!isNumber || count < 0)
        return Error{ErrorKind::Failed, Texts::tr("--bytes takes a number or all, not \"%1\".").arg(argument), {}};
    return count;
}

/// Whether the dump tells its collection.
bool isKnown(const Problem &problem)
{
    return problem.collection != QString::fromUtf8(collectionName(Collection::Unknown));
}

void printJson(const Problem &problem, QByteArrayView bytes)
{
    bson::Builder builder;
    builder.appendString("source", problem.source.toUtf8());
    if (isKnown(problem))
        builder.appendString("collection", problem.collection.toUtf8());
    console::appendNumber(builder, "offset", problem.offset);
    console::appendNumber(builder, "size", problem.size);
    builder.appendString("reason", problem.reason.toUtf8());
    if (!bytes.isEmpty())
        builder.appendBinary("bytes", 0, bytes);
    console::printJson(console::plainJson(builder.finish()) + '\n');
}

void printText(const Problem &problem, QByteArrayView bytes, bool isCut)
{
    QString place = console::shown(problem.source.toUtf8());
    if (isKnown(problem))
        place += Texts::tr(", %1").arg(console::shown(problem.collection.toUtf8()));
    console::print(
        Texts::tr("%1, byte %2, %3 bytes: %4\n")
            .arg(place, console::number(problem.offset), console::number(problem.size), console::shown(problem.reason.toUtf8())));
    if (!bytes.isEmpty())
        console::print(QStringLiteral("    ") + console::shown(bytes) + (isCut ? QStringLiteral("…\n") : QStringLiteral("\n")));
}

/// Prints all problems of one workspace, a page at a time: there may be millions.
Result<qint64> printAll(Reader &reader, qsizetype byteCount, bool asJson, Progress &progress)
{
    qint64 printed = 0;
    ProblemRow after;
    while (!progress.isCancelled()) {
        const auto problems = reader.problems(after, kPage);
        if (!problems)
            return problems.error();
        for (const Problem &problem : *problems) {
            const auto kept = byteCount > 0 ? reader.problemBytes(problem.row) : Result<QByteArray>(QByteArray());
            if (!kept)
                return kept.error();
            const QByteArrayView bytes = QByteArrayView(*kept).first(qMin(kept->size(), byteCount));
            asJson ? printJson(problem, bytes) : printText(problem, bytes, bytes.size() < problem.size);
        }
        printed += problems->size();
        if (problems->size() < kPage)
            return printed;
        after = problems->last().row;
    }
    return Error::cancelled();
}

Result<void> listProblems(const Opened &opened, const QString &path, qsizetype byteCount, bool asJson, Progress &progress)
{
    if (auto told = opened.tellIncomplete(); !told)
        return told;
    const auto printed = printAll(opened.reader(), byteCount, asJson, progress);
    if (!printed)
        return printed.error();
    if (!asJson)
        console::print(*printed == 1 ? Texts::tr("%1: 1 problem.\n").arg(console::shown(path.toUtf8()))
                                     : Texts::tr("%1: %2 problems.\n").arg(console::shown(path.toUtf8()), console::number(*printed)));
    return opened.finish({});
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    if (parser.positionalArguments().isEmpty())
        return Error{ErrorKind::Failed, Texts::tr("Name workspaces or dumps: problems WORKSPACE…."), {}};
    const auto byteCount = shownBytes(parser.value(QStringLiteral("bytes")));
    if (!byteCount)
        return byteCount.error();
    // Dumps that are damaged do not keep the others from being listed.
    Result<void> all;
    for (const QString &path : parser.positionalArguments()) {
        const auto opened = Opened::open(path, progress, hugeRatioOf(parser));
        if (!opened)
            return opened.error();
        auto listed = listProblems(**opened, path, *byteCount, parser.isSet(QStringLiteral("json")), progress);
        if (!listed && listed.error().kind != ErrorKind::Damaged)
            return listed;
        if (!listed)
            all = std::move(listed);
    }
    return all;
}

} // namespace

const Command kProblemsCommand = {
    "problems", "WORKSPACE… [--bytes COUNT] [--json]",
    QT_TRANSLATE_NOOP("Command", "Lists what could not be read on import: where it was, why, and the bytes that were kept of it."),
    &declare, &run};

} // namespace persistence
