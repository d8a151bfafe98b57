#pragma once

#include <QTableView>

namespace persistence {

/// A short list over the window, below (or above) the line that is being typed in. Never takes the focus, and no row is chosen at first.
/// A child of the window and no window of its own, so that it behaves alike on every desktop.
class CompletionPopup final : public QTableView
{
    Q_OBJECT

public:
    /// A child of the window of \a line.
    explicit CompletionPopup(QWidget *line);

    /// Shows the rows of the model; hides itself where there are none.
    void open();
    /// Takes its place again after the line or the window changed.
    void place();
    /// The chosen row, or -1.
    [[nodiscard]] int chosen() const { return currentIndex().row(); }
    /// Chooses the row \a step below the chosen one; behind the last and before the first one none is chosen.
    void step(int step);
    /// Chooses the row a page below (1) or above (-1), and stops at the ends.
    void stepPage(int direction);

signals:
    void rowClicked(int row);

private:
    QWidget *m_line;
};

} // namespace persistence
