#pragma once

#include "model/find/filtermatcher.h"
#include "model/find/textpattern.h"

namespace persistence {

/// One term with everything that it needs, so that looking at a record asks nobody.
struct CompiledTerm
{
    /// Ids that a name stands for, by what they name.
    struct NamedIds
    {
        QSet<QByteArray> users, rooms, files;

        [[nodiscard]] const QSet<QByteArray> *of(QByteArrayView model) const;
        [[nodiscard]] bool contains(const Association &association) const;
        [[nodiscard]] qsizetype size() const { return users.size() + rooms.size() + files.size(); }
        [[nodiscard]] QSet<QByteArray> &operator[](LabelKind kind)
        {
            return kind == LabelKind::User ? users : kind == LabelKind::Room ? rooms : files;
        }
    };
    struct KeyPart
    {
        QByteArray model;
        QByteArray id;
        NamedIds named;
    };

    FilterTerm term;
    TextPattern pattern;
    NamedIds named;
    QSet<QByteArray> appIds;
    QSet<QByteArray> recordIds; ///< encoded
    std::vector<KeyPart> key;
    QList<bson::Type> types;
    double size = 0, upperSize = 0;

    explicit CompiledTerm(FilterTerm filterTerm);

    /// Whether a name of a user, room or file is meant; `@` and `#` may be left out.
    [[nodiscard]] bool meansName(QByteArrayView name) const;
    [[nodiscard]] bool holds(const StoredRecord &record, MatchMemory &memory) const;
    /// Calls \a receive for each place at which it holds, until that returns false.
    using Receive = std::function<bool(const HitPlace &)>;
    void places(const StoredRecord &record, MatchMemory &memory, const Receive &receive) const;
};

} // namespace persistence
