#pragma once

#include "model/edit/verbs.h"
#include "model/workspace/reader.h"

namespace persistence {

/// Records that something is to be done to: those of a group, or chosen ones.
struct RecordSelection
{
    QString title; ///< for people: "Selected: 12 records", "All of room #general: 10,204 records"
    std::optional<Group> group;
    std::vector<RecordRow> rows; ///< if it is no group
    qint64 count = 0;            ///< records when it was offered; for people
};

/// The rows of a selection in chunks to \a receive, which returns false to stop.
[[nodiscard]] Result<void> rowsOf(Reader &reader, const RecordSelection &selection, Progress &progress,
                                  const std::function<bool(std::span<const RecordRow>)> &receive);

/// One field changed in many records.
struct FieldChange
{
    enum class Kind { Set, Remove, Rename };

    Kind kind = Kind::Set;
    bson::Path path;  ///< inside the value; not empty
    FieldValue value; ///< Set
    QByteArray name;  ///< Rename

    /// For the history: "Set rating".
    [[nodiscard]] QString title() const;
    /// The new document of one record. An error of kind Failed if the change does not fit it, such as one without the field.
    [[nodiscard]] Result<QByteArray> applyTo(const Record &record) const;
    /// The same as a verb.
    [[nodiscard]] BodyVerb verb() const;
};

/// What a verb would do to the records of a selection; nothing is written.
struct BulkCount
{
    qint64 seen = 0;
    qint64 same = 0;  ///< are so already
    qint64 unfit = 0; ///< the verb does not fit them; they will stay as they are
    QString reason;   ///< why the first of those does not fit
    std::vector<RecordRow> changing;
};

/// Adds what \a verb would do to one record; its new document if it would change.
[[nodiscard]] Result<std::optional<QByteArray>> countChange(Reader &reader, RecordRow row, const BodyVerb &verb, BulkCount &count,
                                                            Record &record);

} // namespace persistence
