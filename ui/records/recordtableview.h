#pragma once

#include "model/items/itemtext.h"
#include "ui/editor/fieldeditdelegate.h"
#include "ui/records/tablelayout.h"

#include <QElapsedTimer>
#include <QTableView>

namespace persistence {

class MarkedDelegate;
class PinnedColumns;
class RecordTableModel;

/// The view of the record table: whole rows, several at once; Ctrl+C copies them as tab-separated cells. A click on a header sorts:
/// upwards, downwards, as the group has it. F2, a double click or typing edits the current cell, if it is a field; in other columns typing
/// jumps to a row.
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
    /// Takes what was typed into an open cell editor, before its row may go or change its place.
    void commitOpenEditor();
    /// Shows by what the model is sorted.
    void showOrder();

    /// Dates in local time are wider: they show their offset.
    void fitDates(TimeZone zone);
    /// Makes a row the current and only selected one, whatever keys are held down meanwhile.
    void selectOnly(int row);
    /// The selected rows from top to bottom; a million of them at most.
    [[nodiscard]] QList<int> selectedRows() const;
    /// The columns that are not hidden, from left to right.
    [[nodiscard]] QList<int> shownColumns() const;
    /// Scrolls to a row that is out of sight, also one that came just now.
    void revealRow(int row);
    /// Goes to the next row that begins with what is typed, in the current column. Each row is read for that, so it looks only for a
    /// moment.
    void keyboardSearch(const QString &search) override;
    void setSearchTime(int milliseconds) { m_searchTime = milliseconds; }
    /// Scrolls so that the same record stays at the top after \a count rows came at \a first (or went, if negative).
    void keepTop(int first, int count);

signals:
    void copyRequested();
    /// Not one of the next \a rows begins with \a text; there was no time for more.
    void searchStopped(const QString &text, int rows);
    /// The value of a cell is to be edited where there is room for it: in the record.
    void recordEditWanted(const QModelIndex &index);
    void noticed(const persistence::FieldNotice &notice);
    /// A header was clicked to sort by that column.
    void orderWanted(const RecordOrder &order);
    /// The user moved, resized or hid columns.
    void layoutChangedByUser();

protected:
    using QTableView::edit;
    bool edit(const QModelIndex &index, EditTrigger trigger, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;

private:
    void cycleOrder(int column);
    void selectWholeRows();
    void widenKey();
    [[nodiscard]] int columnOf(const TableLayout::Column &column) const;
    [[nodiscard]] int firstWidth(int column) const;
    [[nodiscard]] int titleWidth(int column) const;

    RecordTableModel *m_records = nullptr;
    QString m_typed; ///< looked for, as long as typing goes on
    QElapsedTimer m_sinceTyped;
    int m_searchTime = 50;
    PinnedColumns *m_pinned = nullptr;
    MarkedDelegate *m_delegate;
    MarkedDelegate *m_pinnedDelegate;
    TimeZone m_timeZone = TimeZone::Utc;
    bool m_isArranging = false;
};

} // namespace persistence
