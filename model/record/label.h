#pragma once

#include "model/record/collection.h"

#include <QByteArray>

#include <optional>

namespace persistence {

/// What a label names. The numbers are stored in workspaces: never change them.
enum class LabelKind { App = 0, User = 1, Room = 2, File = 3 };

/// What the ids under an association model name; nothing for models whose ids no collection names.
std::optional<LabelKind> labelKindOf(QByteArrayView model);

/// The readable name of an app, user, room or file that records point to by its id. Copies, not views: a label outlives its document.
/// Texts are UTF-8 as stored (invalid bytes are kept), each at most kMaxLabelSize bytes long.
struct Label
{
    LabelKind kind = LabelKind::App;
    QByteArray id;   ///< as associations and `appId` hold it; of an app its `id`, not the `_id` of its document
    QByteArray name; ///< as it is shown: "Poll", "@alice", "#general", "report.pdf"; never empty
    QByteArray
        detail; ///< app: where it was installed from; user: the full name; room: its short name if another one is shown; file: its type
    QByteArray version; ///< of an app, else empty
    QByteArray status;  ///< of an app, such as "manually_enabled", else empty

    bool operator==(const Label &) const = default;
};

/// Longer texts of labels are cut here, at the border of a character.
inline constexpr qsizetype kMaxLabelSize = 1024;

/// The label that a document of `rocketchat_apps`, `users`, `rocketchat_room` or `rocketchat_uploads` gives; nothing for every other
/// collection, and without an id or a name. Reads the fields named in the domain reference (5.5, 5.6) and no other: the
/// passwords, tokens and settings beside them never get into a label. \a collection Unknown is guessed from the document. Reentrant.
///
/// Names of rooms: `#` and `fname` or `name`; a discussion its `fname` without `#`, because its `name` is a random id; a direct room its
/// users as "@a, @b"; a livechat room its `fname`, or else the `username` of its visitor.
std::optional<Label> labelOf(bson::DocumentView document, Collection collection);

} // namespace persistence
