#include "app/commands/changing.h"
#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/differenceline.h"
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
    parser.addPositionalArgument(QStringLiteral("WORKSPACE"), Texts::tr("The workspace."));
    parser.addPositionalArgument(QStringLiteral("RECORD"), Texts::tr("The record id, also of a deleted record."));
    parser.addPositionalArgument(QStringLiteral("CHANGE"),
                                 Texts::tr("Which versions: none, as it came against now; one, right after that change against now; two, "
                                           "right after each. 0: before the first change."),
                                 QStringLiteral("[CHANGE [CHANGE]]"));
    parser.addOption({QStringLiteral("nth"), Texts::tr("Which one of several records with the same id."), QStringLiteral("NUMBER")});
    parser.addOption({QStringLiteral("json"), Texts::tr("One JSON object a line.")});
}

void printJson(const Difference &difference)
{
    bson::Builder builder;
    appendDifference(builder, difference);
    console::print(console::plainJson(builder.finish()) + '\n');
}

/// Right after which change a version was; 0 for before the first one.
Result<ChangeRow> knownChange(History &history, const QString &argument)
{
    auto number = changeNumber(argument);
    if (!number || number->value == 0)
        return number;
    const auto change = history.change(*number);
    if (!change)
        return change.error();
    if (!*change)
        return Error{ErrorKind::Failed,
                     Texts::tr("There is no change %1 in the history. \"history\" lists those that there are.").arg(number->value),
                     {}};
    return number;
}

/// The two versions to compare; nothing where the record was not there.
Result<std::pair<std::optional<QByteArray>, std::optional<QByteArray>>> versions(Opened &opened, RecordRow row, const QStringList &changes)
{
    auto history = opened.workspace().history();
    if (!history)
        return history.error();
    std::optional<QByteArray> sides[2];
    for (int side = 0; side < 2; ++side) {
        const ChangeRow unnamed{side == 0 ? 0 : std::numeric_limits<qint64>::max()};
        const auto change = side < changes.size() ? knownChange(**history, changes[side]) : Result<ChangeRow>(unnamed);
        if (!change)
            return change.error();
        auto version = (*history)->version(row, *change);
        if (!version)
            return version.error();
        sides[side] = *std::move(version);
    }
    return std::pair(std::move(sides[0]), std::move(sides[1]));
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.size() < 2 || arguments.size() > 4)
        return Error{ErrorKind::Failed, Texts::tr("Name a workspace and a record id: diff WORKSPACE RECORD [CHANGE [CHANGE]]."), {}};
    const auto opened = Opened::open(arguments[0], progress);
    if (!opened)
        return opened.error();
    const auto row = findRecordEver((*opened)->workspace(), (*opened)->reader(), arguments[1], parser.value(QStringLiteral("nth")).toInt());
    if (!row)
        return row.error();
    const auto sides = versions(**opened, *row, arguments.mid(2));
    if (!sides)
        return sides.error();
    const bool asJson = parser.isSet(QStringLiteral("json"));
    const auto &[before, after] = *sides;
    if (!asJson && before.has_value() != after.has_value())
        console::print(before ? Texts::tr("The record was deleted.\n") : Texts::tr("The record was made.\n"));
    // A record that is not there has no fields.
    const QByteArray none("\5\0\0\0\0", bson::kMinDocumentSize);
    const QByteArray first = before.value_or(none), second = after.value_or(none);
    const auto found = differences(bson::DocumentView(first), bson::DocumentView(second));
    for (const Difference &difference : found)
        asJson ? printJson(difference) : printDifference(difference);
    if (found.empty() && !asJson)
        console::print(Texts::tr("No difference.\n"));
    return (*opened)->finish({});
}

} // namespace

const Command kDiffCommand = {
    "diff", "WORKSPACE RECORD [CHANGE [CHANGE]] [--json]",
    QT_TRANSLATE_NOOP("Command", "Compares two versions of a record field by field; tells type-only (t) and order-only (>) differences."),
    &declare, &run};

} // namespace persistence
