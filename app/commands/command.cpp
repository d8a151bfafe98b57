#include "app/commands/command.h"

#include "app/commands/console.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <vector>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

const std::array<Command, 18> kCommands = {kImportCommand, kTreeCommand,        kShowCommand,   kFindCommand,    kExportCommand,
                                           kRedactCommand, kEditCommand,        kDeleteCommand, kHistoryCommand, kUndoCommand,
                                           kRedoCommand,   kRevertCommand,      kDiffCommand,   kCompareCommand, kProblemsCommand,
                                           kVerifyCommand, kFingerprintCommand, kMigrateCommand};

/// The fewest letters to write, to leave out, to replace or to swap with the next one that make \a name of \a typed.
qsizetype mistakesIn(const QString &typed, const QString &name)
{
    // Optimal string alignment distance, all rows: names are short.
    const qsizetype columns = name.size() + 1;
    std::vector<qsizetype> table((size_t(typed.size()) + 1) * size_t(columns));
    const auto cell = [&](qsizetype row, qsizetype column) -> qsizetype & { return table[size_t(row * columns + column)]; };
    for (qsizetype row = 0; row <= typed.size(); ++row) {
        for (qsizetype column = 0; column < columns; ++column) {
            if (row == 0 || column == 0) {
                cell(row, column) = row + column;
                continue;
            }
            const bool isSame = typed[row - 1] == name[column - 1];
            qsizetype fewest = std::min(cell(row - 1, column), cell(row, column - 1)) + 1;
            fewest = std::min(fewest, cell(row - 1, column - 1) + (isSame ? 0 : 1));
            const bool isSwapped = row > 1 && column > 1 && typed[row - 1] == name[column - 2] && typed[row - 2] == name[column - 1];
            cell(row, column) = isSwapped ? std::min(fewest, cell(row - 2, column - 2) + 1) : fewest;
        }
    }
    return cell(typed.size(), columns - 1);
}

QString commandHelp(const Command &command, QCommandLineParser &parser)
{
    // Qt's help text starts with a usage line that names no command; ours replaces it.
    const QString options = parser.helpText().section(u'\n', 1);
    return Texts::tr("Usage: persistence-browser %1 %2").arg(QString::fromUtf8(command.name), QString::fromUtf8(command.usage)) + u'\n' +
           options;
}

} // namespace

std::span<const Command> commands()
{
    return kCommands;
}

const Command *findCommand(const QString &name)
{
    const auto found =
        std::find_if(kCommands.begin(), kCommands.end(), [&](const Command &command) { return name == QLatin1StringView(command.name); });
    return found == kCommands.end() ? nullptr : &*found;
}

const Command *commandLike(const QString &typed)
{
    const Command *nearest = nullptr;
    qsizetype fewest = std::max<qsizetype>(1, typed.size() / 3) + 1;
    for (const Command &command : kCommands) {
        if (const qsizetype mistakes = mistakesIn(typed, QString::fromUtf8(command.name)); mistakes < fewest) {
            nearest = &command;
            fewest = mistakes;
        }
    }
    return nearest;
}

int runCommand(const Command &command, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("Command", command.summary));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    command.declare(parser);
    // The parser skips the first argument, the name of the program.
    const bool isParsed = parser.parse(QStringList(QString::fromUtf8(command.name)) + arguments);
    if (parser.isSet(help)) {
        console::print(commandHelp(command, parser));
        return finishCommand({});
    }
    if (parser.isSet(version)) {
        console::print(QStringLiteral("persistence-browser %1\n").arg(QCoreApplication::applicationVersion()));
        return finishCommand({});
    }
    if (!isParsed)
        return finishCommand(Error{ErrorKind::Failed, parser.errorText(), {}});
    Progress progress;
    const console::InterruptGuard interrupt(progress);
    return finishCommand(command.run(parser, progress));
}

int finishCommand(const Result<void> &done)
{
    const auto printed = console::flush();
    // A command that was cancelled because its output got lost tells about the output.
    const bool isOutputLost = !printed && (done || done.error().kind == ErrorKind::Cancelled);
    const Result<void> &result = isOutputLost ? printed : done;
    if (result)
        return 0;
    if (!result.error().message.isEmpty())
        console::printError(result.error().message);
    return exitCode(result.error().kind);
}

QString programHelp()
{
    QString text = Texts::tr(
        "Usage: persistence-browser [FILE …]\n"
        "       persistence-browser COMMAND …\n\n"
        "Shows the persistent records of Rocket.Chat apps. Opens the window, or runs one of these commands, which need no display:\n\n");
    for (const Command &command : kCommands) {
        text += QStringLiteral("  %1 %2\n      %3\n")
                    .arg(QString::fromUtf8(command.name), QString::fromUtf8(command.usage),
                         QCoreApplication::translate("Command", command.summary));
    }
    text += Texts::tr("\nFILE is a workspace (.pbw) or a dump: a mongodump archive or folder, BSON, JSON or CSV, gzipped or not.\n"
                      "\"COMMAND --help\" tells the options of a command.\n\n"
                      "  -h, --help     This text\n"
                      "  -v, --version  The version\n");
    return text;
}

} // namespace persistence
