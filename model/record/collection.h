#pragma once

#include "model/bson/view.h"

namespace persistence {

/// The collections of a Rocket.Chat database that this program reads. Source: domain reference, sections 5.1, 5.5, 5.6.
/// The numbers are stored in workspaces: never change them.
enum class Collection {
    Unknown = 0,     ///< the source cannot tell; guessCollection() looks at the document
    Persistence = 1, ///< rocketchat_apps_persistence: the records
    Apps = 2,        ///< rocketchat_apps: names of apps
    Users = 3,       ///< users: names of users
    Rooms = 4,       ///< rocketchat_room: names of rooms
    Uploads = 5,     ///< rocketchat_uploads: names of files
    Messages = 6,    ///< rocketchat_message: records only where a message has custom fields
    Other = 7,       ///< everything else: skipped
};

/// The collection of that name, as it stands in a dump; Other if it is none of ours.
Collection collectionByName(QByteArrayView name);

/// The name of a collection in a dump; "unknown" and "other" for those without one.
QByteArrayView collectionName(Collection collection);

/// Which collection a document must come from, by the fields that it has. Never Unknown.
/// A document that looks like none of the others counts as Persistence only if it has an `appId` or `rocketletId`, else as Other.
Collection guessCollection(bson::DocumentView document);

} // namespace persistence
