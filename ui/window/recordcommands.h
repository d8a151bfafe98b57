#pragma once

#include "model/base/latestjob.h"
#include "model/edit/bulk.h"
#include "model/edit/editing.h"

#include <QTimer>

class QMenu;
class QWidget;

namespace persistence {

class Actions;
class Browser;
class JobBar;
class MessageBar;

/// What can be done with many records at once: compare two, change a field, delete. Adds itself to the context menus of the table and the
/// tree, opens the dialogs, and tells what is being written and what was.
class RecordCommands final : public QObject
{
    Q_OBJECT

public:
    /// All outlive this. Dialogs belong to \a window.
    RecordCommands(const Actions &actions, Browser &browser, MessageBar &messages, JobBar &jobBar, QWidget *window);
    ~RecordCommands() override;

    /// Null for none; closes the dialogs of the one before.
    void setEditing(Editing *editing);
    void setLocalTime(bool localTime) { m_localTime = localTime; }
    /// Presentation mode: dialogs and messages show no value.
    void setValuesHidden(bool areHidden);

    void compare(RecordRow first, RecordRow second);
    /// \a selections: what people choose from; nothing happens if there are none.
    void changeRecords(const QList<RecordSelection> &selections);
    void deleteRecords(const QList<RecordSelection> &selections);
    void replaceInRecords(const QList<RecordSelection> &selections);
    void openHistorySize();
    /// Makes a change that was accepted; tells what was written, with a way back, or why nothing was.
    void run(const QString &title, const Editing::Work &work);

signals:
    /// These records are to be exported before they are deleted.
    void exportRequested(const QString &name, const std::vector<persistence::RecordRow> &records);
    /// The limit of the history was set.
    void historyLimitChanged();
    /// The history takes more than its limit; somebody wants to see it.
    void historyRequested();

private:
    void connectActions(const Actions &actions);
    void fillRecordMenu(QMenu &menu, const std::vector<RecordRow> &records);
    void fillGroupMenu(QMenu &menu, const Group &group);
    using Selections = std::function<QList<RecordSelection>()>;
    /// \a selections: asked when an entry is chosen.
    void addChanges(QMenu &menu, const Selections &selections, const QString &deletion);
    void hideRunningTexts();
    void watch(const std::shared_ptr<Progress> &progress);
    void tellLimit(const Applied &applied);
    void showError(const Error &error);

    Browser &m_browser;
    MessageBar &m_messages;
    JobBar &m_jobBar;
    QWidget *m_window;
    QPointer<Editing> m_editing;
    std::shared_ptr<Progress> m_running; ///< of a change that is being written
    QTimer m_delay;                      ///< before that is worth showing
    bool m_localTime = false;
    bool m_areValuesHidden = false;
    bool m_isOverLimit = false;
    QList<QPointer<QWidget>> m_dialogs;
    LatestJob m_comparison;
};

} // namespace persistence
