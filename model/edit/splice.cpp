#include "model/edit/splice.h"

#include "model/bson/builder.h"
#include "model/bson/displaytext.h"
#include "model/bson/extendedjsonreader.h"

#include <QCoreApplication>
#include <QtEndian>

#include <algorithm>
#include <span>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Edit)
};

constexpr qsizetype kMaxShownPath = 200;
constexpr qsizetype kLengthSize = 4;

QString shown(const bson::Path &path)
{
    return path.isEmpty() ? Texts::tr("the whole document") : bson::displayText(path.toText(), kMaxShownPath);
}

Error noSuchPlace(const bson::Path &path)
{
    return {ErrorKind::Failed, Texts::tr("There is no %1. Nothing was changed.").arg(shown(path)), {}};
}

/// A document or array inside a document, with the offsets of the length fields of all containers from the outermost to it.
struct Place
{
    bson::DocumentView container;
    bool isArray = false;
    std::vector<qsizetype> lengths;
};

qsizetype offsetIn(bson::DocumentView document, const char *byte)
{
    return byte - document.bytes().data();
}

struct Member
{
    std::optional<bson::Element> element;
    qint64 index = 0; ///< its number; the count of members if there is none
};

Member memberOf(const Place &place, const bson::PathStep &step)
{
    qint64 index = 0, before = 0;
    for (const bson::Element &element : place.container) {
        if (step.isIndex() ? index == step.index : element.name() == step.name && before++ == step.occurrence)
            return {element, index};
        ++index;
    }
    return {std::nullopt, index};
}

std::optional<Place> placeOf(bson::DocumentView document, std::span<const bson::PathStep> steps)
{
    Place place{document, false, {0}};
    for (const bson::PathStep &step : steps) {
        const Member member = step.isIndex() == place.isArray ? memberOf(place, step) : Member();
        if (!member.element || !member.element->isContainer())
            return std::nullopt;
        place.container = member.element->toDocument();
        place.isArray = member.element->type() == bson::Type::Array;
        place.lengths.push_back(offsetIn(document, place.container.bytes().data()));
    }
    return place;
}

/// The container of what \a path names; nothing if there is none or if its kind does not fit the last step.
std::optional<Place> parentOf(bson::DocumentView document, const bson::Path &path)
{
    if (path.isEmpty())
        return std::nullopt;
    const std::span<const bson::PathStep> steps(path.steps());
    auto place = placeOf(document, steps.first(steps.size() - 1));
    return place && place->isArray == steps.back().isIndex() ? place : std::nullopt;
}

/// The document with the bytes from \a start to \a end replaced, and all lengths around them.
QByteArray spliced(bson::DocumentView document, const std::vector<qsizetype> &lengths, qsizetype start, qsizetype end, QByteArrayView bytes)
{
    const QByteArrayView whole = document.bytes();
    const qsizetype growth = bytes.size() - (end - start);
    QByteArray result;
    result.reserve(whole.size() + growth);
    result.append(whole.first(start)).append(bytes).append(whole.sliced(end));
    for (const qsizetype offset : lengths)
        qToLittleEndian(qint32(bson::readInt32(whole.sliced(offset)) + growth), result.data() + offset);
    return result;
}

QByteArray elementBytes(bson::Type type, QByteArrayView name, QByteArrayView value)
{
    QByteArray bytes;
    bytes.reserve(2 + name.size() + value.size());
    bytes.append(char(type)).append(name).append('\0').append(value);
    return bytes;
}

/// The members of a container one after another, as a place for changes that touch several of them.
class Members final
{
public:
    explicit Members(const Place &place) : m_isArray(place.isArray)
    {
        for (const bson::Element &element : place.container)
            m_elements.push_back(element);
    }

    std::vector<bson::Element> &elements() { return m_elements; }

    /// All bytes between the length and the closing zero. Items that stand elsewhere than before get the number of their place.
    [[nodiscard]] QByteArray toBytes(const std::vector<bson::Element> &before) const
    {
        QByteArray bytes;
        for (size_t i = 0; i < m_elements.size(); ++i) {
            const bson::Element &element = m_elements[i];
            const bool stays = i < before.size() && before[i].name().data() == element.name().data();
            if (m_isArray && !stays)
                bytes += elementBytes(element.type(), QByteArray::number(qint64(i)), element.value());
            else
                bytes += element.bytes();
        }
        return bytes;
    }

private:
    bool m_isArray;
    std::vector<bson::Element> m_elements;
};

QByteArray withMembers(bson::DocumentView document, const Place &place, const QByteArray &members)
{
    const qsizetype start = place.lengths.back() + kLengthSize;
    const qsizetype end = place.lengths.back() + place.container.bytes().size() - 1;
    return spliced(document, place.lengths, start, end, members);
}

} // namespace

Result<FieldValue> FieldValue::fromJson(QByteArrayView json)
{
    bson::ExtendedJsonReader reader;
    bson::Builder builder;
    if (!reader.readValue(json, "value", builder))
        return Error{ErrorKind::Failed, Texts::tr("That is no JSON value. %1").arg(reader.error().toDisplayText()), {}};
    return FieldValue(*bson::DocumentView(builder.finish()).begin());
}

FieldValue FieldValue::fromText(QByteArrayView utf8)
{
    bson::Builder builder;
    builder.appendString("value", utf8);
    return FieldValue(*bson::DocumentView(builder.finish()).begin());
}

