#pragma once

#include "model/find/filterbox.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

#include <memory>

class QLineEdit;

namespace persistence {

class FieldValues;
class FilterBar;
class RecordTableModel;
class RecordTableView;
class Workspace;

/// A box over each column of the record table that filters by it. The boxes write into the filter bar and show what it demands of their
/// column, so that there is one filter, whichever way it was made. A box filters after a pause in typing, at once on Enter or when it is
/// left; Esc clears it.
class FilterRow final : public QWidget
{
    Q_OBJECT

public:
    /// \a values complete what is typed into the boxes over fields.
    FilterRow(FilterBar *bar, FieldValues *values, RecordTableModel *model, RecordTableView *view, QWidget *parent = nullptr);

    /// Where the boxes have ids, names and values from, to complete what is typed; null for none.
    void setWorkspace(std::shared_ptr<Workspace> workspace);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void rebuild();
    void addCompleter(QLineEdit *box, int column);
    void place();
    void showFilter();
    enum class Typing { Paused, Finished };

    /// What is not finished is no error yet.
    void apply(int column, Typing typing);
    void showMenu(QLineEdit *box, const QPoint &position);
    [[nodiscard]] std::optional<FilterBoxSubject> subjectOf(int column) const;

    FilterBar *m_bar;
    FieldValues *m_values;
    RecordTableModel *m_model;
    RecordTableView *m_view;
    std::shared_ptr<Workspace> m_workspace;
    QHash<int, QLineEdit *> m_boxes; ///< by column
    QTimer m_pause;
    int m_typedColumn = -1;
};

} // namespace persistence
