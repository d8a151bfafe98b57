#include "model/edit/fieldverbs.h"

#include "model/bson/builder.h"
#include "model/bson/displaytext.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Edit)
};

bool isInside(const bson::Path &path, const bson::Path &container)
{
    const auto &steps = path.steps(), &front = container.steps();
    return steps.size() >= front.size() && std::equal(front.begin(), front.end(), steps.begin());
}

Error isMissing(const bson::Path &path)
{
    return {ErrorKind::Failed, Texts::tr("There is no %1. Nothing was changed.").arg(bson::displayText(path.toText(), 200)), {}};
}

/// Where a container is after the member at \a removed is gone: positions and repeated names behind it count one less.
bson::Path withoutPassing(bson::Path container, const bson::Path &removed)
{
    const size_t level = removed.steps().size() - 1;
    std::vector<bson::PathStep> steps = container.steps();
    if (steps.size() <= level || !isInside(container, parentOf(removed)))
        return container;
    const bson::PathStep &gone = removed.steps().back();
    bson::PathStep &step = steps[level];
    if (gone.isIndex() && step.index > gone.index)
        --step.index;
    else if (!gone.isIndex() && step.name == gone.name && step.occurrence > gone.occurrence)
        --step.occurrence;
    return bson::Path(std::move(steps));
}

/// What goes from one container.
struct Removal
{
    bson::Path container;
    std::set<const char *> members; ///< where their bytes start
    std::vector<qint64> positions;
};

std::vector<qint64> positionsIn(bson::DocumentView document, const Removal &removal)
{
    std::vector<qint64> positions;
    qint64 position = 0;
    const auto container = containerAt(document, removal.container);
    for (const bson::Element &member : container ? container->members : bson::DocumentView()) {
        if (removal.members.contains(member.bytes().data()))
            positions.push_back(position);
        ++position;
    }
    return positions;
}

/// A member that is to be moved.
struct Moving
{
    bson::Path path;
    bson::Element element;
};

/// The members at \a paths in the order of the document; what is inside of another one goes with that.
Result<std::vector<Moving>> membersAt(const Record &record, std::span<const bson::Path> paths)
{
    std::vector<Moving> members;
    for (const bson::Path &path : paths) {
        if (auto checked = checkEditable(record, path); !checked)
            return checked.error();
        const auto element = path.resolve(bson::DocumentView(record.body));
        if (path.isEmpty() || !element)
            return isMissing(path);
        members.push_back({path, *element});
    }
    const auto start = [](const Moving &one) { return one.element.bytes().data(); };
    const auto end = [](const Moving &one) { return one.element.bytes().data() + one.element.bytes().size(); };
    std::sort(members.begin(), members.end(),
              [&](const Moving &a, const Moving &b) { return start(a) < start(b) || (start(a) == start(b) && end(a) > end(b)); });
    std::vector<Moving> outermost;
    for (Moving &member : members) {
        if (outermost.empty() || start(member) >= end(outermost.back()))
            outermost.push_back(std::move(member));
    }
    return outermost;
}

/// The members of \a container that stay before its member number \a position once \a members are gone.
qint64 stayingBefore(bson::DocumentView container, qint64 position, const std::vector<Moving> &members)
{
    std::set<const char *> starts;
    for (const Moving &one : members)
        starts.insert(one.element.bytes().data());
    qint64 staying = 0, number = 0;
    for (const bson::Element &member : container) {
        if (number++ >= position)
            break;
        staying += starts.contains(member.bytes().data()) ? 0 : 1;
    }
    return staying;
}

void appendEmpty(bson::Builder &builder, const bson::Element &like, int depth);

/// The fields of an object in their order, each emptied.
void appendEmptyFields(bson::Builder &builder, const bson::Element &like, int depth)
{
    builder.openDocument(like.name());
    for (const bson::Element &member : like.toDocument())
        appendEmpty(builder, member, depth + 1);
    builder.close();
}

void appendEmpty(bson::Builder &builder, const bson::Element &like, int depth)
{
    constexpr int kDeepest = 20;
    switch (like.type()) {
    case bson::Type::Document:
        if (depth < kDeepest)
            return appendEmptyFields(builder, like, depth);
        return builder.appendContainer(like.name(), bson::Type::Document, QByteArrayView("\5\0\0\0\0", 5));
    case bson::Type::Array:
        return builder.appendContainer(like.name(), bson::Type::Array, QByteArrayView("\5\0\0\0\0", 5));
    case bson::Type::String:
        return builder.appendString(like.name(), "");
    case bson::Type::Double:
        return builder.appendDouble(like.name(), 0);
    case bson::Type::Int32:
        return builder.appendInt32(like.name(), 0);
    case bson::Type::Int64:
        return builder.appendInt64(like.name(), 0);
    case bson::Type::Bool:
        return builder.appendBool(like.name(), false);
    default:
        return builder.appendNull(like.name());
    }
}

} // namespace

