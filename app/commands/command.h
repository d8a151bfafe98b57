#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"

#include <QCommandLineParser>
#include <QStringList>

#include <span>

namespace persistence {

/// One command of the command line. Commands need no display.
struct Command
{
    const char *name;
    const char *usage;   ///< what follows the name, such as "SOURCE… -o WORKSPACE"
    const char *summary; ///< one English sentence, translated when shown
    void (*declare)(QCommandLineParser &parser);
    /// Does the work and prints results to standard output. Usage errors are errors of kind Failed.
    Result<void> (*run)(const QCommandLineParser &parser, Progress &progress);
};

/// All commands, in the order of the help text.
std::span<const Command> commands();
/// The command of that name; null if there is none.
const Command *findCommand(const QString &name);

/// The command whose name is most like \a typed; null if none is like it.
const Command *commandLike(const QString &typed);

/// Runs a command with the arguments that follow its name, prints what went wrong to standard error and returns the exit code
/// (reliability guide, section 5).
int runCommand(const Command &command, const QStringList &arguments);

/// Flushes standard output, says on standard error what went wrong with the work or with the output, and returns the exit code for it.
int finishCommand(const Result<void> &done);

/// The help text of the whole program.
QString programHelp();

extern const Command kImportCommand;
extern const Command kTreeCommand;
extern const Command kShowCommand;
extern const Command kFindCommand;
extern const Command kExportCommand;
extern const Command kRedactCommand;
extern const Command kEditCommand;
extern const Command kDeleteCommand;
extern const Command kHistoryCommand;
extern const Command kUndoCommand;
extern const Command kRedoCommand;
extern const Command kRevertCommand;
extern const Command kDiffCommand;
extern const Command kCompareCommand;
extern const Command kProblemsCommand;
extern const Command kVerifyCommand;
extern const Command kFingerprintCommand;
extern const Command kMigrateCommand;

} // namespace persistence
