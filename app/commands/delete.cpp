#include "app/commands/changing.h"
#include "app/commands/command.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("WORKSPACE"), Texts::tr("The workspace."));
    parser.addPositionalArgument(QStringLiteral("RECORD…"),
                                 Texts::tr("The record ids. All records go in one change, which one undo takes back."));
    parser.addOption({QStringLiteral("nth"), Texts::tr("Which one of several records with the same id; only with one RECORD."),
                      QStringLiteral("NUMBER")});
    parser.addOption({QStringLiteral("ack"), Texts::tr("Print \"ACK n\" as soon as change n is on the disk.")});
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    const QStringList arguments = parser.positionalArguments();
    const int nth = parser.value(QStringLiteral("nth")).toInt();
    if (arguments.size() < 2 || (nth != 0 && arguments.size() > 2))
        return Error{ErrorKind::Failed, Texts::tr("Name a workspace and one or more record ids: delete WORKSPACE RECORD…"), {}};
    const auto changing = Changing::open(arguments[0], progress);
    if (!changing)
        return changing.error();
    std::vector<RecordRow> rows;
    for (const QString &argument : arguments.mid(1)) {
        const auto row = findRecord((*changing)->reader(), argument, nth);
        if (!row)
            return row.error();
        if (std::find(rows.begin(), rows.end(), *row) == rows.end())
            rows.push_back(*row);
    }
    const QString title = rows.size() == 1 ? Texts::tr("Delete a record") : Texts::tr("Delete %1 records").arg(rows.size());
    const BodyVerb gone = [](const Record &) { return Result<std::optional<QByteArray>>(std::optional<QByteArray>()); };
    return reportApplied((*changing)->session().applyToMany(title, rows, gone, progress), parser.isSet(QStringLiteral("ack")));
}

} // namespace

const Command kDeleteCommand = {"delete", "WORKSPACE RECORD… [--ack]",
                                QT_TRANSLATE_NOOP("Command", "Deletes records. The history keeps them: undo brings them back."), &declare,
                                &run};

} // namespace persistence
