#pragma once

#include "model/bson/view.h"

namespace persistence {

/// The collections of a Rocket.Chat database that this program reads. Source: domain reference, sections 5.1, 5.5, 5.6.
enum class Collection {
    Unknown,     ///< the source cannot tell; guessCollection() looks at the document
    Persistence, ///< rocketchat_apps_persistence: the records
    Apps,        ///< rocketchat_apps: names of apps
    Users,       ///< users: names of users
    Rooms,       ///< rocketchat_room: names of rooms
    Uploads,     ///< rocketchat_uploads: names of files
    Messages,    ///< rocketchat_message: records only where a message has custom fields
    Other,       ///< everything else: skipped
};

/// The collection of that name, as it stands in a dump; Other if it is none of ours.
Collection collectionByName(QByteArrayView name);

/// Which collection a document must come from, by the fields that it has. Never Unknown.
/// A document that looks like none of the others counts as Persistence only if it has an `appId` or `rocketletId`, else as Other.
Collection guessCollection(bson::DocumentView document);

} // namespace persistence
