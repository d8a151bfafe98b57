#pragma once

#include "model/sinks/celltext.h"
#include "model/sinks/fieldtree.h"

#include <QStringList>

#include <functional>

namespace persistence {

/// The readable name of an id under an association model, of an app under the model "app"; empty if it is not known.
using NameOf = std::function<QByteArray(QByteArrayView model, QByteArrayView id)>;

/// What the sinks of tables have in common: the columns and, for each record, their cells. Columns with resolved names follow the column of
/// the id that they name. One thread at a time.
class TableRows final
{
public:
    struct Column
    {
        QByteArray title;
        qsizetype field = -1; ///< in the tree
        bool isName = false;  ///< the resolved name of the field's value
    };

    /// \a fields must be finished. \a nameOf: empty for no names.
    TableRows(std::shared_ptr<const FieldTree> fields, NameOf nameOf);

    [[nodiscard]] const std::vector<Column> &columns() const { return m_columns; }

    /// Reads the cells of a record; valid as long as its document.
    void read(bson::DocumentView document);
    /// The value in that column of the record; nothing if it has none. Not for names.
    [[nodiscard]] const bson::Element *value(const Column &column) const;
    /// Appends the cell of that column of the record.
    CellKind appendCell(const Column &column, const CellFormat &format, QByteArray &out) const;

    /// What did not get into the table, as translated sentences.
    [[nodiscard]] QStringList notes() const;

private:
    void addColumn(qsizetype field);
    [[nodiscard]] QByteArray nameFor(qsizetype field) const;

    std::shared_ptr<const FieldTree> m_fields;
    NameOf m_nameOf;
    std::vector<Column> m_columns;
    std::vector<std::optional<bson::Element>> m_cells;
    bson::DocumentView m_document;
    qint64 m_recordsWithRepeats = 0;
};

} // namespace persistence
