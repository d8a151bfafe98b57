#include "app/commands/changing.h"
#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/opened.h"

#include <QCoreApplication>
#include <QDateTime>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

/// Changes that are in memory at a time.
constexpr int kPage = 500;

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("WORKSPACE"), Texts::tr("The workspace."));
    parser.addPositionalArgument(QStringLiteral("RECORD"), Texts::tr("Only the changes of this record, also of a deleted one."),
                                 QStringLiteral("[RECORD]"));
    parser.addOption({QStringLiteral("nth"), Texts::tr("Which one of several records with the same id."), QStringLiteral("NUMBER")});
    parser.addOption({QStringLiteral("json"), Texts::tr("One JSON object a line.")});
    parser.addOption({QStringLiteral("limit"),
                      Texts::tr("Set the bytes that the history may take before you are told; 0: no limit. Nothing is ever dropped."),
                      QStringLiteral("BYTES")});
    parser.addOption(
        {QStringLiteral("prune-before"),
         Texts::tr("Remove the changes made before TIME, such as 2026-01-31 or 2026-01-31T14:02:00Z, for good. Records stay; a "
                   "line of the history says how many changes went."),
         QStringLiteral("TIME")});
    parser.addOption({QStringLiteral("dry-run"), Texts::tr("With --prune-before: only say what would be removed.")});
}

/// The fixed English name of a source, for machines.
const char *sourceName(ChangeSource source)
{
    switch (source) {
    case ChangeSource::Import:
        return "import";
    case ChangeSource::Edit:
        return "edit";
    case ChangeSource::BulkEdit:
        return "bulk edit";
    case ChangeSource::Revert:
        return "revert";
    case ChangeSource::Undo:
        return "undo";
    case ChangeSource::Redo:
        return "redo";
    case ChangeSource::Pull:
        return "pull";
    case ChangeSource::Push:
        return "push";
    case ChangeSource::Compaction:
        return "compaction";
    }
    return "";
}

void printJson(const Change &change)
{
    bson::Builder builder;
    console::appendNumber(builder, "change", change.row.value);
    builder.appendDate("at", change.madeAt);
    builder.appendString("source", sourceName(change.source));
    builder.appendString("author", change.author.toUtf8());
    builder.appendString("title", change.title.toUtf8());
    builder.appendBool("isUndone", change.state == ChangeState::Undone || change.state == ChangeState::Abandoned);
    if (change.target.isValid())
        console::appendNumber(builder, "target", change.target.value);
    console::appendNumber(builder, "records", change.images);
    if (change.source == ChangeSource::Import)
        console::appendNumber(builder, "added", change.added);
    console::appendNumber(builder, "bytes", change.bytes);
    console::print(console::plainJson(builder.finish()) + '\n');
}

/// The records that a change touched; of an import those that it added, and those whose place it took.
QStringList countTexts(const Change &change)
{
    if (change.source != ChangeSource::Import)
        return {recordCount(change.images)};
    QStringList counts{Texts::tr("%1 added").arg(recordCount(change.added))};
    if (change.images > 0)
        counts += Texts::tr("%1 replaced").arg(recordCount(change.images));
    return counts;
}

void printLine(const Change &change)
{
    const bool isUndone = change.state == ChangeState::Undone || change.state == ChangeState::Abandoned;
    const QString time = QDateTime::fromMSecsSinceEpoch(change.madeAt, Qt::UTC).toString(Qt::ISODate);
    const QString line = QStringLiteral("%1  %2  %3  %4")
                             .arg(QString::number(change.row.value).rightJustified(6), time,
                                  QString::fromUtf8(sourceName(change.source)).leftJustified(9), console::shown(change.title.toUtf8()));
    QStringList notes = countTexts(change);
    if (!change.author.isEmpty())
        notes.append(console::shown(change.author.toUtf8()));
    if (isUndone)
        notes.append(Texts::tr("undone"));
    console::print(Texts::tr("%1 (%2)\n").arg(line, notes.join(QStringLiteral(", "))));
}

Result<void> printAll(History &history, bool asJson, Progress &progress)
{
    const auto print = asJson ? &printJson : &printLine;
    ChangeRow before;
    while (!progress.isCancelled()) {
        const auto changes = history.changes(before, kPage);
        if (!changes)
            return changes.error();
        for (const Change &change : *changes)
            print(change);
        if (changes->size() < kPage)
            return {};
        before = changes->last().row;
    }
    return Error::cancelled();
}

