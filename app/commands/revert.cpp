#include "app/commands/changing.h"
#include "app/commands/command.h"
#include "app/commands/console.h"

#include <QCoreApplication>
#include <QDateTime>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("WORKSPACE"), Texts::tr("The workspace."));
    parser.addPositionalArgument(
        QStringLiteral("CHANGE"),
        Texts::tr("The number of the change, as \"history\" lists it; with --since also a time such as 2026-01-31T14:02:00Z."));
    parser.addOption({QStringLiteral("since"), Texts::tr("Revert everything from CHANGE on, itself included, also imports.")});
    parser.addOption({QStringLiteral("record"),
                      Texts::tr("Bring this record alone back to what it was right after CHANGE; 0: before its first change."),
                      QStringLiteral("RECORD")});
    parser.addOption({QStringLiteral("field"), Texts::tr("With --record: only this field of its value."), QStringLiteral("PATH")});
    parser.addOption({QStringLiteral("nth"), Texts::tr("Which one of several records with the same id."), QStringLiteral("NUMBER")});
    parser.addOption({QStringLiteral("ack"), Texts::tr("Print \"ACK n\" as soon as change n is on the disk.")});
}

/// The first change at or after a time, or the change of that number.
Result<ChangeRow> firstChange(Session &session, const QString &argument)
{
    const QDateTime time = argument.contains(u'-') ? QDateTime::fromString(argument, Qt::ISODate) : QDateTime();
    if (!time.isValid())
        return changeNumber(argument);
    auto history = session.workspace().history();
    if (!history)
        return history.error();
    const auto first = (*history)->firstSince(time.toMSecsSinceEpoch());
    if (!first)
        return first.error();
    if (!*first)
        return Error{ErrorKind::Failed, Texts::tr("Nothing was changed since %1.").arg(argument), {}};
    return (*first)->row;
}

/// One field of a record as it was right after a change; an edit like any other.
Result<Applied> revertOneField(Changing &changing, RecordRow row, ChangeRow change, const QString &argument)
{
    const auto record = changing.reader().record(row);
    if (!record)
        return record.error();
    auto history = changing.session().workspace().history();
    if (!history)
        return history.error();
    const auto version = (*history)->version(row, change);
    if (!version)
        return version.error();
    const auto path = bson::Path::parse(argument.toUtf8());
    if (!path || !*version)
        return Error{ErrorKind::Failed,
                     path ? Texts::tr("The record was not there after change %1.").arg(change.value)
                          : Texts::tr("\"%1\" is no path.").arg(argument),
                     {}};
    auto after = revertField(*record, bson::DocumentView(**version), inValue(*record, *path));
    if (!after)
        return after.error();
    return changing.session().apply(editOf(Texts::tr("Revert %1").arg(argument), *record, *std::move(after)));
}

Result<Applied> revert(Changing &changing, const QCommandLineParser &parser, Progress &progress)
{
    const QString argument = parser.positionalArguments().value(1);
    Session &session = changing.session();
    if (parser.isSet(QStringLiteral("since"))) {
        const auto first = firstChange(session, argument);
        return first ? session.revertSince(*first, progress) : first.error();
    }
    const auto change = changeNumber(argument);
    if (!change)
        return change.error();
    if (!parser.isSet(QStringLiteral("record")))
        return session.revertChange(*change, progress);
    const auto row = findRecordEver(session.workspace(), changing.reader(), parser.value(QStringLiteral("record")),
                                    parser.value(QStringLiteral("nth")).toInt());
    if (!row)
        return row.error();
    return parser.isSet(QStringLiteral("field")) ? revertOneField(changing, *row, *change, parser.value(QStringLiteral("field")))
                                                 : session.revertRecord(*row, *change, progress);
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    if (parser.positionalArguments().size() != 2)
        return Error{ErrorKind::Failed, Texts::tr("Name a workspace and a change: revert WORKSPACE CHANGE."), {}};
    const auto changing = Changing::open(parser.positionalArguments().constFirst(), progress);
    if (!changing)
        return changing.error();
    const console::ProgressLine line(progress);
    return reportApplied(revert(**changing, parser, progress), parser.isSet(QStringLiteral("ack")));
}

} // namespace

const Command kRevertCommand = {
    "revert", "WORKSPACE CHANGE [--since | --record RECORD [--field PATH]] [--ack]",
    QT_TRANSLATE_NOOP("Command", "Takes back any change or import, all since one, or one record; as a new change."), &declare, &run};

} // namespace persistence
