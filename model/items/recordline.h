#pragma once

#include "model/items/itemtext.h"
#include "model/record/recordindex.h"
#include "model/workspace/groups.h"

#include <QString>

#include <functional>

namespace persistence {

/// One record as a list shows it: texts for people, ready to draw. Small, whatever the size of the record.
struct RecordLine
{
    /// What every list of records has a column for.
    enum Column { KeyColumn, ValueColumn, UpdatedColumn, SizeColumn, RecordIdColumn, ColumnCount };

    RecordRow row; ///< invalid: the record is gone
    QString key;   ///< "room #general · misc subscription"
    QString value; ///< the start of the value in one line
    QString recordId;
    QByteArray encodedId;          ///< RecordId::encoded()
    QByteArray rawRecordId;        ///< for the clipboard
    std::optional<qint64> updated; ///< ms since 1970
    qint64 size = 0;               ///< bytes of the document
    RecordMarks marks;
    Collection collection = Collection::Persistence;
    QByteArray head; ///< the document, or the front of a larger one: what the cells of fields are read from

    /// Empty for any other column.
    [[nodiscard]] static QString title(int column);
    /// Empty where there is nothing, and for any other column. With \a isValueHidden dots stand for the value.
    [[nodiscard]] QString text(int column, TimeZone zone, bool isValueHidden) const;
    bool operator==(const RecordLine &) const = default;
};

/// The resolved name for an id under an association model; empty if unknown.
using LabelLookup = std::function<QByteArray(QByteArrayView model, QByteArrayView id)>;

/// Reads the line from the summary's head, which may be the front of a larger document. Reentrant.
RecordLine recordLine(const RecordSummary &summary, const LabelLookup &label);

/// Associations in one line, in stored order, with names where there are any. Long keys end with an ellipsis.
QString keyText(const std::vector<Association> &associations, const LabelLookup &label);

} // namespace persistence
