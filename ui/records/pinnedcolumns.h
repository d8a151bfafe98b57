#pragma once

#include <QTableView>

namespace persistence {

/// The columns at the left of a table that stay in sight while the others scroll: a second view on the same model and selection, laid over
/// the first one. Owned by the table, which it follows: order, widths, rows, selection.
class PinnedColumns final : public QTableView
{
    Q_OBJECT

public:
    /// \a table has its model.
    explicit PinnedColumns(QTableView *table);

    /// How many of the visible columns stay, from the left; 0 for none.
    void setCount(int count);
    [[nodiscard]] int count() const { return m_count; }
    /// Shows the columns as the table arranges them now.
    void follow();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectTable();
    void place();
    void scrollAlong();

    QTableView *m_table;
    int m_count = 0;
    bool m_isFollowing = false;
    bool m_isScrollingAlong = false;
};

} // namespace persistence
