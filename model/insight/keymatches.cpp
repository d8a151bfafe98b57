#include "model/insight/keymatches.h"

#include <algorithm>

namespace persistence {

namespace {

/// The groups that hold every match, the smallest first. Empty if some association is used by no record.
struct Narrowing
{
    std::vector<TargetSummary> targets;
    bool isPossible = true;
    bool hasOdd = false; ///< the index does not tell odd associations apart
};

Result<Narrowing> narrow(KeyLookup &lookup, AppRow app, std::span<const bson::Element> key)
{
    Narrowing narrowing;
    for (size_t i = 0; i < key.size() && narrowing.isPossible; ++i) {
        if (isIn(key[i], key.first(i)))
            continue;
        const auto pair = pairOf(key[i]);
        if (!pair && std::exchange(narrowing.hasOdd, true))
            continue;
        auto target = pair ? lookup.target(app, *pair) : lookup.unreadable(app);
        if (!target)
            return target.error();
        narrowing.isPossible = target->row.isValid();
        narrowing.targets.push_back(*std::move(target));
    }
    std::sort(narrowing.targets.begin(), narrowing.targets.end(),
              [](const TargetSummary &a, const TargetSummary &b) { return a.records < b.records; });
    narrowing.isPossible = narrowing.isPossible && !narrowing.targets.empty();
    return narrowing;
}

void count(MatchCount &matches, std::vector<RecordRow> &rows, RecordRow row)
{
    ++matches.count;
    if (rows.size() < kMaxMatchRows)
        rows.push_back(row);
}

/// Files a record that is under all groups of the key.
Result<void> classify(KeyLookup &lookup, std::span<const bson::Element> key, RecordRow row, KeyMatches &matches)
{
    const auto document = lookup.documentWithKey(row);
    if (!document)
        return document.error();
    const auto other = keyElements(bson::DocumentView(*document));
    if (!other || !readFinds(key, *other))
        return {};
    count(matches.read, matches.readRows, row);
    if (updateFinds(key, *other))
        count(matches.same, matches.sameRows, row);
    else if (readFinds(*other, key))
        count(matches.otherOrder, matches.otherOrderRows, row);
    return {};
}

} // namespace

Result<KeyMatches> matchesOf(KeyLookup &lookup, AppRow app, std::span<const bson::Element> key, RecordRow except, MatchDepth depth,
                             Progress &progress)
{
    KeyMatches matches;
    const auto narrowing = narrow(lookup, app, key);
    if (!narrowing)
        return narrowing.error();
    if (!app.isValid() || !narrowing->isPossible)
        return matches;
    const auto group = lookup.groupOf(narrowing->targets.front().row);
    if (!group)
        return group.error();
    std::vector<TargetRow> targets;
    for (const TargetSummary &target : narrowing->targets)
        targets.push_back(target.row);

    const bool needsKeys = depth == MatchDepth::All || narrowing->hasOdd;
    const qint64 examinedBefore = lookup.examined();
    Result<void> classified;
    bool isStopped = false;
    const auto found = lookup.recordsUnder(targets, progress, [&](RecordRow row) {
        isStopped = matches.read.count >= kMaxMatches || lookup.examined() - examinedBefore > kMaxExamined;
        if (isStopped)
            return false;
        if (row != except && !needsKeys)
            count(matches.read, matches.readRows, row);
        else if (row != except)
            classified = classify(lookup, key, row, matches);
        return bool(classified);
    });
    if (progress.isCancelled())
        return Error::cancelled();
    if (!found)
        return found.error();
    if (!classified)
        return classified.error();
    matches.read.isAtLeast = isStopped;
    matches.same.isAtLeast = matches.otherOrder.isAtLeast = isStopped && depth == MatchDepth::All;
    if (matches.read.count > 0)
        matches.group = *group;
    return matches;
}

} // namespace persistence
