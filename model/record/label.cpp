#include "model/record/label.h"

namespace persistence {

namespace {

/// At most \a size bytes of \a text, without half a UTF-8 sequence at the end.
QByteArrayView cut(QByteArrayView text, qsizetype size)
{
    if (text.size() <= size)
        return text;
    while (size > 0 && (quint8(text[size]) & 0xc0) == 0x80)
        --size;
    return text.first(size);
}

QByteArray text(const bson::Element &element)
{
    return element.type() == bson::Type::String ? cut(element.toText(), kMaxLabelSize).toByteArray() : QByteArray();
}

QByteArray textMember(const bson::Element &container, QByteArrayView name)
{
    if (container.type() != bson::Type::Document)
        return {};
    const auto member = container.toDocument().find(name);
    return member ? text(*member) : QByteArray();
}

/// Ids are texts; the ObjectIds that other programs write are named by their digits, as an association would have to name them.
QByteArray idText(const bson::Element &element)
{
    if (element.type() == bson::Type::ObjectId)
        return element.toObjectId().toByteArray().toHex();
    return text(element);
}

QByteArray withMark(char mark, const QByteArray &name)
{
    return name.isEmpty() ? name : mark + name;
}

/// The texts of a list as "@a, @b".
QByteArray joinedUsers(const bson::Element &list, QByteArrayView mark)
{
    if (list.type() != bson::Type::Array)
        return {};
    QByteArray joined;
    for (const bson::Element &user : list.toDocument()) {
        const QByteArray name = text(user);
        if (name.isEmpty())
            continue;
        if (!joined.isEmpty())
            joined += ", ";
        joined.append(mark).append(name);
        if (joined.size() > kMaxLabelSize)
            return cut(joined, kMaxLabelSize).toByteArray();
    }
    return joined;
}

Label appLabel(bson::DocumentView document)
{
    Label label{LabelKind::App, {}, {}, {}, {}, {}};
    for (const bson::Element &element : document) {
        if (element.name() == "id") {
            label.id = idText(element);
        } else if (element.name() == "info") {
            label.name = textMember(element, "name");
            if (label.name.isEmpty())
                label.name = textMember(element, "nameSlug");
            label.version = textMember(element, "version");
        } else if (element.name() == "status") {
            label.status = text(element);
        } else if (element.name() == "installationSource") {
            label.detail = text(element);
        }
    }
    return label;
}

Label userLabel(bson::DocumentView document)
{
    Label label{LabelKind::User, {}, {}, {}, {}, {}};
    for (const bson::Element &element : document) {
        if (element.name() == "_id")
            label.id = idText(element);
        else if (element.name() == "username")
            label.name = withMark('@', text(element));
        else if (element.name() == "name")
            label.detail = text(element);
    }
    // Users who never chose a user name have only their full name.
    if (label.name.isEmpty())
        std::swap(label.name, label.detail);
    return label;
}

Label fileLabel(bson::DocumentView document)
{
    Label label{LabelKind::File, {}, {}, {}, {}, {}};
    for (const bson::Element &element : document) {
        if (element.name() == "_id")
            label.id = idText(element);
        else if (element.name() == "name")
            label.name = text(element);
        else if (element.name() == "type")
            label.detail = text(element);
    }
    return label;
}

/// The fields of a room that its name is made of.
struct RoomFields
{
    QByteArray id, name, fullName, type, visitor, usernames, userIds;
    bool isDiscussion = false;
};

RoomFields readRoom(bson::DocumentView document)
{
    RoomFields room;
    for (const bson::Element &element : document) {
        const QByteArrayView name = element.name();
        if (name == "_id")
            room.id = idText(element);
        else if (name == "name")
            room.name = text(element);
        else if (name == "fname")
            room.fullName = text(element);
        else if (name == "t")
            room.type = text(element);
        else if (name == "prid")
            room.isDiscussion = !text(element).isEmpty();
        else if (name == "v")
            room.visitor = textMember(element, "username");
        else if (name == "usernames")
            room.usernames = joinedUsers(element, "@");
        else if (name == "uids")
            room.userIds = joinedUsers(element, "");
    }
    return room;
}

Label roomLabel(bson::DocumentView document)
{
    const RoomFields room = readRoom(document);
    const QByteArray chosen = room.fullName.isEmpty() ? room.name : room.fullName;
    Label label{LabelKind::Room, room.id, {}, {}, {}, {}};
    if (room.type == "d") {
        label.name = room.usernames.isEmpty() ? chosen : room.usernames;
        if (label.name.isEmpty())
            label.name = room.userIds;
    } else if (room.type == "l" || room.type == "v") {
        label.name = room.fullName.isEmpty() ? room.visitor : room.fullName;
        if (label.name.isEmpty())
            label.name = room.name;
    } else if (room.isDiscussion) {
        label.name = chosen;
    } else {
        label.name = withMark('#', chosen);
        if (room.name != chosen)
            label.detail = room.name;
    }
    return label;
}

Label readLabel(bson::DocumentView document, Collection collection)
{
    switch (collection) {
    case Collection::Apps:
        return appLabel(document);
    case Collection::Users:
        return userLabel(document);
    case Collection::Rooms:
        return roomLabel(document);
    case Collection::Uploads:
        return fileLabel(document);
    default:
        return {};
    }
}

} // namespace

std::optional<LabelKind> labelKindOf(QByteArrayView model)
{
    if (model == "user")
        return LabelKind::User;
    if (model == "room" || model == "discussion")
        return LabelKind::Room;
    if (model == "file")
        return LabelKind::File;
    return std::nullopt;
}

std::optional<Label> labelOf(bson::DocumentView document, Collection collection)
{
    Label label = readLabel(document, collection == Collection::Unknown ? guessCollection(document) : collection);
    if (label.id.isEmpty() || label.name.isEmpty())
        return std::nullopt;
    return label;
}

} // namespace persistence
