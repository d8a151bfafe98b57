#include "tests/faults/faultpoints.h"

#include <QFile>
#include <QHash>
#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace persistence::test {

namespace {

const QStringList kWriteCalls = {u"pwrite64"_s, u"write"_s,  u"fdatasync"_s, u"fsync"_s, u"ftruncate"_s,
                                 u"unlink"_s,   u"rename"_s, u"renameat2"_s, u"openat"_s};

ProgramResult runUnderStrace(const QStringList &arguments, const FaultPoint &point, const QString &what, const QString &program)
{
    return ProgramRun(arguments, program)
        .through(u"exec strace -f -qq -o /dev/null -e trace=%1 -e inject=%1:%2 \"$@\""_s.arg(point.syscall, what))
        .run();
}

/// The numbers of the calls of one name, by thread.
QList<int> numbersOf(const QString &syscall, const QByteArray &trace, const QByteArray &folder)
{
    QHash<QByteArray, int> counts;
    QList<int> numbers;
    for (const QByteArray &line : trace.split('\n')) {
        const QByteArray thread = line.left(line.indexOf(' '));
        if (!line.contains(' ' + syscall.toLatin1() + '('))
            continue;
        const int number = ++counts[thread];
        const bool isOurs = syscall != u"openat" || line.contains('"' + folder);
        if (isOurs && !numbers.contains(number))
            numbers.append(number);
    }
    return numbers;
}

} // namespace

QString whyNoStrace()
{
    if (QStandardPaths::findExecutable(u"strace"_s).isEmpty())
        return u"strace is not installed."_s;
    QProcess probe;
    probe.start(u"strace"_s, {u"-f"_s, u"-qq"_s, u"-o"_s, u"/dev/null"_s, u"-e"_s, u"inject=fsync:error=EIO"_s, u"true"_s});
    probe.waitForFinished();
    if (probe.exitStatus() != QProcess::NormalExit || probe.exitCode() != 0)
        return u"strace may not trace here: "_s + QString::fromLocal8Bit(probe.readAllStandardError());
    return {};
}

QList<FaultPoint> faultPoints(const QStringList &arguments, const QString &folder, int perSyscall, const QString &program)
{
    const QString file = folder + u"/trace"_s;
    const ProgramResult traced = ProgramRun(arguments, program)
                                     .through(u"exec strace -f -qq -s 4096 -o '%1' -e trace=%2 \"$@\""_s.arg(file, kWriteCalls.join(u',')))
                                     .run();
    const QByteArray trace = contentOf(file);
    QFile::remove(file);
    if (traced.code != 0)
        qFatal("%s", traced.toText().constData());
    QList<FaultPoint> points;
    for (const QString &syscall : kWriteCalls) {
        const QList<int> numbers = numbersOf(syscall, trace, folder.toUtf8());
        const qsizetype wanted = std::min<qsizetype>(numbers.size(), perSyscall);
        for (qsizetype i = 0; i < wanted; ++i)
            points.append({syscall, numbers[i * numbers.size() / wanted]});
    }
    return points;
}

ProgramResult runAndKill(const QStringList &arguments, const FaultPoint &point, const QString &program)
{
    return runUnderStrace(arguments, point, u"signal=KILL:when=%1"_s.arg(point.number), program);
}

ProgramResult runAndFail(const QStringList &arguments, const FaultPoint &point, const QString &error, bool forEver)
{
    return runUnderStrace(arguments, point, u"error=%1:when=%2%3"_s.arg(error, QString::number(point.number), forEver ? u"+"_s : QString()),
                          ProgramRun::program());
}

} // namespace persistence::test
