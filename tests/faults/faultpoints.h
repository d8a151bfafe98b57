#pragma once

#include "tests/commands/programrun.h"

#include <QList>

namespace persistence::test {

/// A system call of a run of the program: the \a number-th call of that name on a thread.
struct FaultPoint
{
    QString syscall;
    int number = 0;
};

/// Why strace cannot be used here; empty if it can.
[[nodiscard]] QString whyNoStrace();

/// Points where a run of the program with \a arguments writes, spread evenly over all of them: at most \a perSyscall for each name. Runs
/// the program once. Opening files counts where they lie in \a folder. Source: reliability guide, section 5; strace counts calls by name
/// and thread.
[[nodiscard]] QList<FaultPoint> faultPoints(const QStringList &arguments, const QString &folder, int perSyscall,
                                            const QString &program = ProgramRun::program());

/// Runs the program so that it is killed at that point, or that the call fails with \a error, such as "ENOSPC".
[[nodiscard]] ProgramResult runAndKill(const QStringList &arguments, const FaultPoint &point,
                                       const QString &program = ProgramRun::program());
[[nodiscard]] ProgramResult runAndFail(const QStringList &arguments, const FaultPoint &point, const QString &error, bool forEver);

} // namespace persistence::test
