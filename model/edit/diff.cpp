#include "model/edit/diff.h"

#include "model/bson/numbertext.h"

#include <QHash>

#include <algorithm>
#include <cmath>
#include <span>

namespace persistence {

namespace {

/// Comparing items of arrays takes this many steps at most; larger ones are compared item by item in their order.
constexpr qsizetype kMaxTable = 4'000'000;

using Elements = std::vector<bson::Element>;

/// A field of both documents, or of one of them.
struct Pair
{
    std::optional<bson::Element> before;
    std::optional<bson::Element> after;
    bson::PathStep step;
    bool isMoved = false;
};

/// Two containers on the way down, with the pairs of their members that are not looked at yet.
struct Level
{
    std::vector<Pair> pairs;
    size_t next = 0;
};

bool isEqual(const bson::Element &a, const bson::Element &b)
{
    return a.type() == b.type() && a.value() == b.value();
}

Elements elementsOf(bson::DocumentView container)
{
    Elements elements;
    for (const bson::Element &element : container)
        elements.push_back(element);
    return elements;
}

/// Marks what has to move so that the rest stands in its old order: all that is not in the longest rising run of old places.
void markMoved(std::vector<Pair> &pairs, const std::vector<qsizetype> &places)
{
    std::vector<size_t> tails;
    std::vector<qsizetype> previous(pairs.size(), -1);
    for (size_t i = 0; i < pairs.size(); ++i) {
        if (places[i] < 0)
            continue;
        const auto at =
            std::lower_bound(tails.begin(), tails.end(), places[i], [&](size_t tail, qsizetype place) { return places[tail] < place; });
        if (at != tails.begin())
            previous[i] = qsizetype(*(at - 1));
        if (at == tails.end())
            tails.push_back(i);
        else
            *at = i;
    }
    std::vector<bool> stays(pairs.size(), false);
    for (qsizetype i = tails.empty() ? -1 : qsizetype(tails.back()); i >= 0; i = previous[size_t(i)])
        stays[size_t(i)] = true;
    for (size_t i = 0; i < pairs.size(); ++i)
        pairs[i].isMoved = places[i] >= 0 && !stays[i];
}

std::vector<Pair> pairFields(const Elements &before, const Elements &after)
{
    QHash<QByteArrayView, std::vector<qsizetype>> byName; // the last one first
    for (qsizetype i = qsizetype(before.size()) - 1; i >= 0; --i)
        byName[before[size_t(i)].name()].push_back(i);
    std::vector<Pair> pairs;
    std::vector<qsizetype> places;
    std::vector<bool> isMatched(before.size(), false);
    for (const bson::Element &element : after) {
        Pair pair{std::nullopt, element, {element.name().toByteArray(), -1}, false};
        qsizetype place = -1;
        if (const auto found = byName.find(element.name()); found != byName.end() && !found->empty()) {
            place = found->back();
            found->pop_back();
            isMatched[size_t(place)] = true;
            pair.before = before[size_t(place)];
        }
        pairs.push_back(std::move(pair));
        places.push_back(place);
    }
    markMoved(pairs, places);
    for (size_t i = 0; i < before.size(); ++i) {
        if (!isMatched[i])
            pairs.push_back({before[i], std::nullopt, {before[i].name().toByteArray(), -1}, false});
    }
    return pairs;
}

/// Which items of two runs are the same: pairs of numbers, rising in both. The classic table of common subsequences.
std::vector<std::pair<size_t, size_t>> commonItems(std::span<const bson::Element> before, std::span<const bson::Element> after)
{
    const size_t rows = before.size(), columns = after.size();
    std::vector<std::pair<size_t, size_t>> common;
    if (rows == 0 || columns == 0 || qsizetype(rows) * qsizetype(columns) > kMaxTable)
        return common;
    std::vector<quint32> lengths((rows + 1) * (columns + 1), 0);
    const auto at = [&](size_t i, size_t j) -> quint32 & { return lengths[i * (columns + 1) + j]; };
    for (size_t i = rows; i-- > 0;) {
        for (size_t j = columns; j-- > 0;)
            at(i, j) = isEqual(before[i], after[j]) ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    }
    for (size_t i = 0, j = 0; i < rows && j < columns;) {
        if (isEqual(before[i], after[j]))
            common.emplace_back(i++, j++);
        else if (at(i + 1, j) >= at(i, j + 1))
            ++i;
        else
            ++j;
    }
    return common;
}

std::vector<Pair> pairItems(const Elements &before, const Elements &after, EqualFields equal)
{
    std::vector<Pair> pairs, removed;
    const auto step = [](size_t index) { return bson::PathStep{{}, qint64(index)}; };
    size_t start = 0;
    while (start < before.size() && start < after.size() && isEqual(before[start], after[start]))
        ++start;
    size_t tail = 0;
    while (tail < before.size() - start && tail < after.size() - start &&
           isEqual(before[before.size() - 1 - tail], after[after.size() - 1 - tail]))
        ++tail;
    const std::span middleBefore = std::span(before).subspan(start, before.size() - start - tail);
    const std::span middleAfter = std::span(after).subspan(start, after.size() - start - tail);
    auto common = commonItems(middleBefore, middleAfter);
    common.emplace_back(middleBefore.size(), middleAfter.size());
    const auto keepEqual = [&](size_t item, size_t itemBefore) {
        if (equal == EqualFields::Keep)
            pairs.push_back({before[itemBefore], after[item], step(item), false});
    };
    for (size_t item = 0; item < start; ++item)
        keepEqual(item, item);
    size_t i = 0, j = 0;
    for (const auto &[sameBefore, sameAfter] : common) {
        // Between two equal items: what stands side by side changed, the rest came or went.
        for (; i < sameBefore && j < sameAfter; ++i, ++j)
            pairs.push_back({middleBefore[i], middleAfter[j], step(start + j), false});
        for (; i < sameBefore; ++i)
            removed.push_back({middleBefore[i], std::nullopt, step(start + i), false});
        for (; j < sameAfter; ++j)
            pairs.push_back({std::nullopt, middleAfter[j], step(start + j), false});
        if (i < middleBefore.size() && j < middleAfter.size())
            keepEqual(start + j, start + i);
        ++i;
        ++j;
    }
    for (size_t item = tail; item > 0; --item)
        keepEqual(after.size() - item, before.size() - item);
    pairs.insert(pairs.end(), removed.begin(), removed.end());
    return pairs;
}

Level levelOf(bson::DocumentView before, bson::DocumentView after, bool isArray, EqualFields equal)
{
    const Elements first = elementsOf(before), second = elementsOf(after);
    return {isArray ? pairItems(first, second, equal) : pairFields(first, second), 0};
}

/// What a number, truth value or text says, without its type; nothing for all else.
std::optional<QByteArray> plainText(const bson::Element &element)
{
    switch (element.type()) {
    case bson::Type::Int32:
        return QByteArray::number(element.toInt32());
    case bson::Type::Int64:
        return QByteArray::number(element.toInt64());
    case bson::Type::Double: {
        // As an integer prints, where it is one and exact.
        const double value = element.toDouble();
        constexpr double kExact = 9007199254740992.0;
        if (!std::isfinite(value))
            return std::nullopt;
        if (std::abs(value) <= kExact && value == std::trunc(value) && !(value == 0 && std::signbit(value)))
            return QByteArray::number(qint64(value));
        char buffer[48];
        return QByteArray(buffer, bson::formatDouble(value, buffer) - buffer);
    }
    case bson::Type::Bool:
        return element.toBool() ? "true" : "false";
    case bson::Type::String:
    case bson::Type::Symbol:
    case bson::Type::Code:
        return element.toText().toByteArray();
    case bson::Type::ObjectId:
        return element.toObjectId().toByteArray().toHex();
    default:
        return std::nullopt;
    }
}

bool isRetyped(const bson::Element &before, const bson::Element &after)
{
    if (before.type() == after.type())
        return false;
    const auto text = plainText(before);
    return text && text == plainText(after);
}

} // namespace

std::vector<Difference> differences(bson::DocumentView before, bson::DocumentView after, EqualFields equal)
{
    std::vector<Difference> found;
    if (before.bytes() == after.bytes() && equal == EqualFields::Skip)
        return found;
    std::vector<Level> levels{levelOf(before, after, false, equal)};
    std::vector<bson::PathStep> steps;
    while (!levels.empty()) {
        Level &level = levels.back();
        if (level.next == level.pairs.size()) {
            levels.pop_back();
            if (!steps.empty())
                steps.pop_back();
            continue;
        }
        const Pair pair = level.pairs[level.next++];
        steps.push_back(pair.step);
        const auto report = [&](DifferenceKind kind) { found.push_back({kind, bson::Path(steps), pair.before, pair.after}); };
        if (pair.isMoved)
            report(DifferenceKind::Moved);
        bool isDeeper = false;
        if (!pair.before) {
            report(DifferenceKind::Added);
        } else if (!pair.after) {
            report(DifferenceKind::Removed);
        } else if (!isEqual(*pair.before, *pair.after)) {
            isDeeper =
                pair.before->type() == pair.after->type() && pair.before->isContainer() && qsizetype(levels.size()) < bson::kMaxDepth;
            if (isDeeper)
                levels.push_back(
                    levelOf(pair.before->toDocument(), pair.after->toDocument(), pair.after->type() == bson::Type::Array, equal));
            else
                report(isRetyped(*pair.before, *pair.after) ? DifferenceKind::Retyped : DifferenceKind::Changed);
        } else if (equal == EqualFields::Keep && !pair.isMoved) {
            report(DifferenceKind::Same);
        }
        if (!isDeeper)
            steps.pop_back();
    }
    return found;
}

} // namespace persistence
