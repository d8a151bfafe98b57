#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace persistence::bench {

/// One measured thing: its times in all runs and the most memory of its own that the process held. In milliseconds and bytes.
struct Figure
{
    QList<double> milliseconds;
    /// Time of all cores together. It stays comparable where other work slows the machine down.
    QList<double> processorMilliseconds;
    qint64 anonymousPeak = 0;
    QString error; ///< why there is no time, for people

    [[nodiscard]] bool isMeasured() const { return error.isEmpty() && !milliseconds.isEmpty(); }
    [[nodiscard]] double median() const { return medianOf(milliseconds); }
    [[nodiscard]] double processorMedian() const { return medianOf(processorMilliseconds); }

private:
    static double medianOf(QList<double> values);
};

using Figures = QHash<QString, Figure>;

/// Starts this program again with \a arguments, \a runs times, and collects what each run reports: a process for each run, so that the
/// memory of one does not show in another, after all that was written before went to the disk. A figure is a line "figure NAME MILLISECONDS
/// PROCESSOR". An error is kept under \a name.
void measureInChild(const QString &name, const QString &task, const QStringList &arguments, int runs, Figures &figures);
/// The same for a command of the system; the time is that of the whole command.
void measureCommand(const QString &name, const QStringList &command, int runs, Figures &figures);

/// In the child: says how long something took; the processor time is that since the report before.
void report(const QString &name, double milliseconds);
/// In the child: watches the memory of this process until the end and reports its peak.
void watchMemory();
void reportMemory();

class Stopwatch final
{
public:
    [[nodiscard]] double milliseconds() const
    {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

} // namespace persistence::bench
