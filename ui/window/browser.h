#pragma once

#include "model/base/error.h"
#include "model/bson/path.h"
#include "ui/window/navigationhistory.h"

#include <QWidget>

#include <memory>
#include <vector>

class QAbstractItemView;
class QMenu;
class QSplitter;

namespace persistence {

class DraftKeeper;
class EditBuffer;
class FieldPath;
struct FieldValue;
class Editing;
class NavigatorPanel;
class RecordView;
class RecordsPanel;
struct Applied;

/// The three panes: tree | record table above record view. It keeps them at one place and remembers the places visited.
class Browser final : public QWidget
{
    Q_OBJECT

public:
    explicit Browser(QWidget *parent = nullptr);
    ~Browser() override;

    /// The workspace to show, as it is edited; both null for none. They outlive what is shown.
    void setEditing(Editing *editing, DraftKeeper *drafts);
    /// Takes everything that is being typed, in a cell of the table or in the record, into the drafts.
    void flush();
    void refresh();
    void setLocalTime(bool localTime);
    /// Presentation mode: no part of the window shows or copies a value.
    void setValuesHidden(bool areHidden);

    void goTo(const Place &place);
    /// Shows the record that a draft belongs to, or the draft itself where that is not in the workspace.
    void goToDraft(EditBuffer *buffer);
    void goBack();
    void goForward();
    void goUp();
    [[nodiscard]] bool canGoBack() const { return m_history.canGoBack(); }
    [[nodiscard]] bool canGoForward() const { return m_history.canGoForward(); }
    [[nodiscard]] const Place &place() const { return m_place; }

    /// The record above (-1) or below (1) in the table; the focus and the selected path stay.
    void stepRecord(int direction);
    /// What saving means here: the draft on screen, and with the focus in the table those of all selected records.
    [[nodiscard]] QList<EditBuffer *> draftsToSave() const;
    /// A cell of the table or of the value is open, so that saving may find more than there is in the drafts.
    [[nodiscard]] bool isEditingCell() const;
    /// The records selected in the table, or the one that is shown.
    [[nodiscard]] std::vector<RecordRow> selectedRecords() const;
    /// Moves the focus to the next (1) or previous (-1) pane.
    void stepPane(int direction);
    void setTreeVisible(bool isVisible);

    [[nodiscard]] RecordView *recordView() const { return m_recordView; }
    [[nodiscard]] NavigatorPanel *navigator() const { return m_navigator; }
    [[nodiscard]] RecordsPanel *records() const { return m_records; }

    /// Sizes and views; independent of what is open.
    [[nodiscard]] QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &state);
    /// Expansion, selection, place and filter; only for the same files.
    [[nodiscard]] QByteArray savePlace() const;
    void restorePlace(const QByteArray &state);

signals:
    void placeChanged(const Place &place);

private:
    void connectSignals();
    void takeChange(const Applied &applied);
    void enterGroup(const Group &group);
    void enterRecord(RecordRow row);
    void enterDraft(EditBuffer *draft);
    void editInRecord(const FieldPath &path);
    void fillFieldMenu(QMenu *menu, const bson::Path &path, const FieldValue &value);
    void takeSaved(const EditBuffer *draft);
    void show(const Place &place);
    [[nodiscard]] QAbstractItemView *recordTable() const;

    NavigationHistory m_history;
    Place m_place;
    bool m_isMoving = false;
    NavigatorPanel *m_navigator;
    RecordsPanel *m_records;
    RecordView *m_recordView;
    QSplitter *m_columns;
    QSplitter *m_rows;
};

} // namespace persistence
