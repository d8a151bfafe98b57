#pragma once

#include "model/base/latestjob.h"
#include "model/transfer/recordcopy.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

class QMenu;

namespace persistence {

class Actions;
class Browser;
class Editing;
class JobBar;
class MessageBar;
struct Error;

/// "Copy as": a menu of the forms in which the selected records, or the current field of the value, go to the clipboard. It opens at the
/// cell or field, and is a part of the table's context menu. Long texts are made by a job, which its bar can cancel.
class CopyCommands final : public QObject
{
    Q_OBJECT

public:
    /// All outlive this.
    CopyCommands(const Actions &actions, Browser &browser, MessageBar &messages, JobBar &jobBar, QWidget *window);
    ~CopyCommands() override;

    /// Null for none.
    void setEditing(Editing *editing);

    void copy(CopyForm form);

signals:
    /// Too much for the clipboard: these records are to be exported instead.
    void exportRequested(const std::vector<persistence::RecordRow> &records);

private:
    void openMenu();
    void fillRecordForms(QMenu &menu, const std::vector<RecordRow> &records);
    void fillFieldForms(QMenu &menu);
    void take(const Result<QByteArray> &text, const std::vector<RecordRow> &records);
    void showCopied(qsizetype records);
    void stop();
    void leaveBar();

    Browser &m_browser;
    MessageBar &m_messages;
    JobBar &m_jobBar;
    QWidget *m_window;
    QPointer<Editing> m_editing;
    QTimer m_delay; ///< before a job is worth showing
    LatestJob m_job;
};

} // namespace persistence
