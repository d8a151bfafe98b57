#pragma once

#include "model/base/error.h"
#include "model/base/latestjob.h"
#include "model/edit/splice.h"
#include "model/find/filter.h"
#include "model/items/fieldcolumn.h"
#include "model/workspace/groups.h"

#include <QWidget>

#include <functional>
#include <memory>

class QMenu;
class QStackedWidget;
class QToolButton;

namespace persistence {

class CurrentRecord;
class DraftKeeper;
class EditBuffer;
class Editing;
class EmptyState;
class FieldValues;
class FilterBar;
class FilterMatcher;
class FilterMenu;
class FilterRow;
class MessageBar;
class PlainLabel;
class RecordColumns;
class RecordTableModel;
class RecordTableView;
class SelectionSum;
class Workspace;
struct FieldNotice;

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

    /// Selects the row of the draft of a new record, if it belongs to the group.
    void selectDraft(const EditBuffer *draft);

    /// Whether its row is in the table by now.
    [[nodiscard]] bool contains(RecordRow row) const;

    void setValuesHidden(bool areHidden);
    /// Cells are edited through these, and drafts shown; both null for none. They outlive what is shown.
    void setEditing(Editing *editing, DraftKeeper *drafts);
    /// Takes what is being typed into a cell into the draft of its record.
    void flush();
    void setTimeZone(TimeZone zone);
    /// Puts the selected rows on the clipboard, tab-separated.
    void copySelection();
    void chooseColumns();
    /// Puts the cursor into the filter; again: looks in the next wider scope. \a text, if there is one, is what it looks for then.
    void activateFilter(const QString &text = {});
    /// Filters as if it had been typed.
    void setFilter(const Filter &filter);

    /// Gives the way to the group that is shown, as the path bar takes it: saved filters lead back there.
    void setPlace(std::function<QString()> place);

    /// What the table shows now: for exports.
    [[nodiscard]] Group shownGroup() const;
    [[nodiscard]] const Filter &filter() const;
    /// Adds to a menu what can be made of a field: only this value, without it, from it to another, the colours of the table, and so on.
    void fillFilterMenu(QMenu &menu, const FieldPath &path, const FieldValue &value);
    /// The selected ones from top to bottom.
    [[nodiscard]] std::vector<RecordRow> selectedRecords() const;
    /// The drafts of the selected records, those of new ones included.
    [[nodiscard]] QList<EditBuffer *> selectedDrafts() const;
    /// The field of the current cell; null where it is no field, or the record lacks it.
    [[nodiscard]] const FieldColumn *currentField() const;
    /// All records of the table in its order; nothing while they are still being read.
    [[nodiscard]] std::vector<RecordRow> shownRecords() const;
    [[nodiscard]] QList<FieldColumn> shownFields() const;
    /// All fields of the group that may be a column, as far as they are known by now.
    [[nodiscard]] const QList<FieldColumn> &fields() const;
    [[nodiscard]] const RecordTableModel &model() const { return *m_model; }
    /// Rows may still come.
    [[nodiscard]] bool isReading() const;

    [[nodiscard]] QSize minimumSizeHint() const override;

    /// How the columns of each kind of group were arranged.
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray &state);
    /// The filter and where it looks; only for the same files.
    [[nodiscard]] QByteArray saveFilter() const;
    void restoreFilter(const QByteArray &state);

signals:
    void recordSelected(RecordRow row);
    /// The draft of a new record was selected.
    void draftSelected(EditBuffer *draft);
    void selectionChanged();
    /// A field of the current record is to be edited there, where there is more room.
    void recordEditWanted(const persistence::FieldPath &path);
    /// The filter is another one: made ready for records, or null for none.
    void filterReady(const std::shared_ptr<const persistence::FilterMatcher> &matcher);
    /// The next hit in the record on screen is wanted.
    void hitWanted();
    /// A saved filter or favourite leads to this group; see setPlace().
    void placeWanted(const QString &place);
    /// Texts of the records are to be replaced: chosen in the menu of the filter.
    void replaceRequested();
    /// The context menu of the selected records is about to be shown; whoever can do something with them adds it.
    void menuOpening(QMenu *menu, const std::vector<RecordRow> &records);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void createPages();
    QLayout *createLine();
    void connectSignals();
    void showContents();
    [[nodiscard]] QString countText() const;
    void readGroup();
    void readTotal();
    void applyFilter();
    [[nodiscard]] Filter listFilter() const;
    void findInValue();
    void showMenu(const QPoint &position);
    void showFailure(const Error &error);
    void showNotice(const FieldNotice &notice);

    Group m_group;
    bool m_hasGroup = false;
    qint64 m_total = 0; ///< records of the group without the filter
    std::shared_ptr<Workspace> m_workspace;
    RecordTableModel *m_model;
    FieldValues *m_values; ///< of the group that is shown
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
    CurrentRecord *m_current;
    RecordColumns *m_columns;
    FilterMenu *m_filterMenu;
    SelectionSum *m_selection;
    LatestJob m_valueMatch; ///< makes the filter ready for one value
};

} // namespace persistence
