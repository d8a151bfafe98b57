#include "model/edit/merge.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace persistence {

namespace {

using MaybeElement = std::optional<bson::Element>;
using Members = std::vector<bson::Element>;

bool isEqual(const MaybeElement &a, const MaybeElement &b)
{
    if (!a || !b)
        return a.has_value() == b.has_value();
    return a->type() == b->type() && a->value() == b->value();
}

Members membersOf(const bson::Element &container)
{
    Members members;
    for (const bson::Element &member : container.toDocument())
        members.push_back(member);
    return members;
}

bool hasUniqueNames(const Members &members)
{
    QSet<QByteArrayView> names;
    return std::all_of(members.begin(), members.end(), [&](const bson::Element &member) {
        const qsizetype before = names.size();
        names.insert(member.name());
        return names.size() > before;
    });
}

/// Whether the fields that both have are in the same order.
bool isSameOrder(const Members &a, const Members &b)
{
    QSet<QByteArrayView> ofB;
    for (const bson::Element &member : b)
        ofB.insert(member.name());
    auto next = b.begin();
    for (const bson::Element &member : a) {
        if (!ofB.contains(member.name()))
            continue;
        next = std::find_if(next, b.end(), [&](const bson::Element &other) { return other.name() == member.name(); });
        if (next == b.end())
            return false;
        ++next;
    }
    return true;
}

using MembersByName = QHash<QByteArrayView, bson::Element>;

MembersByName byName(const Members &members)
{
    MembersByName named;
    for (const bson::Element &member : members)
        named.insert(member.name(), member);
    return named;
}

MaybeElement memberOf(const MembersByName &members, QByteArrayView name)
{
    const auto found = members.find(name);
    return found == members.end() ? MaybeElement() : *found;
}

/// The three states of one field, and where it is.
struct Triple
{
    std::vector<bson::PathStep> steps;
    MaybeElement before, mine, now;

    [[nodiscard]] bool isSettled() const { return isEqual(before, mine) && isEqual(before, now); }

    [[nodiscard]] MergeField field() const
    {
        const MergeSide side = isEqual(mine, now)      ? MergeSide::Same
                               : isEqual(before, now)  ? MergeSide::Mine
                               : isEqual(before, mine) ? MergeSide::Now
                                                       : MergeSide::Both;
        return {bson::Path(steps), side, before, mine, now};
    }

    /// What is one level below, if the three can be compared there; else nothing.
    [[nodiscard]] std::vector<Triple> below() const
    {
        for (const MaybeElement &side : {before, mine, now}) {
            if (!side || !side->isContainer() || side->type() != now->type())
                return {};
        }
        const Members ofBefore = membersOf(*before), ofMine = membersOf(*mine), ofNow = membersOf(*now);
        return now->type() == bson::Type::Array ? items(ofBefore, ofMine, ofNow) : namedFields(ofBefore, ofMine, ofNow);
    }

private:
    [[nodiscard]] std::vector<Triple> items(const Members &ofBefore, const Members &ofMine, const Members &ofNow) const
    {
        if (ofBefore.size() != ofNow.size() || ofMine.size() != ofNow.size())
            return {};
        std::vector<Triple> triples;
        for (size_t i = 0; i < ofNow.size(); ++i)
            triples.push_back({stepsTo({{}, qint64(i)}), ofBefore[i], ofMine[i], ofNow[i]});
        return triples;
    }

    [[nodiscard]] std::vector<Triple> namedFields(const Members &ofBefore, const Members &ofMine, const Members &ofNow) const
    {
        const bool isComparable = hasUniqueNames(ofBefore) && hasUniqueNames(ofMine) && hasUniqueNames(ofNow) &&
                                  isSameOrder(ofBefore, ofMine) && isSameOrder(ofBefore, ofNow);
        if (!isComparable)
            return {};
        const MembersByName inBefore = byName(ofBefore), inMine = byName(ofMine), inNow = byName(ofNow);
        std::vector<Triple> triples;
        const auto add = [&](QByteArrayView name) {
            triples.push_back({stepsTo({name.toByteArray(), -1}), memberOf(inBefore, name), memberOf(inMine, name), memberOf(inNow, name)});
        };
        for (const bson::Element &member : ofNow)
            add(member.name());
        for (const bson::Element &member : ofMine) {
            if (!inNow.contains(member.name()))
                add(member.name());
        }
        for (const bson::Element &member : ofBefore) {
            if (!inNow.contains(member.name()) && !inMine.contains(member.name()))
                add(member.name());
        }
        return triples;
    }

    [[nodiscard]] std::vector<bson::PathStep> stepsTo(bson::PathStep step) const
    {
        std::vector<bson::PathStep> path = steps;
        path.push_back(std::move(step));
        return path;
    }
};

} // namespace

std::vector<MergeField> mergeFields(bson::DocumentView before, bson::DocumentView mine, bson::DocumentView now)
{
    const auto whole = [](bson::DocumentView document) { return bson::Element(bson::Type::Document, {}, document.bytes()); };
    std::vector<MergeField> fields;
    std::vector<Triple> open = {{{}, whole(before), whole(mine), whole(now)}};
    while (!open.empty()) {
        const Triple triple = std::move(open.back());
        open.pop_back();
        if (triple.isSettled())
            continue;
        std::vector<Triple> below = triple.below();
        if (below.empty())
            fields.push_back(triple.field());
        // The last in goes on first.
        open.insert(open.end(), std::make_move_iterator(below.rbegin()), std::make_move_iterator(below.rend()));
    }
    return fields;
}

Result<QByteArray> mergedDocument(const QByteArray &now, const std::vector<MergeField> &fields, const std::vector<MergeValue> &values)
{
    QByteArray document = now;
    for (size_t i = 0; i < fields.size(); ++i) {
        const MergeField &field = fields[i];
        const MergeValue &value = values[i];
        const MergeValue present = field.now ? MergeValue(FieldValue(*field.now)) : MergeValue();
        if (value == present)
            continue;
        if (field.path.isEmpty()) {
            document = value ? value->bytes : document;
            continue;
        }
        auto changed =
            value ? withValue(bson::DocumentView(document), field.path, *value) : withoutValue(bson::DocumentView(document), field.path);
        if (!changed)
            return changed;
        document = *std::move(changed);
    }
    return document;
}

} // namespace persistence
