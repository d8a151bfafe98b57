#include "model/record/collection.h"

#include <array>
#include <utility>

namespace persistence {

namespace {

constexpr std::array<std::pair<const char *, Collection>, 6> kCollectionNames = {{
    {"rocketchat_apps_persistence", Collection::Persistence},
    {"rocketchat_apps", Collection::Apps},
    {"users", Collection::Users},
    {"rocketchat_room", Collection::Rooms},
    {"rocketchat_uploads", Collection::Uploads},
    {"rocketchat_message", Collection::Messages},
}};

bool isRoomType(const bson::Element &element)
{
    if (element.type() != bson::Type::String)
        return false;
    const QByteArrayView type = element.toText();
    return type.size() == 1 && QByteArrayView("cpdlv").contains(type[0]);
}

} // namespace

Collection collectionByName(QByteArrayView name)
{
    for (const auto &[known, collection] : kCollectionNames) {
        if (name == known)
            return collection;
    }
    return Collection::Other;
}

QByteArrayView collectionName(Collection collection)
{
    for (const auto &[name, known] : kCollectionNames) {
        if (known == collection)
            return name;
    }
    return collection == Collection::Unknown ? "unknown" : "other";
}

Collection guessCollection(bson::DocumentView document)
{
    bool hasRoomType = false, hasInfo = false, hasAppPart = false, hasUsername = false, hasUserPart = false;
    bool hasRoomId = false, hasAuthor = false, hasUpload = false, hasRoomPart = false;
    for (const bson::Element &element : document) {
        const QByteArrayView name = element.name();
        if (name == "appId" || name == "rocketletId")
            return Collection::Persistence;
        hasInfo |= name == "info" && element.type() == bson::Type::Document;
        hasAppPart |= name == "implemented" || name == "status" || name == "installationSource";
        hasUsername |= name == "username";
        hasUserPart |= name == "services" || name == "roles" || name == "emails" || name == "type";
        hasRoomId |= name == "rid";
        hasAuthor |= name == "u" && element.type() == bson::Type::Document;
        hasUpload |= name == "store" || name == "uploadedAt";
        hasRoomType |= name == "t" && isRoomType(element);
        hasRoomPart |= name == "usersCount" || name == "msgs" || name == "uids" || name == "usernames" || name == "fname";
    }
    if (hasInfo && hasAppPart)
        return Collection::Apps;
    if (hasUsername && hasUserPart)
        return Collection::Users;
    if (hasUpload)
        return Collection::Uploads;
    if (hasRoomId && hasAuthor)
        return Collection::Messages;
    if (hasRoomType && hasRoomPart)
        return Collection::Rooms;
    return Collection::Other;
}

} // namespace persistence
