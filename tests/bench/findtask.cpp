#include "tests/bench/findtask.h"

#include "model/find/finder.h"
#include "model/workspace/workspace.h"
#include "tests/bench/measurement.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace persistence::bench {

namespace {

constexpr qint64 kFirstHits = 50;

/// The app with the most records.
Group largestApp(const Workspace &workspace)
{
    const auto reader = workspace.reader();
    const auto apps = reader ? (*reader)->apps() : Result<QList<AppSummary>>(reader.error());
    if (!apps || apps->isEmpty())
        return {};
    const auto isSmaller = [](const AppSummary &one, const AppSummary &other) { return one.records < other.records; };
    return {std::max_element(apps->begin(), apps->end(), isSmaller)->row, {}, {}};
}

/// Looks for \a text until \a limit records are found; the error text, if any.
QString find(const Workspace &workspace, const Group &group, const char *text, qint64 limit, const QString &figure)
{
    Progress progress;
    const Stopwatch watch;
    const auto matcher = FilterMatcher::compile(workspace, *Filter::parse(text), progress);
    if (!matcher)
        return matcher.error().message;
    qint64 found = 0;
    const auto total = Finder(workspace, *matcher).find(group, progress, [&](std::span<const Hit> hits) {
        found += qint64(hits.size());
        return found < limit;
    });
    if (!total)
        return total.error().message;
    report(figure, watch.milliseconds());
    return found == 0 ? u"%1 was not found"_s.arg(QLatin1StringView(text)) : QString();
}

} // namespace

QString runFind(const QStringList &arguments)
{
    const auto workspace = Workspace::open(arguments.value(0), Workspace::Access::ReadOnly);
    if (!workspace)
        return workspace.error().message;
    constexpr qint64 kAll = std::numeric_limits<qint64>::max();
    const Group app = largestApp(**workspace);
    for (const QString &error : {find(**workspace, {}, kRareText, kAll, u"find a rare text: all hits"_s),
                                 find(**workspace, {}, kFrequentText, kFirstHits, u"find a frequent text: first 50 hits"_s),
                                 find(**workspace, app, kRareText, kAll, u"find a rare text in the largest app: all hits"_s),
                                 find(**workspace, app, kFrequentText, kFirstHits, u"find a frequent text in it: first 50 hits"_s)}) {
        if (!error.isEmpty())
            return error;
    }
    return {};
}

} // namespace persistence::bench
