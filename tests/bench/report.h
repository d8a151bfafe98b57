#pragma once

#include "tests/bench/measurement.h"

namespace persistence::bench {

/// A ratio that performance.md, section 8, sets a limit for.
struct Target
{
    QString figure;
    QString against;
    double limit;
};

/// Prints a table of \a names in that order: median, bytes of own memory, ratio to \a floor.
void printTable(const QString &title, const QStringList &names, const QString &floor, const Figures &figures);
/// Prints each ratio beside its limit. Whether all that could be measured hold.
bool printTargets(const QList<Target> &targets, const Figures &figures);

} // namespace persistence::bench