bson::Path parentOf(const bson::Path &path)
{
    std::vector<bson::PathStep> steps = path.steps();
    if (!steps.empty())
        steps.pop_back();
    return bson::Path(std::move(steps));
}

bson::Path joined(const bson::Path &container, bson::PathStep step)
{
    std::vector<bson::PathStep> steps = container.steps();
    steps.push_back(std::move(step));
    return bson::Path(std::move(steps));
}

std::optional<ContainerAt> containerAt(bson::DocumentView document, const bson::Path &path)
{
    if (path.isEmpty())
        return ContainerAt{document, false};
    const auto element = path.resolve(document);
    if (!element || !element->isContainer())
        return std::nullopt;
    return ContainerAt{element->toDocument(), element->type() == bson::Type::Array};
}

bson::PathStep stepAt(const ContainerAt &container, qint64 position)
{
    if (container.isArray)
        return {{}, position};
    bson::PathStep step;
    QHash<QByteArray, qint64> names;
    qint64 number = 0;
    for (const bson::Element &member : container.members) {
        step.name = member.name().toByteArray();
        step.occurrence = names[step.name]++;
        if (number++ == position)
            break;
    }
    return step;
}

QByteArray freeName(bson::DocumentView container, QByteArrayView wanted)
{
    QByteArray name = wanted.toByteArray();
    for (int number = 2; container.find(name); ++number)
        name = wanted.toByteArray() + ' ' + QByteArray::number(number);
    return name;
}

FieldValue emptyLike(const bson::Element &element)
{
    bson::Builder builder;
    appendEmpty(builder, element, 0);
    return FieldValue(*bson::DocumentView(builder.finish()).begin());
}

Result<QByteArray> insertField(const Record &record, const bson::Path &container, qint64 position, QByteArrayView name,
                               const FieldValue &value, SameName sameName)
{
    if (auto checked = checkEditable(record, container); !checked)
        return checked.error();
    if (container.isEmpty() && name == "_id") {
        if (auto checked = checkEditable(record, joined({}, {"_id", -1})); !checked)
            return checked.error();
    }
    return withInserted(bson::DocumentView(record.body), container, position, name, value, sameName);
}

Result<QByteArray> removeFields(const Record &record, const std::vector<bson::Path> &paths)
{
    const bson::DocumentView document(record.body);
    std::map<const char *, Removal> removals; // by the container
    for (const bson::Path &path : paths) {
        if (auto checked = checkEditable(record, path); !checked)
            return checked.error();
        const auto element = path.resolve(document);
        const auto container = containerAt(document, parentOf(path));
        if (path.isEmpty() || !element || !container)
            return isMissing(path);
        Removal &removal = removals[container->members.bytes().data()];
        removal.container = parentOf(path);
        removal.members.insert(element->bytes().data());
    }
    // The deepest first: what goes there moves no path that is still to come. Each container is written once, however much of it goes.
    std::vector<Removal> order;
    for (auto &removal : removals)
        order.push_back(std::move(removal.second));
    std::stable_sort(order.begin(), order.end(),
                     [](const Removal &a, const Removal &b) { return a.container.steps().size() > b.container.steps().size(); });
    for (Removal &removal : order)
        removal.positions = positionsIn(document, removal);
    QByteArray body = record.body;
    for (const Removal &removal : order) {
        const auto next = withoutMembers(bson::DocumentView(body), removal.container, removal.positions);
        if (!next)
            return next.error();
        body = *next;
    }
    return body;
}

Result<QByteArray> duplicateField(const Record &record, const bson::Path &path)
{
    const bson::DocumentView document(record.body);
    const auto container = containerAt(document, parentOf(path));
    const auto element = path.resolve(document);
    if (path.isEmpty() || !container || !element)
        return isMissing(path);
    qint64 position = 0;
    for (auto member = container->members.begin(); member != container->members.end(); ++member, ++position) {
        if (member->bytes().data() == element->bytes().data())
            break;
    }
    const QByteArray name = container->isArray ? QByteArray() : freeName(container->members, element->name().toByteArray() + " copy");
    return insertField(record, parentOf(path), position + 1, name, FieldValue(*element));
}

