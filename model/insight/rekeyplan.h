#pragma once

#include "model/edit/verbs.h"
#include "model/insight/keymatches.h"

namespace persistence {

/// A model and an id, as a copy.
struct AssociationText
{
    QByteArray model;
    QByteArray id;

    bool operator==(const AssociationText &) const = default;
    operator Association() const { return {model, id}; }
};

/// Replaces an association wherever it stands in a key; without \a to it is removed.
struct Rekey
{
    AssociationText from;
    std::optional<AssociationText> to;

    bool operator==(const Rekey &) const = default;
};

/// What a re-keying of many records would do. Takes some ten bytes for each record.
struct RekeyPlan
{
    Rekey rekey;
    std::vector<RecordRow> rows; ///< those that hold the association, in the order given
    std::vector<bool> clashes;   ///< for each: another record of the app has the new key, or would get it as well
    qint64 clashCount = 0;
    qint64 untouched = 0; ///< records given that do not hold it
    qint64 stillRead = 0; ///< records that reads by the old association would find afterwards
};

/// Works out what replacing an association in \a rows would do, with progress and cancel; reads the keys of those records, and of those
/// that may clash with them, once each.
[[nodiscard]] Result<RekeyPlan> planRekey(KeyLookup &lookup, std::span<const RecordRow> rows, const Rekey &rekey, Progress &progress);

/// The re-keying as a verb; a record without the association stays as it is.
[[nodiscard]] BodyVerb rekeyVerb(Rekey rekey);

/// The associations of a key after a re-keying, for people: odd ones are not among them.
[[nodiscard]] std::vector<Association> rekeyed(const std::vector<Association> &key, const Rekey &rekey);

} // namespace persistence
