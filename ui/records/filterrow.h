#pragma once

#include "model/find/filterbox.h"

#include <QHash>
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
/// column, so that there is one filter, whichever way it was made.
class FilterRow final : public QWidget
{
    Q_OBJECT

public:
    /// \a values complete what is typed into the boxes over fields.
    FilterRow(FilterBar *bar, FieldValues *values, RecordTableModel *model, RecordTableView *view, QWidget *parent = nullptr);

    /// Where the boxes have ids, names and values from, to complete what is typed; null for none.
    void setWorkspace(std::shared_ptr<Workspace> workspace);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void rebuild();
    void addCompleter(QLineEdit *box, int column);
    void place();
    void showFilter();
    void apply(int column);
    [[nodiscard]] std::optional<FilterBoxSubject> subjectOf(int column) const;

    FilterBar *m_bar;
    FieldValues *m_values;
    RecordTableModel *m_model;
    RecordTableView *m_view;
    std::shared_ptr<Workspace> m_workspace;
    QHash<int, QLineEdit *> m_boxes; ///< by column
};

} // namespace persistence
