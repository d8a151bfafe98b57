#pragma once

#include "model/items/fieldcolumn.h"
#include "model/items/recordquery.h"

#include <QHash>

namespace persistence {

/// How a person arranged the table of one kind of group: which columns, in which order, how wide, and what it is sorted by.
struct TableLayout
{
    struct Column
    {
        int fixed = -1;  ///< a RecordLine::Column, or -1 for a field
        QByteArray path; ///< of a field
        QString title;   ///< of a field; empty: its path
        ColumnFormat format = ColumnFormat::Automatic;
        int width = 0; ///< in pixels; 0: as wide as fits its content
        bool isHidden = false;

        [[nodiscard]] static Column ofFixed(int column, bool isHidden = false);
        [[nodiscard]] static Column ofField(const FieldColumn &field, int width = 0);
        bool operator==(const Column &) const = default;
    };

    QList<Column> columns; ///< from left to right
    int pinned = 0;        ///< of the visible ones, from the left, that stay in sight
    RecordOrder order;
    FieldPath colouring; ///< rows are coloured by the values of this field; empty: by none

    bool operator==(const TableLayout &) const = default;

    [[nodiscard]] QByteArray toBytes() const;
    /// Nothing if \a bytes are of an unknown form.
    [[nodiscard]] static std::optional<TableLayout> fromBytes(const QByteArray &bytes);
};

/// The layouts of all kinds of groups that were arranged, by key shape; the last ones win. Private to the user, kept with the session.
class TableLayouts final
{
public:
    static constexpr qsizetype kMaxLayouts = 200;

    [[nodiscard]] std::optional<TableLayout> find(const QByteArray &shape) const;
    void keep(const QByteArray &shape, const TableLayout &layout);
    void forget(const QByteArray &shape);

    [[nodiscard]] QByteArray toBytes() const;
    void restore(const QByteArray &bytes);

private:
    QHash<QByteArray, QByteArray> m_layouts;
    QList<QByteArray> m_order; ///< shapes, the one that was kept last at the end
};

} // namespace persistence
