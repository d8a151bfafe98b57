#pragma once

#include "model/base/latestjob.h"
#include "model/find/recordsort.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace persistence {

class RecordTableModel;
class RecordTableView;
class Workspace;

/// Says how many records are selected and what the numbers of the current column come to: "12 selected · rating: sum 51, average 4.25".
/// The numbers are read from the records by a job, however many are selected.
class SelectionSum final : public QObject
{
    Q_OBJECT

public:
    SelectionSum(RecordTableModel *model, RecordTableView *view, QObject *parent = nullptr);
    ~SelectionSum() override;

    void setWorkspace(std::shared_ptr<Workspace> workspace);

signals:
    /// The text to show; empty while at most one record is selected.
    void changed(const QString &text);

private:
    void start();
    [[nodiscard]] QString text(const QString &title, const ColumnSum &sum) const;

    std::shared_ptr<Workspace> m_workspace;
    RecordTableModel *m_model;
    RecordTableView *m_view;
    QTimer m_pause;
    LatestJob m_job;
};

} // namespace persistence
