#pragma once

#include "model/items/itemtext.h"

#include <QTableView>

namespace persistence {

/// The view of the record table: whole rows, several at once; Ctrl+C copies them as tab-separated cells.
class RecordTableView final : public QTableView
{
    Q_OBJECT

public:
    explicit RecordTableView(QWidget *parent = nullptr);

    /// Sets the first widths of the columns; the model must be there.
    void setColumnWidths();
    /// Dates in local time are wider: they show their offset.
    void fitDates(TimeZone zone);
    /// The selected rows from top to bottom; a million of them at most.
    [[nodiscard]] QList<int> selectedRows() const;
    /// Scrolls so that the same record stays at the top after \a count rows came at \a first (or went, if negative).
    void keepTop(int first, int count);

signals:
    void copyRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace persistence
