#include "tests/bench/measurement.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>

using namespace Qt::StringLiterals;

namespace persistence::bench {

namespace {

std::atomic<qint64> s_peak = 0;

/// Memory that is this process's own, without mapped files, in bytes. Source: proc(5), /proc/PID/status.
qint64 anonymousMemory()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("RssAnon:"))
            return line.mid(8).chopped(2).trimmed().toLongLong() * 1024;
    }
    return 0;
}

void collect(const QByteArray &output, Figures &figures, const QString &task)
{
    QStringList names;
    for (const QByteArray &line : output.split('\n')) {
        const QList<QByteArray> words = line.split('\t');
        if (words.size() == 3 && words[0] == "figure") {
            names.append(QString::fromUtf8(words[1]));
            figures[names.last()].milliseconds.append(words[2].toDouble());
        } else if (words.size() == 2 && words[0] == "memory") {
            for (const QString &name : names)
                figures[name].anonymousPeak = std::max(figures[name].anonymousPeak, words[1].toLongLong());
        }
    }
    if (names.isEmpty())
        figures[task].error = u"no figure"_s;
}

} // namespace

double Figure::median() const
{
    QList<double> sorted = milliseconds;
    std::ranges::sort(sorted);
    return sorted.isEmpty() ? 0 : sorted[sorted.size() / 2];
}

void measureInChild(const QString &name, const QString &task, const QStringList &arguments, int runs, Figures &figures)
{
    for (int run = 0; run < runs; ++run) {
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
        QProcess process;
        const Stopwatch watch;
        process.start(command.first(), command.mid(1));
        process.waitForFinished(-1);
        if (process.error() == QProcess::FailedToStart || process.exitCode() != 0) {
            figures[name].error = process.error() == QProcess::FailedToStart ? u"not installed"_s : u"failed"_s;
            return;
        }
        figures[name].milliseconds.append(watch.milliseconds());
    }
}

void report(const QString &name, double milliseconds)
{
    std::printf("figure\t%s\t%.4f\n", qPrintable(name), milliseconds);
}

void watchMemory()
{
    std::thread([] {
        while (true) {
            s_peak = std::max(s_peak.load(), anonymousMemory());
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }).detach();
}

void reportMemory()
{
    std::printf("memory\t%lld\n", static_cast<long long>(std::max(s_peak.load(), anonymousMemory())));
    std::fflush(stdout);
}

} // namespace persistence::bench
