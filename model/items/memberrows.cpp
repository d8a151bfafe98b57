#include "model/items/memberrows.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <deque>

namespace persistence {

namespace {

using Elements = std::span<const bson::Element>;

bool isSameValue(const bson::Element &a, const bson::Element &b)
{
    return a.type() == b.type() && a.value() == b.value();
}

bool isSameName(const bson::Element &a, const bson::Element &b)
{
    return a.name() == b.name();
}

/// What members are matched by: fields by name, items by value.
QByteArrayView keyOf(const bson::Element &element, bool isArray)
{
    return isArray ? element.value() : element.name();
}

/// Matches the members between \a front and the ends by their keys, each key in its order.
void pairByKey(Elements before, Elements after, size_t front, size_t back, bool isArray, std::vector<int> &pairs)
{
    QHash<QByteArrayView, std::deque<int>> places;
    for (size_t i = front; i < before.size() - back; ++i)
        places[keyOf(before[i], isArray)].push_back(int(i));
    for (size_t i = front; i < after.size() - back; ++i) {
        const auto found = places.find(keyOf(after[i], isArray));
        if (found == places.end() || found->empty())
            continue;
        // Equal bytes under another type are another value.
        if (isArray && before[size_t(found->front())].type() != after[i].type())
            continue;
        pairs[i] = found->front();
        found->pop_front();
    }
}

/// Matches what stands between the same neighbours: an item with another value, or a field with another name.
void pairByPlace(Elements before, Elements after, bool isArray, std::vector<int> &pairs)
{
    std::vector<bool> isTaken(before.size(), false);
    for (const int place : pairs) {
        if (place >= 0)
            isTaken[size_t(place)] = true;
    }
    int last = -1;
    for (size_t i = 0; i < after.size(); ++i) {
        const size_t next = size_t(last + 1);
        if (pairs[i] < 0 && next < before.size() && !isTaken[next] && (isArray || isSameValue(before[next], after[i]))) {
            pairs[i] = int(next);
            isTaken[next] = true;
        }
        if (pairs[i] >= 0)
            last = pairs[i];
    }
}

/// Which fields repeat an earlier name.
std::vector<bool> repeatedNames(Elements members)
{
    std::vector<bool> repeated(members.size(), false);
    QSet<QByteArrayView> names;
    for (size_t i = 0; i < members.size(); ++i) {
        const qsizetype before = names.size();
        names.insert(members[i].name());
        repeated[i] = names.size() == before;
    }
    return repeated;
}

quint32 offsetIn(const Members &members, const bson::Element &element)
{
    return quint32(element.bytes().data() - members.base);
}

} // namespace

std::vector<bson::Element> elementsOf(bson::DocumentView container)
{
    std::vector<bson::Element> elements;
    for (const bson::Element &element : container)
        elements.push_back(element);
    return elements;
}

std::vector<int> pairMembers(Elements before, Elements after, bool isArray)
{
    const auto isSame = [isArray](const bson::Element &a, const bson::Element &b) {
        return isArray ? isSameValue(a, b) : isSameName(a, b);
    };
    const size_t most = std::min(before.size(), after.size());
    size_t front = 0, back = 0;
    while (front < most && isSame(before[front], after[front]))
        ++front;
    while (back < most - front && isSame(before[before.size() - 1 - back], after[after.size() - 1 - back]))
        ++back;
    std::vector<int> pairs(after.size(), -1);
    for (size_t i = 0; i < front; ++i)
        pairs[i] = int(i);
    for (size_t i = 1; i <= back; ++i)
        pairs[after.size() - i] = int(before.size() - i);
    // Nothing in between, in the one or the other, is the usual case.
    if (front + back < most)
        pairByKey(before, after, front, back, isArray, pairs);
    if (front + back < after.size() && front + back < before.size())
        pairByPlace(before, after, isArray, pairs);
    return pairs;
}

std::vector<MemberRow> memberRows(const Members &now, const Members &stored, bool isArray, qsizetype maxNames)
{
    const std::vector<bson::Element> members = elementsOf(now.view), before = elementsOf(stored.view);
    const bool isEqual = now.isThere && stored.isThere && now.view.bytes() == stored.view.bytes();
    std::vector<int> pairs(members.size(), -1);
    if (isEqual)
        std::generate(pairs.begin(), pairs.end(), [number = 0]() mutable { return number++; });
    else if (stored.isThere)
        pairs = pairMembers(before, members, isArray);

    std::vector<int> placeOf(before.size(), -1);
    for (size_t i = 0; i < pairs.size(); ++i) {
        if (pairs[i] >= 0)
            placeOf[size_t(pairs[i])] = int(i);
    }
    // Removed members by the one that they stand behind, -1 for the front.
    std::vector<std::vector<int>> removed(isEqual ? 0 : members.size() + 1);
    int anchor = -1;
    for (size_t i = 0; i < before.size() && !isEqual; ++i) {
        if (placeOf[i] >= 0)
            anchor = placeOf[i];
        else
            removed[size_t(anchor + 1)].push_back(int(i));
    }

    std::vector<MemberRow> rows;
    rows.reserve(members.size());
    const auto addRemoved = [&](size_t place) {
        for (const int i : place < removed.size() ? removed[place] : std::vector<int>())
            rows.push_back({MemberRow::kNone, offsetIn(stored, before[size_t(i)]), quint32(place), FieldState::Removed, false});
    };
    const bool findsNames = !isArray && qsizetype(members.size()) <= maxNames;
    const std::vector<bool> repeated = findsNames ? repeatedNames(members) : std::vector<bool>(members.size(), false);
    addRemoved(0);
    for (size_t i = 0; i < members.size(); ++i) {
        MemberRow row{offsetIn(now, members[i]), MemberRow::kNone, quint32(i), FieldState::Added, repeated[i]};
        if (pairs[i] >= 0) {
            const bson::Element &was = before[size_t(pairs[i])];
            row.stored = offsetIn(stored, was);
            const bool isSame = isEqual || (isSameValue(was, members[i]) && (isArray || isSameName(was, members[i])));
            row.state = isSame ? FieldState::Same : FieldState::Changed;
        }
        rows.push_back(row);
        addRemoved(i + 1);
    }
    return rows;
}

std::vector<int> pairRows(std::span<const MemberRow> before, std::span<const MemberRow> after, std::span<const int> pairs,
                          bool isSameStored)
{
    std::vector<int> rowAt; // of the members before, by their position
    QHash<quint32, int> rowOfStored;
    for (size_t i = 0; i < before.size(); ++i) {
        if (before[i].isThere())
            rowAt.push_back(int(i));
        if (isSameStored && before[i].stored != MemberRow::kNone)
            rowOfStored.insert(before[i].stored, int(i));
    }
    std::vector<bool> isTaken(before.size(), false);
    std::vector<int> result(after.size(), -1);
    const auto take = [&](size_t row, int was) {
        if (was >= 0 && !isTaken[size_t(was)]) {
            result[row] = was;
            isTaken[size_t(was)] = true;
        }
    };
    for (size_t i = 0; i < after.size(); ++i) {
        if (after[i].isThere() && pairs[after[i].position] >= 0)
            take(i, rowAt[size_t(pairs[after[i].position])]);
    }
    for (size_t i = 0; i < after.size(); ++i) {
        if (result[i] < 0 && after[i].stored != MemberRow::kNone)
            take(i, rowOfStored.value(after[i].stored, -1));
    }
    return result;
}

} // namespace persistence