Result<QByteArray> moveField(const Record &record, const bson::Path &path, const bson::Path &container, qint64 position)
{
    if (auto checked = checkEditable(record, path); !checked)
        return checked.error();
    if (container == parentOf(path))
        return withMoved(bson::DocumentView(record.body), path, position);
    const auto element = path.resolve(bson::DocumentView(record.body));
    if (!element)
        return isMissing(path);
    if (isInside(container, path))
        return Error{ErrorKind::Failed, Texts::tr("A field cannot be moved into itself. Nothing was changed."), {}};
    const FieldValue value(*element);
    const QByteArray name = path.steps().back().isIndex() ? QByteArray("item") : path.steps().back().name;
    const auto taken = withoutValue(bson::DocumentView(record.body), path);
    if (!taken)
        return taken.error();
    Record rest = record;
    rest.body = *taken;
    const bson::Path target = withoutPassing(container, path);
    const auto there = containerAt(bson::DocumentView(rest.body), target);
    // An item has no name of its own, so it gets one that is free; a field that would lose its name to another one stays where it is.
    const bool isItem = path.steps().back().isIndex();
    return insertField(rest, target, position, there && isItem ? freeName(there->members, name) : name, value);
}

Result<QByteArray> moveFields(const Record &record, std::span<const bson::Path> paths, const bson::Path &container, qint64 position)
{
    const auto members = membersAt(record, paths);
    const auto target = containerAt(bson::DocumentView(record.body), container);
    if (!members || !target)
        return members ? isMissing(container) : members.error();
    std::vector<bson::Path> moving;
    for (const Moving &one : *members) {
        if (isInside(container, one.path))
            return Error{ErrorKind::Failed, Texts::tr("A field cannot be moved into itself. Nothing was changed."), {}};
        moving.push_back(one.path);
    }
    Record rest = record;
    auto removed = removeFields(record, moving);
    if (!removed)
        return removed.error();
    rest.body = *std::move(removed);
    // From the last one on: what goes behind a member moves no path of it.
    bson::Path place = container;
    for (auto path = moving.rbegin(); path != moving.rend(); ++path)
        place = withoutPassing(place, *path);
    qint64 next = stayingBefore(target->members, position, *members);
    for (const Moving &one : *members) {
        const auto there = containerAt(bson::DocumentView(rest.body), place);
        const bool isItem = one.path.steps().back().isIndex();
        const QByteArray name = !isItem ? one.path.steps().back().name : there ? freeName(there->members, "item") : QByteArray("item");
        // In its own object a field keeps its place beside others of its name.
        const SameName sameName = parentOf(one.path) == container ? SameName::Allow : SameName::Refuse;
        auto inserted = insertField(rest, place, next++, name, FieldValue(one.element), sameName);
        if (!inserted)
            return inserted.error();
        rest.body = *std::move(inserted);
    }
    return std::move(rest.body);
}

std::vector<qint64> shiftedPositions(std::span<const qint64> positions, qint64 count, int direction)
{
    std::vector<qint64> shifted(positions.begin(), positions.end());
    // Upwards from the first one, downwards from the last one; the room ends at the one before.
    qint64 room = direction < 0 ? 0 : count - 1;
    const auto shift = [&](qint64 &position) {
        if (position != room)
            position += direction;
        room = position - direction;
    };
    if (direction < 0)
        std::for_each(shifted.begin(), shifted.end(), shift);
    else
        std::for_each(shifted.rbegin(), shifted.rend(), shift);
    return shifted;
}

Result<QByteArray> shiftMembers(const Record &record, const bson::Path &container, std::span<const qint64> positions, int direction)
{
    const auto there = containerAt(bson::DocumentView(record.body), container);
    if (!there)
        return isMissing(container);
    const qint64 count = std::distance(there->members.begin(), there->members.end());
    if (!positions.empty() && (positions.front() < 0 || positions.back() >= count))
        return isMissing(joined(container, {{}, positions.back()}));
    std::vector<qint64> order(static_cast<size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    const std::vector<qint64> shifted = shiftedPositions(positions, count, direction);
    for (size_t n = 0; n < positions.size(); ++n) {
        // Each makes room for the next one, so they go in the direction of the move.
        const size_t i = direction < 0 ? n : positions.size() - 1 - n;
        if (auto checked = checkEditable(record, joined(container, stepAt(*there, positions[i]))); !checked)
            return checked.error();
        if (shifted[i] != positions[i])
            std::swap(order[size_t(positions[i])], order[size_t(shifted[i])]);
    }
    return withOrder(bson::DocumentView(record.body), container, order);
}

} // namespace persistence
