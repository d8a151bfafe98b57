#pragma once

#include "model/edit/splice.h"
#include "model/record/recordindex.h"
#include "model/workspace/drafts.h"
#include "model/workspace/history.h"

#include <functional>
#include <span>

namespace persistence {

/// What an edit will do: a title for the history and each record before and after. Computed without touching anything; Session::apply()
/// writes it. An edit that changes no byte has no images and writes nothing.
struct Edit
{
    QString title; ///< translated: "Set rating", "Delete 3 records"
    std::vector<RecordImage> images;
    /// The drafts that it saves; they go in the same transaction.
    std::vector<DraftRow> drafts;

    [[nodiscard]] bool isEmpty() const { return images.empty(); }
    /// Adds a record as it is and as it is meant to be; equal documents add nothing.
    void add(const Record &record, std::optional<QByteArray> after);
};

/// The document that a record is meant to have; nothing if it is to go. Equal bytes leave it alone.
using BodyVerb = std::function<Result<std::optional<QByteArray>>(const Record &)>;

/// One association of a key as it is edited: a new pair, or one that is in the record and stays as it is stored, however odd.
struct KeyItem
{
    QByteArray model;
    QByteArray id;
    int stored = -1; ///< its number in the stored list, or -1 for a new pair
};

/// Where the value of a record is in its document: `data`, `value` in the legacy shape, `customFields` of a message.
[[nodiscard]] bson::Path valuePath(const Record &record);
/// A path inside the value as a path inside the document.
[[nodiscard]] bson::Path inValue(const Record &record, const bson::Path &path);

// The new document of one record. All paths start at the document. Only the named part changes, all other bytes stay; a local edit leaves
// `_updatedAt` alone, because the server sets it when the edit is pushed. The record id cannot be edited: it is what names the record.

/// An error if what is at \a path cannot be edited: the record id, or anything in a record that is nested too deep to be decoded.
[[nodiscard]] Result<void> checkEditable(const Record &record, const bson::Path &path);

[[nodiscard]] Result<QByteArray> setField(const Record &record, const bson::Path &path, const FieldValue &value);
[[nodiscard]] Result<QByteArray> unsetField(const Record &record, const bson::Path &path);
[[nodiscard]] Result<QByteArray> renameField(const Record &record, const bson::Path &path, QByteArrayView name,
                                             SameName sameName = SameName::Refuse);
/// Brings one field back to what it was in another version of the document: its value then, or not there.
[[nodiscard]] Result<QByteArray> revertField(const Record &record, bson::DocumentView version, const bson::Path &path);
/// Replaces the whole value. The value must be a document, an array or null: the server stores nothing else (domain reference, 4.1).
[[nodiscard]] Result<QByteArray> setWholeValue(const Record &record, const FieldValue &value);
/// Writes the key, each new pair as {model, id}. No items make an empty list, as `associations: []`.
[[nodiscard]] Result<QByteArray> setKey(const Record &record, std::span<const KeyItem> key);
/// Rewrites the odd associations that hold a model and an id as {model, id} with two texts; others stay.
[[nodiscard]] Result<QByteArray> normaliseKey(const Record &record);
/// Replaces every association equal to \a from; with an empty \a to it is removed. A record without it stays as it is.
[[nodiscard]] Result<QByteArray> replaceAssociation(const Record &record, const Association &from, const std::optional<Association> &to);
[[nodiscard]] Result<QByteArray> setAppId(const Record &record, QByteArrayView appId);

/// A new record in the field order of the server (domain reference, 5.1), with `_updatedAt` of now, as the server's insert writes it.
/// Without a key there is no `associations` field, as `create()` leaves it out.
[[nodiscard]] QByteArray newRecord(QByteArrayView appId, std::span<const KeyItem> key, const FieldValue &value, QByteArrayView recordId);
/// The same document under another record id.
[[nodiscard]] Result<QByteArray> cloneOf(const Record &record, QByteArrayView recordId);
/// 24 lower-case hex digits as the server makes them: seconds since 1970, then random ones.
[[nodiscard]] QByteArray makeRecordId();

// Edits of single records with their titles.

[[nodiscard]] Edit editOf(const QString &title, const Record &record, QByteArray after);
[[nodiscard]] Edit additionOf(QByteArray body, Collection collection = Collection::Persistence);
[[nodiscard]] Edit deletionOf(std::span<const Record> records);

} // namespace persistence
