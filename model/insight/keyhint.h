#pragma once

#include "model/insight/keymatches.h"
#include "model/record/label.h"

#include <QString>

namespace persistence {

/// What a hint about a key says.
enum class KeyHintKind {
    NoKey,              ///< apps reach the record by its record id only
    Odd,                ///< an association that no app finds the record under
    Clash,              ///< other records of the app have this key
    OtherOrder,         ///< others have the same associations in another order
    LostRead,           ///< a read that found the record would not find it any more
    LostUpdate,         ///< an update with the whole old key would not reach it any more
    OtherApp,           ///< it leaves its app, and with it every read
    Repeated,           ///< the same association twice
    UnknownModel,       ///< an association model that Rocket.Chat does not know
    IdOfAnother,        ///< labels know the id as that of something else
    IdLooksLikeAnother, ///< the form of the id is that of something else
};

/// One remark about a key, with what a person needs to go and look. Texts are copies, as stored.
struct KeyHint
{
    struct Pair
    {
        QByteArray model;
        QByteArray id;
        QByteArray label; ///< resolved name; empty if unknown
        bool operator==(const Pair &) const = default;
    };

    KeyHintKind kind = KeyHintKind::NoKey;
    int position = -1; ///< of the association in the key; -1: the whole key
    QList<Pair> asked; ///< the association it is about; of a lost read all that it asks for
    AssociationOddity oddity = AssociationOddity::None;
    LabelKind labelKind = LabelKind::App; ///< what the id is known as
    QByteArray name;                      ///< the name it is known by
    MatchCount records;                   ///< others: with the key, or still found by the read
    std::vector<RecordRow> rows;          ///< the first of them
    Group group;                          ///< where they are listed

    bool operator==(const KeyHint &) const = default;
};

/// The hint in one sentence for people.
[[nodiscard]] QString keyHintText(const KeyHint &hint);
/// Whether it tells of a danger, or only of something to know.
[[nodiscard]] bool isWarning(KeyHintKind kind);

/// Why no app finds a record under such an association, in one sentence; empty for None.
[[nodiscard]] QString oddityText(AssociationOddity oddity);

} // namespace persistence
