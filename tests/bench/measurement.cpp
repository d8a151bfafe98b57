#include "tests/bench/measurement.h"

#include <QCoreApplication>
#include <QProcess>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace persistence::bench {

namespace {

std::atomic<qint64> s_peak = 0;

std::jthread s_watch;

/// Memory that is this process's own, without mapped files, in bytes. Source: proc(5), /proc/PID/statm: resident less shared pages.
/// Without Qt, which must not be used by another thread before the application is there, nor after it is gone.
qint64 anonymousMemory()
{
    long long size = 0, resident = 0, shared = 0;
    std::FILE *file = std::fopen("/proc/self/statm", "re");
    const int read = file ? std::fscanf(file, "%lld %lld %lld", &size, &resident, &shared) : 0;
    if (file)
        std::fclose(file);
    return read == 3 ? (resident - shared) * sysconf(_SC_PAGESIZE) : 0;
}

/// Processor time so far of this process, or of all processes that it waited for.
double processorTime(int who)
{
    rusage usage = {};
    getrusage(who, &usage);
    const auto milliseconds = [](const timeval &time) { return double(time.tv_sec) * 1000 + double(time.tv_usec) / 1000; };
    return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

void collect(const QByteArray &output, Figures &figures, const QString &task)
{
    QStringList names;
    for (const QByteArray &line : output.split('\n')) {
        const QList<QByteArray> words = line.split('\t');
        if (words.size() == 4 && words[0] == "figure") {
            names.append(QString::fromUtf8(words[1]));
            figures[names.last()].milliseconds.append(words[2].toDouble());
            figures[names.last()].processorMilliseconds.append(words[3].toDouble());
        } else if (words.size() == 2 && words[0] == "memory") {
            for (const QString &name : names)
                figures[name].anonymousPeak = std::max(figures[name].anonymousPeak, words[1].toLongLong());
        }
    }
    if (names.isEmpty())
        figures[task].error = u"no figure"_s;
}

} // namespace

double Figure::medianOf(QList<double> values)
{
    std::ranges::sort(values);
    return values.isEmpty() ? 0 : values[values.size() / 2];
}

void measureInChild(const QString &name, const QString &task, const QStringList &arguments, int runs, Figures &figures)
{
    for (int run = 0; run < runs; ++run) {
        ::sync();
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), QStringList{u"--task"_s, task} + arguments);
        child.waitForFinished(-1);
        if (child.exitCode() != 0 || child.exitStatus() != QProcess::NormalExit) {
            figures[name].error = QString::fromUtf8(child.readAllStandardError()).trimmed().section(u'\n', -1);
            return;
        }
        collect(child.readAllStandardOutput(), figures, name);
    }
}

void measureCommand(const QString &name, const QStringList &command, int runs, Figures &figures)
{
    for (int run = 0; run < runs; ++run) {
        ::sync();
        QProcess process;
        const double before = processorTime(RUSAGE_CHILDREN);
        const Stopwatch watch;
        process.start(command.first(), command.mid(1));
        process.waitForFinished(-1);
        if (process.error() == QProcess::FailedToStart || process.exitCode() != 0) {
            figures[name].error = process.error() == QProcess::FailedToStart ? u"not installed"_s : u"failed"_s;
            return;
        }
        figures[name].milliseconds.append(watch.milliseconds());
        figures[name].processorMilliseconds.append(processorTime(RUSAGE_CHILDREN) - before);
    }
}

void report(const QString &name, double milliseconds)
{
    static double s_before = 0;
    const double now = processorTime(RUSAGE_SELF);
    std::printf("figure\t%s\t%.4f\t%.4f\n", qPrintable(name), milliseconds, now - s_before);
    s_before = now;
}

void watchMemory()
{
    s_watch = std::jthread([](const std::stop_token &stop) {
        while (!stop.stop_requested()) {
            s_peak = std::max(s_peak.load(), anonymousMemory());
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    });
}

void reportMemory()
{
    s_watch.request_stop();
    s_watch.join();
    std::printf("memory\t%lld\n", static_cast<long long>(std::max(s_peak.load(), anonymousMemory())));
    std::fflush(stdout);
}

} // namespace persistence::bench
