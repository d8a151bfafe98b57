#pragma once

#include "model/base/error.h"
#include "model/find/filter.h"
#include "model/items/draftmarks.h"
#include "model/items/fieldcolumn.h"
#include "model/workspace/groups.h"

#include <QWidget>

#include <functional>
#include <memory>

class QMenu;
class QStackedWidget;
class QToolButton;

namespace persistence {

class EmptyState;
class FilterBar;
class FilterMatcher;
class FilterRow;
class MessageBar;
class PlainLabel;
class RecordColumns;
class RecordTableModel;
class RecordTableView;
class SelectionSum;
class Workspace;

/// The upper right pane: what to filter by, how many records the group has, and the table of them.
class RecordsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit RecordsPanel(QWidget *parent = nullptr);
    ~RecordsPanel() override;

    /// Empties the table; showGroup() fills it from this workspace.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    /// Shows the records of a group; nothing set in it: all records. Showing the same group again keeps what is there.
    void showGroup(const Group &group);
    /// Reads the group again; selection and scroll position stay.
    void refresh();
    /// Selects a record as soon as its row is there; nothing is selected for an invalid one.
    void selectRecord(RecordRow row);

    /// Whether its row is in the table by now.
    [[nodiscard]] bool contains(RecordRow row) const;

    void setValuesHidden(bool areHidden);
    void setDraftMarks(const DraftMarks &marks);
    void setTimeZone(TimeZone zone);
    /// Puts the selected rows on the clipboard, tab-separated.
    void copySelection();
    void chooseColumns();
    /// Puts the cursor into the filter; again: finds in all records.
    void activateFilter();
    /// Filters as if it had been typed.
    void setFilter(const Filter &filter);

    /// Gives the way to the group that is shown, as the path bar takes it: saved filters lead back there.
    void setPlace(std::function<QString()> place);

    /// What the table shows now: for exports.
    [[nodiscard]] Group shownGroup() const;
    [[nodiscard]] const Filter &filter() const;
    /// The selected ones from top to bottom.
    [[nodiscard]] std::vector<RecordRow> selectedRecords() const;
    /// All records of the table in its order; nothing while they are still being read.
    [[nodiscard]] std::vector<RecordRow> shownRecords() const;
    [[nodiscard]] QList<FieldColumn> shownFields() const;

    /// How the columns of each kind of group were arranged.
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray &state);

signals:
    void recordSelected(RecordRow row);
    /// The filter is another one: made ready for records, or null for none.
    void filterReady(const std::shared_ptr<const persistence::FilterMatcher> &matcher);
    /// A saved filter or favourite leads to this group; see setPlace().
    void placeWanted(const QString &place);
    /// The context menu of the selected records is about to be shown; whoever can do something with them adds it.
    void menuOpening(QMenu *menu, const std::vector<RecordRow> &records);

private:
    void createPages();
    QLayout *createLine();
    void connectSignals();
    void announce();
    void selectPending();
    void showContents();
    [[nodiscard]] QString countText() const;
    void readGroup();
    void readTotal();
    void applyFilter();
    void addFilterMenu(QMenu *menu, const QModelIndex &index);
    void showMenu(const QPoint &position);
    void showFailure(const Error &error);

    Group m_group;
    bool m_hasGroup = false;
    qint64 m_total = 0; ///< records of the group without the filter
    std::shared_ptr<Workspace> m_workspace;
    RecordTableModel *m_model;
    FilterBar *m_filter;
    PlainLabel *m_count;
    PlainLabel *m_sum;
    QToolButton *m_cancel;
    QToolButton *m_chooseColumns;
    QToolButton *m_showFilterRow;
    MessageBar *m_message;
    QStackedWidget *m_pages;
    RecordTableView *m_view;
    FilterRow *m_filterRow;
    EmptyState *m_empty;
    RecordColumns *m_columns;
    SelectionSum *m_selection;
    RecordRow m_pending;   ///< to select when its row comes
    RecordRow m_announced; ///< what recordSelected() told last
};

} // namespace persistence
