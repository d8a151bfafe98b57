#include "app/commands/command.h"
#include "app/commands/console.h"
#include "ui/window/start.h"

#include <QApplication>
#include <QFileInfo>

#include <clocale>

using namespace persistence;

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Main)
};

/// What holds for every kind of application object. Qt sets the locale of the environment when it is made; under a decimal comma strtod()
/// and libbson would then misread numbers.
void prepare()
{
    std::setlocale(LC_NUMERIC, "C");
    QCoreApplication::setApplicationName(QStringLiteral("persistence-browser"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PB_VERSION));
}

/// A variable that is set to nothing names no display.
bool hasDisplay()
{
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

/// What was typed, where it looks like the name of a command and there is no file of that name.
bool isMistyped(const QStringList &arguments)
{
    return !arguments.isEmpty() && arguments.front() != u"-" && !arguments.front().contains(u'/') && !QFileInfo::exists(arguments.front());
}

Error mistyped(const QString &typed)
{
    const QString shown = console::shown(typed.toUtf8());
    const Command *like = commandLike(typed);
    return {ErrorKind::Failed,
            like ? Texts::tr("\"%1\" is neither a command nor a file. Was \"%2\" meant? \"--help\" lists the commands.")
                       .arg(shown, QString::fromUtf8(like->name))
                 : Texts::tr("\"%1\" is neither a command nor a file. \"--help\" lists the commands.").arg(shown),
            {}};
}

/// Without a display the content of the files is shown here, and what else works without one.
int showWithoutDisplay(const QStringList &files)
{
    QStringList names;
    for (const Command &command : commands())
        names.append(QString::fromUtf8(command.name));
    console::printError(Texts::tr("There is no display, so no window can be opened. These commands need none: %1. \"--help\" tells more.")
                            .arg(names.join(QStringLiteral(", "))));
    int code = 0;
    for (const QString &file : files) {
        console::printError(Texts::tr("The tree of %1, as \"tree --depth 3\" shows more of it:").arg(console::shown(file.toUtf8())));
        code = std::max(code, runCommand(*findCommand(QStringLiteral("tree")), {file}));
    }
    return files.isEmpty() ? exitCode(ErrorKind::Failed) : code;
}

int runWithoutWindow(int argc, char **argv, const Command *command)
{
    const QCoreApplication application(argc, argv);
    prepare();
    const QStringList arguments = QCoreApplication::arguments();
    if (command)
        return runCommand(*command, arguments.mid(2));
    if (arguments.contains(QStringLiteral("--version")) || arguments.contains(QStringLiteral("-v"))) {
        console::print(QStringLiteral("persistence-browser %1\n").arg(QCoreApplication::applicationVersion()));
        return finishCommand({});
    }
    if (arguments.contains(QStringLiteral("--help")) || arguments.contains(QStringLiteral("-h"))) {
        console::print(programHelp());
        return finishCommand({});
    }
    if (isMistyped(arguments.mid(1)))
        return finishCommand(mistyped(arguments[1]));
    return showWithoutDisplay(arguments.mid(1));
}

} // namespace

int main(int argc, char **argv)
{
    console::secureStandardStreams();
    const QString first = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    const Command *command = findCommand(first);
    const bool isQuestion = first == QStringLiteral("--help") || first == QStringLiteral("-h") || first == QStringLiteral("--version") ||
                            first == QStringLiteral("-v");
    if (command || isQuestion || !hasDisplay())
        return runWithoutWindow(argc, argv, command);
    QApplication application(argc, argv);
    prepare();
    return runWindow(application, QApplication::arguments().mid(1));
}
