#pragma once

#include "model/items/itemtext.h"
#include "ui/records/tablelayout.h"

#include <QTableView>

namespace persistence {

class PinnedColumns;
class RecordTableModel;

/// The view of the record table: whole rows, several at once; Ctrl+C copies them as tab-separated cells. A click on a header sorts:
/// upwards, downwards, as the group has it.
class RecordTableView final : public QTableView
{
    Q_OBJECT

public:
    explicit RecordTableView(QWidget *parent = nullptr);

    void setRecords(RecordTableModel *model);

    /// Arranges the columns. Fields of \a layout that the model does not have are passed over; columns that it does not name come last.
    void applyLayout(const TableLayout &layout);
    /// As it is arranged now.
    [[nodiscard]] TableLayout layoutNow() const;
    /// How many columns stay in sight, from the left.
    void setPinned(int count);
    [[nodiscard]] int pinned() const;
    /// Shows by what the model is sorted.
    void showOrder();

    /// Dates in local time are wider: they show their offset.
    void fitDates(TimeZone zone);
    /// The selected rows from top to bottom; a million of them at most.
    [[nodiscard]] QList<int> selectedRows() const;
    /// Scrolls so that the same record stays at the top after \a count rows came at \a first (or went, if negative).
    void keepTop(int first, int count);

signals:
    void copyRequested();
    /// A header was clicked to sort by that column.
    void orderWanted(const RecordOrder &order);
    /// The user moved, resized or hid columns.
    void layoutChangedByUser();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void cycleOrder(int column);
    [[nodiscard]] int columnOf(const TableLayout::Column &column) const;
    [[nodiscard]] int firstWidth(int column) const;

    RecordTableModel *m_records = nullptr;
    PinnedColumns *m_pinned = nullptr;
    TimeZone m_timeZone = TimeZone::Utc;
    bool m_isArranging = false;
};

} // namespace persistence
