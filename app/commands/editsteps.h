#pragma once

#include "model/edit/textreplacement.h"
#include "model/edit/verbs.h"

#include <QString>

#include <vector>

namespace persistence {

/// One thing that a command or a line of a script does to a record.
struct EditStep
{
    enum class Kind { Set, Unset, Rename, Value, Key, App, Replace, Association };

    Kind kind = Kind::Set;
    bson::Path path;                      ///< Set, Unset, Rename
    FieldValue value;                     ///< Set, Value
    QByteArray text;                      ///< Rename: the new name; App: the app id; Association: both sides as they were written
    std::vector<KeyItem> key;             ///< Key; Association: the one that is replaced, and the new one unless it is removed
    std::optional<TextReplacer> replacer; ///< Replace

    /// What it does, for the history.
    [[nodiscard]] QString title() const;
};

/// "PATH=JSON" with a strict JSON value; names with an equals sign are quoted as in `["a=b"]`.
[[nodiscard]] Result<EditStep> parseSet(QByteArrayView text);
[[nodiscard]] Result<EditStep> parseUnset(QByteArrayView text);
/// "PATH=NAME": the new name stands as it is.
[[nodiscard]] Result<EditStep> parseRename(QByteArrayView text);
/// "OLD=NEW": the texts stand as they are; a backslash stands before an equals sign in OLD, and before a backslash
/// unless OLD is a regular expression. \a options: how and where.
[[nodiscard]] Result<EditStep> parseReplace(QByteArrayView text, TextReplacement options);
/// "model:id,model:id". A comma or backslash in a model or id, or a colon in a model, is written with a backslash before it. No text: an
/// empty key.
[[nodiscard]] Result<EditStep> parseKey(QByteArrayView text);
/// "model:id=model:id", or "model:id=" to remove it; escaped as in parseKey(), and an equals sign as well.
[[nodiscard]] Result<EditStep> parseAssociation(QByteArrayView text);

/// What a line of a script asks for.
struct ScriptLine
{
    QString record; ///< as a RECORD argument
    int nth = 0;
    bool isDeletion = false;
    bool isWholeDocument = false; ///< paths start at the document
    std::vector<EditStep> steps;
};

/// One JSON object: `{"record": "id", "set": {"path": value, …}, "unset": ["path", …], "rename": {"path": "name"}, "value": …,
/// "key": "model:id,…", "app": "id", "delete": true, "document": true, "nth": 2}`. `record` may be a typed id. Fields apply in their order.
[[nodiscard]] Result<ScriptLine> parseScriptLine(QByteArrayView json);

/// The document after all steps, one after another. \a passesOver: steps that remove or rename what is not there do nothing, as in an edit
/// of many records.
[[nodiscard]] Result<QByteArray> documentAfter(const std::vector<EditStep> &steps, const Record &record, bool isWholeDocument,
                                               bool passesOver);
/// The title of an edit by these steps.
[[nodiscard]] QString titleOf(const std::vector<EditStep> &steps);
/// The edit that does all steps one after another.
[[nodiscard]] Result<Edit> editBy(const std::vector<EditStep> &steps, const Record &record, bool isWholeDocument);

} // namespace persistence
