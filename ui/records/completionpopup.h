#pragma once

#include <QFrame>

class QAbstractItemModel;
class QTableView;

namespace persistence {

class PlainLabel;

/// A short list over the window, below (or above) the line that is being typed in. Never takes the focus, and no row is chosen at first.
/// A child of the window and no window of its own, so that it behaves alike on every desktop.
class CompletionPopup final : public QFrame
{
    Q_OBJECT

public:
    /// A child of the window of \a line, with the rows of \a model.
    CompletionPopup(QWidget *line, QAbstractItemModel *model);

    [[nodiscard]] QAbstractItemModel *model() const;
    /// Shows the rows of the model, and below them \a note: why these are not all. Hides itself where there is neither.
    void open(const QString &note);
    /// Takes its place again after the line or the window changed.
    void place();
    /// The chosen row, or -1.
    [[nodiscard]] int chosen() const;
    /// Chooses the row \a step below the chosen one; behind the last and before the first one none is chosen.
    void step(int step);
    /// Chooses the row a page below (1) or above (-1), and stops at the ends.
    void stepPage(int direction);

signals:
    void rowClicked(int row);

private:
    void createTable(QAbstractItemModel *model);
    [[nodiscard]] int wantedWidth() const;

    QWidget *m_line;
    QTableView *m_table;
    PlainLabel *m_note;
};

} // namespace persistence
