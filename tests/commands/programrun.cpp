#include "tests/commands/programrun.h"

#include <QDir>
#include <QFile>
#include <QProcess>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace persistence::test {

QByteArray ProgramResult::toText() const
{
    const QByteArray end = isHung ? "hung" : isKilled ? "killed by a signal" : "exit code " + QByteArray::number(code);
    return end + "\n--- output\n" + out.left(4000) + "--- errors\n" + err.left(4000);
}

ProgramRun::ProgramRun(const QStringList &arguments, const QString &program)
    : m_program(program)
    , m_arguments(arguments)
    , m_environment(QProcessEnvironment::systemEnvironment())
{
    for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
        m_environment.remove(name);
}

ProgramRun &ProgramRun::through(const QString &script)
{
    m_script = uR"(await() { until "$@" 2>/dev/null || ! kill -0 "$child" 2>/dev/null; do sleep 0.02; done; }
holdUntil() { until [ -e "$1" ] || ! kill -0 $$ 2>/dev/null; do sleep 0.02; done; }
)"_s + script;
    return *this;
}

ProgramRun &ProgramRun::asNobody()
{
    const bool isRoot = ::geteuid() == 0;
    return through(isRoot ? uR"(exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@")"_s : uR"(exec "$@")"_s);
}

ProgramRun &ProgramRun::input(const QByteArray &bytes)
{
    m_input = bytes;
    return *this;
}

ProgramRun &ProgramRun::environment(const QString &name, const QString &value)
{
    m_environment.insert(name, value);
    return *this;
}

ProgramRun &ProgramRun::within(int milliseconds)
{
    m_milliseconds = milliseconds;
    return *this;
}

ProgramResult ProgramRun::run() const
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    if (m_script.isEmpty())
        process.start(m_program, m_arguments);
    else
        process.start(u"bash"_s, QStringList{u"-c"_s, m_script, u"bash"_s, m_program} + m_arguments);
    process.write(m_input);
    process.closeWriteChannel();
    ProgramResult result;
    if (!process.waitForFinished(m_milliseconds)) {
        result.isHung = process.state() != QProcess::NotRunning;
        process.kill();
        process.waitForFinished();
    }
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    result.isKilled = process.exitStatus() == QProcess::CrashExit;
    result.code = result.isKilled ? -1 : process.exitCode();
    return result;
}

QString ProgramRun::program()
{
    return QStringLiteral(PB_PROGRAM);
}

ProgramResult runProgram(const QStringList &arguments)
{
    return ProgramRun(arguments).run();
}

bool canNobodyRunProgram()
{
    return ProgramRun({u"--version"_s}).asNobody().run().code == 0;
}

bool isSound(const ProgramResult &verified)
{
    return verified.code == 0 || (verified.code == 2 && verified.out.contains("sound, but incomplete"));
}

QByteArray fingerprintOf(const QString &path)
{
    const ProgramResult result = runProgram({u"fingerprint"_s, path});
    return result.code == 0 ? result.out.left(64) : result.toText();
}

QStringList namesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

} // namespace persistence::test
