#pragma once

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace persistence::test {

/// How one run of the program ended and what it printed.
struct ProgramResult
{
    int code = -1; ///< the exit code; -1 if a signal ended it or it hung
    bool isKilled = false;
    bool isHung = false;
    QByteArray out;
    QByteArray err;

    /// Everything for the message of a failed test.
    [[nodiscard]] QByteArray toText() const;
};

/// Runs the program (or another one) as a person does, in a process of its own, without a display.
class ProgramRun final
{
public:
    explicit ProgramRun(const QStringList &arguments, const QString &program = ProgramRun::program());

    /// Bash code with `"$@"`, which is the program with its arguments: limits, redirections. Two functions save it from waiting for a time:
    /// `await COMMAND …` until the command succeeds or $child has ended; `holdUntil FILE` until that file is there, so that what it is
    /// written to stays open.
    ProgramRun &through(const QString &script);
    /// Root may read and write everything, so somebody else runs the program where root runs the tests.
    ProgramRun &asNobody();
    ProgramRun &input(const QByteArray &bytes);
    ProgramRun &environment(const QString &name, const QString &value);
    ProgramRun &within(int milliseconds);

    [[nodiscard]] ProgramResult run() const;

    /// The path of the program that is tested.
    static QString program();

private:
    QString m_program;
    QStringList m_arguments;
    QString m_script;
    QByteArray m_input;
    QProcessEnvironment m_environment;
    int m_milliseconds = 240'000; ///< less than a test function may take
};

/// Runs the program with nothing special.
[[nodiscard]] ProgramResult runProgram(const QStringList &arguments);

/// False where that needs a folder on the way to the program which is closed to them, such as the home of root.
[[nodiscard]] bool canNobodyRunProgram();

/// Whether `verify` finds a workspace sound; it may hold what arrived of an import that did not come to its end.
[[nodiscard]] bool isSound(const ProgramResult &verified);

/// The fingerprint of a workspace or dump; the whole output where that fails.
[[nodiscard]] QByteArray fingerprintOf(const QString &path);

/// All names in a folder, hidden ones too, sorted.
[[nodiscard]] QStringList namesIn(const QString &folder);
[[nodiscard]] QByteArray contentOf(const QString &path);
void writeFile(const QString &path, const QByteArray &content);

} // namespace persistence::test
