#pragma once

#include "model/base/result.h"
#include "model/bson/path.h"
#include "model/transfer/textkind.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace persistence {

enum class RedactionAction {
    Keep, ///< as it is, also what is inside
    Mask, ///< letters become x, digits 0; numbers become 0, everything keeps its type
    Hash, ///< a pseudonym: equal texts become equal ones, everywhere in the export, and nobody without the salt can tell from what
    Drop, ///< the field goes; in an array null stands for it, so that the others keep their places
};

/// What happens to the values that it matches. Exactly one of path, field, model and text is set.
struct RedactionRule
{
    bson::Path path;              ///< the value there in the document, and all that is inside
    QByteArray field;             ///< the value of every field of that name, in either case of ASCII letters, and all that is inside
    QByteArray model;             ///< the id of every association of that model
    std::optional<TextKind> text; ///< texts, parts of texts and field names of that kind
    RedactionAction action = RedactionAction::Keep;
};

/// How an export hides what is private: rules, of which the first that matches decides. A value: copy it freely.
/// Stored as a small JSON file:
///     {"name": "share", "rules": [{"text": "email", "action": "hash"}, {"model": "user", "action": "hash"},
///                                 {"field": "token", "action": "drop"}, {"path": "data.comment", "action": "mask"}]}
struct RedactionProfile
{
    QString name;
    std::vector<RedactionRule> rules;

    /// Reads such a JSON text; the error names the place in \a source.
    [[nodiscard]] static Result<RedactionProfile> parse(QByteArrayView json, const QString &source);
    /// "share", the built-in profile, or the file at that path.
    [[nodiscard]] static Result<RedactionProfile> load(const QString &nameOrPath);
    /// For handing records to others: people, places and secrets go, and the shape, times, counts and ratings of the data stay.
    [[nodiscard]] static const RedactionProfile &share();
};

} // namespace persistence
