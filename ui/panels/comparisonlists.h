#pragma once

#include "model/base/job.h"
#include "model/items/recordcomparison.h"

#include <QObject>

namespace persistence {

/// Takes records that differ out of the window: to the clipboard, tab-separated, or to a CSV file. One job at a time.
class ComparisonLists final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs belong to \a window.
    explicit ComparisonLists(QWidget *window);
    ~ComparisonLists() override;

    /// \a hasTitles: the first line says what the columns are.
    void copy(const ComparisonOrder &order, std::vector<ComparedRecord> records, bool hasTitles);
    /// Asks for a file first.
    void chooseExport(const ComparisonOrder &order, std::vector<ComparedRecord> records);
    void exportTo(const QString &path, const ComparisonOrder &order, std::vector<ComparedRecord> records);

    /// Of the job that runs; null if none does.
    [[nodiscard]] std::shared_ptr<Progress> progress() const { return m_job ? m_job->progress() : nullptr; }
    /// Cancels and waits.
    void stop() { m_job.reset(); }

signals:
    /// A job began or ended.
    void changed();
    void exported(const QString &path, qint64 records);
    void failed(const Error &error);

private:
    QWidget *m_window;
    std::unique_ptr<Job> m_job;
};

} // namespace persistence
