#pragma once

#include "model/base/error.h"
#include "model/items/itemtext.h"
#include "model/workspace/groups.h"

#include <QWidget>

#include <memory>

class QStackedWidget;
class QToolButton;

namespace persistence {

class EmptyState;
class MessageBar;
class PlainLabel;
class RecordTableModel;
class RecordTableView;
class Workspace;

/// The upper right pane: how many records the group has, and the table of them.
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

    void setTimeZone(TimeZone zone);
    /// Puts the selected rows on the clipboard, tab-separated.
    void copySelection();

signals:
    void recordSelected(RecordRow row);

private:
    void createPages();
    void connectSignals();
    void announce();
    void selectPending();
    void showContents();
    void showMenu(const QPoint &position);
    void showFailure(const Error &error);

    RecordTableModel *m_model;
    PlainLabel *m_count;
    QToolButton *m_cancel;
    MessageBar *m_message;
    QStackedWidget *m_pages;
    RecordTableView *m_view;
    EmptyState *m_empty;
    RecordRow m_pending;   ///< to select when its row comes
    RecordRow m_announced; ///< what recordSelected() told last
};

} // namespace persistence
