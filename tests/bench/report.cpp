#include "tests/bench/report.h"

#include <algorithm>
#include <cstdio>

namespace persistence::bench {

namespace {

/// Left-aligned in a column that counts characters, not bytes.
QByteArray column(const QString &text, int width)
{
    return text.leftJustified(width).toUtf8();
}

} // namespace

void printTable(const QString &title, const QStringList &names, const QString &floor, const Figures &figures)
{
    const double floorTime = figures.value(floor).median();
    std::printf("\n%s %12s %9s %10s %9s\n", column(title, 52).constData(), "median ms", "x floor", "cpu ms", "own MiB");
    for (const QString &name : names) {
        const Figure figure = figures.value(name);
        if (!figure.isMeasured()) {
            std::printf("%s %12s   %s\n", column(name, 52).constData(), "-",
                        figure.error.isEmpty() ? "not measured" : qPrintable(figure.error));
            continue;
        }
        std::printf("%s %12.3f", column(name, 52).constData(), figure.median());
        if (floorTime > 0)
            std::printf(" %9.2f", figure.median() / floorTime);
        else
            std::printf(" %9s", "");
        std::printf(" %10.1f", figure.processorMedian());
        if (figure.anonymousPeak > 0)
            std::printf(" %9.0f", double(figure.anonymousPeak) / 1048576);
        std::printf("\n");
    }
    std::fflush(stdout);
}

bool printTargets(const QList<Target> &targets, const Figures &figures)
{
    bool allHold = true;
    std::printf("\n%s %9s %9s %9s\n", column(QStringLiteral("Targets"), 78).constData(), "ratio", "at most", "of cpu");
    for (const Target &target : targets) {
        const Figure figure = figures.value(target.figure);
        const Figure against = figures.value(target.against);
        const QString name = QStringLiteral("%1  /  %2").arg(target.figure, target.against);
        if (!figure.isMeasured() || !against.isMeasured()) {
            std::printf("%s %9s %9.2f %9s   not measured\n", column(name, 78).constData(), "-", target.limit, "");
            continue;
        }
        const double ratio = figure.median() / against.median();
        allHold = allHold && ratio <= target.limit;
        const double processorRatio = figure.processorMedian() / std::max(against.processorMedian(), 0.001);
        std::printf("%s %9.2f %9.2f %9.2f   %s\n", column(name, 78).constData(), ratio, target.limit, processorRatio,
                    ratio <= target.limit ? "ok" : "MISSED");
    }
    return allHold;
}

} // namespace persistence::bench