Result<QByteArray> withValue(bson::DocumentView document, const bson::Path &path, const FieldValue &value)
{
    if (path.isEmpty())
        return value.type == bson::Type::Document ? Result<QByteArray>(value.bytes) : noSuchPlace(path);
    const auto place = parentOf(document, path);
    if (!place)
        return noSuchPlace(path);
    const bson::PathStep &last = path.steps().back();
    const Member member = memberOf(*place, last);
    if (member.element) {
        if (member.element->type() == value.type && member.element->value() == value.bytes)
            return document.bytes().toByteArray();
        const qsizetype start = offsetIn(document, member.element->bytes().data());
        const QByteArray bytes = elementBytes(value.type, member.element->name(), value.bytes);
        return spliced(document, place->lengths, start, start + member.element->bytes().size(), bytes);
    }
    if (last.isIndex() && last.index != member.index)
        return noSuchPlace(path);
    const QByteArray name = last.isIndex() ? QByteArray::number(last.index) : last.name;
    const qsizetype end = place->lengths.back() + place->container.bytes().size() - 1;
    return spliced(document, place->lengths, end, end, elementBytes(value.type, name, value.bytes));
}

Result<QByteArray> withoutValue(bson::DocumentView document, const bson::Path &path)
{
    const auto place = parentOf(document, path);
    const Member member = place ? memberOf(*place, path.steps().back()) : Member();
    if (!member.element)
        return noSuchPlace(path);
    if (!place->isArray) {
        const qsizetype start = offsetIn(document, member.element->bytes().data());
        return spliced(document, place->lengths, start, start + member.element->bytes().size(), {});
    }
    Members members(*place);
    const std::vector<bson::Element> before = members.elements();
    members.elements().erase(members.elements().begin() + member.index);
    return withMembers(document, *place, members.toBytes(before));
}

Result<QByteArray> withoutMembers(bson::DocumentView document, const bson::Path &container, std::span<const qint64> positions)
{
    const auto place = placeOf(document, container.steps());
    if (!place)
        return noSuchPlace(container);
    Members members(*place);
    const std::vector<bson::Element> before = members.elements();
    members.elements().clear();
    for (size_t i = 0; i < before.size(); ++i) {
        if (!positions.empty() && positions.front() == qint64(i))
            positions = positions.subspan(1);
        else
            members.elements().push_back(before[i]);
    }
    return positions.empty() ? Result<QByteArray>(withMembers(document, *place, members.toBytes(before))) : noSuchPlace(container);
}

Result<QByteArray> withName(bson::DocumentView document, const bson::Path &path, QByteArrayView name, SameName sameName)
{
    if (path.isEmpty() || path.steps().back().isIndex())
        return noSuchPlace(path);
    if (name.contains('\0'))
        return Error{ErrorKind::Failed, Texts::tr("A field name cannot hold a NUL character. Nothing was changed."), {}};
    const auto place = parentOf(document, path);
    const Member member = place ? memberOf(*place, path.steps().back()) : Member();
    if (!member.element)
        return noSuchPlace(path);
    if (path.steps().back().name == name)
        return document.bytes().toByteArray();
    if (sameName == SameName::Refuse && place->container.find(name))
        return Error{ErrorKind::Failed,
                     Texts::tr("There is a field \"%1\" beside %2 already. Nothing was changed.")
                         .arg(bson::displayText(name, kMaxShownPath), shown(path)),
                     {}};
    const qsizetype start = offsetIn(document, member.element->bytes().data());
    return spliced(document, place->lengths, start, start + member.element->bytes().size(),
                   elementBytes(member.element->type(), name, member.element->value()));
}

Result<QByteArray> withInserted(bson::DocumentView document, const bson::Path &container, qint64 position, QByteArrayView name,
                                const FieldValue &value, SameName sameName)
{
    const auto place = placeOf(document, container.steps());
    if (!place)
        return noSuchPlace(container);
    if (!place->isArray && name.contains('\0'))
        return Error{ErrorKind::Failed, Texts::tr("A field name cannot hold a NUL character. Nothing was changed."), {}};
    if (!place->isArray && sameName == SameName::Refuse && place->container.find(name))
        return Error{ErrorKind::Failed,
                     Texts::tr("There is a field \"%1\" already. Nothing was changed.").arg(bson::displayText(name, kMaxShownPath)),
                     {}};
    Members members(*place);
    const std::vector<bson::Element> before = members.elements();
    const QByteArray element = elementBytes(value.type, place->isArray ? QByteArray("0") : name.toByteArray(), value.bytes);
    const auto inserted = bson::readElement(element);
    if (!inserted)
        return noSuchPlace(container);
    position = std::clamp<qint64>(position, 0, qint64(before.size()));
    members.elements().insert(members.elements().begin() + position, *inserted);
    return withMembers(document, *place, members.toBytes(before));
}

Result<QByteArray> withMoved(bson::DocumentView document, const bson::Path &path, qint64 position)
{
    const auto place = parentOf(document, path);
    const Member member = place ? memberOf(*place, path.steps().back()) : Member();
    if (!member.element)
        return noSuchPlace(path);
    Members members(*place);
    const std::vector<bson::Element> before = members.elements();
    members.elements().erase(members.elements().begin() + member.index);
    position = std::clamp<qint64>(position, 0, qint64(members.elements().size()));
    members.elements().insert(members.elements().begin() + position, *member.element);
    return withMembers(document, *place, members.toBytes(before));
}

Result<QByteArray> withOrder(bson::DocumentView document, const bson::Path &container, std::span<const qint64> order)
{
    const auto place = placeOf(document, container.steps());
    if (!place)
        return noSuchPlace(container);
    Members members(*place);
    const std::vector<bson::Element> before = members.elements();
    Q_ASSERT(order.size() == before.size());
    for (size_t i = 0; i < order.size(); ++i)
        members.elements()[i] = before[size_t(order[i])];
    return withMembers(document, *place, members.toBytes(before));
}

} // namespace persistence
