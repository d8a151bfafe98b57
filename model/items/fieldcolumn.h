#pragma once

#include "model/find/fieldsurvey.h"
#include "model/items/itemtext.h"

#include <QString>

namespace persistence {

/// How the cells of a column are written. The numbers are kept in sessions: never change them.
enum class ColumnFormat {
    Automatic = 0,    ///< as values are shown everywhere; ids of known users and rooms by their names
    Raw = 1,          ///< without resolved names
    Grouped = 2,      ///< numbers with separators of thousands
    Bytes = 3,        ///< numbers as sizes
    Milliseconds = 4, ///< numbers as dates: ms since 1970
    Seconds = 5,      ///< numbers as dates: seconds since 1970
};

/// A field of the records as a column of their table.
struct FieldColumn
{
    FieldPath path;
    QString title; ///< given by the user; empty: the path
    ColumnFormat format = ColumnFormat::Automatic;
    /// From the survey of the group; nothing while it runs.
    TypeSet types;
    qint64 records = 0; ///< that have the field, of \a total
    qint64 total = 0;

    bool operator==(const FieldColumn &) const = default;

    /// What the header shows: the given title, or the path without the `data.` that most begin with.
    [[nodiscard]] QString shownTitle() const;
    /// Path, types and in how many records there is something: for people.
    [[nodiscard]] QString description() const;
    [[nodiscard]] bool isNumber() const;
};

/// "12%" for the share of records that have the field; "<1%" and ">99%" where rounding would tell a lie.
[[nodiscard]] QString fillText(qint64 records, qint64 total);

/// The fields of a survey that can be a column: those with a value of their own, so no objects whose members are listed, and no items of
/// arrays.
[[nodiscard]] QList<FieldColumn> columnsOf(const FieldSurvey &survey);

/// The resolved name for an id that a value holds, such as "@alice"; empty if it names nothing that is known.
using NameLookup = std::function<QByteArray(QByteArrayView id)>;

/// A value as a cell shows it. Objects and arrays as previews.
[[nodiscard]] QString cellText(const bson::Element &value, ColumnFormat format, TimeZone zone, const NameLookup &name);

/// Whether a text may be the id of a user or a room (domain reference, 5.7), so that looking it up is worth it.
[[nodiscard]] bool looksLikeId(QByteArrayView text);

} // namespace persistence
