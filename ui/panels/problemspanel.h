#pragma once

#include "model/base/error.h"
#include "model/base/ids.h"

#include <QWidget>

#include <memory>

class QStackedWidget;
class QTableView;

namespace persistence {

class EmptyState;
class Job;
class PlainLabel;
class ProblemTable;
class Workspace;

/// What could not be read on import, with place and reason. Opening a line shows the bytes that were kept.
class ProblemsPanel final : public QWidget
{
    Q_OBJECT

public:
    /// More are counted, not listed; `persistence-browser verify` and the export have them all.
    static constexpr int kMaxListed = 10'000;

    explicit ProblemsPanel(QWidget *parent = nullptr);
    ~ProblemsPanel() override;

    /// Null for none. Reads the problems by a job.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    void refresh();

    [[nodiscard]] ProblemTable *table() const { return m_table; }

signals:
    void failed(const Error &error);

private:
    void openBytes(int row);

    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Job> m_job;
    std::unique_ptr<Job> m_bytesJob;
    ProblemTable *m_table;
    QTableView *m_view;
    EmptyState *m_empty;
    PlainLabel *m_note;
    QStackedWidget *m_pages;
};

} // namespace persistence