Result<void> printUsage(History &history)
{
    const auto usage = history.usage();
    if (!usage)
        return usage.error();
    const QString kept = Texts::tr("Changes: %1, keeping %2 bytes").arg(console::number(usage->changes), console::number(usage->bytes));
    console::print(usage->limit == 0 ? Texts::tr("%1; no limit is set.\n").arg(kept)
                                     : Texts::tr("%1 of %2.\n").arg(kept, console::number(usage->limit)));
    return {};
}

Result<void> setLimit(const QCommandLineParser &parser, Progress &progress)
{
    bool isNumber = false;
    const qint64 bytes = parser.value(QStringLiteral("limit")).toLongLong(&isNumber);
    if (!isNumber || bytes < 0)
        return Error{ErrorKind::Failed, Texts::tr("The limit is a number of bytes, or 0 for none."), {}};
    const auto changing = Changing::open(parser.positionalArguments().constFirst(), progress);
    if (!changing)
        return changing.error();
    return (*changing)->session().setHistoryLimit(bytes);
}

Result<void> prune(const QCommandLineParser &parser, Progress &progress)
{
    const QString argument = parser.value(QStringLiteral("prune-before"));
    const QDateTime time = QDateTime::fromString(argument, Qt::ISODate);
    if (!time.isValid())
        return Error{ErrorKind::Failed, Texts::tr("\"%1\" is no time; write it as 2026-01-31 or 2026-01-31T14:02:00Z.").arg(argument), {}};
    const auto changing = Changing::open(parser.positionalArguments().constFirst(), progress);
    if (!changing)
        return changing.error();
    const auto history = (*changing)->session().workspace().history();
    if (!history)
        return history.error();
    const auto cut = (*history)->cutBefore(time.toMSecsSinceEpoch());
    if (!cut)
        return cut.error();
    const QString newest = QDateTime::fromMSecsSinceEpoch(cut->newestAt, Qt::UTC).toString(Qt::ISODate);
    if (cut->changes == 0)
        console::print(Texts::tr("No change was made before %1.\n").arg(argument));
    else if (parser.isSet(QStringLiteral("dry-run")))
        console::print(Texts::tr("Would remove %1 changes with %2 bytes, the newest made at %3.\n")
                           .arg(console::number(cut->changes), console::number(cut->bytes), newest));
    if (cut->changes == 0 || parser.isSet(QStringLiteral("dry-run")))
        return {};
    const auto compacted = (*changing)->session().compactHistory(cut->first, progress);
    if (!compacted)
        return compacted.error();
    console::print(Texts::tr("Removed %1 changes with %2 bytes, the newest made at %3.\n")
                       .arg(console::number(cut->changes), console::number(cut->bytes), newest));
    return {};
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.isEmpty() || arguments.size() > 2)
        return Error{ErrorKind::Failed, Texts::tr("Name a workspace, and a record id if you like: history WORKSPACE [RECORD]."), {}};
    if (parser.isSet(QStringLiteral("prune-before")))
        return prune(parser, progress);
    if (parser.isSet(QStringLiteral("dry-run")))
        return Error{ErrorKind::Failed, Texts::tr("--dry-run goes with --prune-before."), {}};
    if (parser.isSet(QStringLiteral("limit"))) {
        if (auto set = setLimit(parser, progress); !set)
            return set;
    }
    const auto opened = Opened::open(arguments[0], progress);
    if (!opened)
        return opened.error();
    auto history = (*opened)->workspace().history();
    if (!history)
        return history.error();
    const bool asJson = parser.isSet(QStringLiteral("json"));
    if (arguments.size() == 1) {
        if (auto printed = printAll(**history, asJson, progress); !printed)
            return printed;
        return (*opened)->finish(asJson ? Result<void>() : printUsage(**history));
    }
    const auto row = findRecordEver((*opened)->workspace(), (*opened)->reader(), arguments[1], parser.value(QStringLiteral("nth")).toInt());
    if (!row)
        return row.error();
    const auto changes = (*history)->changesOf(*row);
    if (!changes)
        return changes.error();
    for (const Change &change : *changes)
        asJson ? printJson(change) : printLine(change);
    if (changes->isEmpty() && !asJson)
        console::print(Texts::tr("The record is as it came.\n"));
    return (*opened)->finish({});
}

} // namespace

const Command kHistoryCommand = {"history", "WORKSPACE [RECORD] [--json] | WORKSPACE --prune-before TIME [--dry-run]",
                                 QT_TRANSLATE_NOOP("Command", "Lists the changes, the newest first, of everything or of one record."),
                                 &declare, &run};

} // namespace persistence
