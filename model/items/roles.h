#pragma once

#include <Qt>

namespace persistence {

/// What item models of groups and records answer beside Qt::DisplayRole. Unscoped, because Qt reads roles as int.
/// Texts are plain and already made visible (bson::displayText()); whoever shows them as a tooltip escapes them.
enum ItemRole {
    KindRole = Qt::UserRole + 1, ///< int: NavigatorKind
    NameRole,                    ///< QString: the readable name, or the id where there is none
    RawIdRole,                   ///< QString: the stored id if NameRole shows something else; may be empty
    CountRole,                   ///< qint64: distinct records below; of a range its ids or records. Invalid for a record
    CountTextRole,               ///< QString: the count as the row shows it, such as "1,204", or "12 of 310 ids" in a filtered tree
    BytesRole,                   ///< qint64: sum of document sizes; invalid for a range
    ShareRole,                   ///< double: its part of the bytes of the level above, 0 to 1; invalid where that is not known
    IconIdRole,                  ///< int: IconId; `ui` picks the picture
    GroupRole,                   ///< Group: what a row stands for; for a record and a range the group they are listed under
    RecordRowRole,               ///< RecordRow: valid for records only
    IsLoadingRole,               ///< bool: its children are being read; rows come when they are there
    ToolTipTextRole,             ///< QString: all that is known, one fact a line. Not Qt::ToolTipRole, which views would show as rich text
    SearchTextRole,              ///< QString: what typing letters is compared with
    KeyTextRole,                 ///< QString: the whole key of a record in one line; invalid for other rows
    CopyTextRole,                ///< QByteArray: the text to put on the clipboard, raw as stored
};

/// What a row of the tree stands for.
enum class NavigatorKind { App, Model, Range, Target, Record, Shape };

} // namespace persistence
