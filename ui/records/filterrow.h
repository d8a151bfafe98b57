#pragma once

#include "model/find/filterbox.h"

#include <QHash>
#include <QWidget>

#include <memory>

class QLineEdit;

namespace persistence {

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
    FilterRow(FilterBar *bar, RecordTableModel *model, RecordTableView *view, QWidget *parent = nullptr);

    /// Where the box over the keys has ids and names from, to complete what is typed; null for none.
    void setWorkspace(std::shared_ptr<Workspace> workspace);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void rebuild();
    void place();
    void showFilter();
    void apply(int column);
    [[nodiscard]] std::optional<FilterBoxSubject> subjectOf(int column) const;

    FilterBar *m_bar;
    RecordTableModel *m_model;
    RecordTableView *m_view;
    std::shared_ptr<Workspace> m_workspace;
    QHash<int, QLineEdit *> m_boxes; ///< by column
};

} // namespace persistence
