#pragma once

#include "ui/dialogs/exportdialog.h"

#include <QObject>

namespace persistence {

class Job;

/// Runs the export that somebody ordered, one at a time, off the thread of the window.
class ExportRunner final : public QObject
{
    Q_OBJECT

public:
    explicit ExportRunner(QObject *parent = nullptr);
    ~ExportRunner() override;

    /// An export that runs already is an error, told by failed().
    void start(std::shared_ptr<Workspace> workspace, const ExportOrder &order);
    [[nodiscard]] bool isBusy() const { return m_job != nullptr; }
    /// Cancels and waits; before the workspace is closed. Nothing is left of the export.
    void stop();

signals:
    /// It runs; \a title: what it does, in a phrase.
    void working(std::shared_ptr<Progress> progress, const QString &title);
    /// It ended, in whatever way; comes before the outcome.
    void idle();
    void exported(const ExportOrder &order, const ExportResult &result);
    void failed(const Error &error);

private:
    std::unique_ptr<Job> m_job;
};

} // namespace persistence
