#pragma once

#include "model/base/latestjob.h"
#include "model/edit/bulk.h"
#include "model/items/itemtext.h"
#include "model/items/summarycache.h"

#include <QAbstractTableModel>

namespace persistence {

class Workspace;

/// Every record of a selection, complete before anything is done to it. A job collects the rows, 8 bytes each; what they show is read a
/// page at a time. Lives on the thread of the window.
class RecordListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using enum RecordLine::Column;

    RecordListModel(std::shared_ptr<Workspace> workspace, RecordSelection selection, QObject *parent = nullptr);
    ~RecordListModel() override;

    /// Collects the rows from the start.
    void start();
    /// Collects those of another selection.
    void start(RecordSelection selection);
    void setValuesHidden(bool areHidden);
    /// Stops collecting; the list stays incomplete.
    void stop();
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    [[nodiscard]] const std::vector<RecordRow> &rows() const { return m_rows; }
    [[nodiscard]] const RecordSelection &selection() const { return m_selection; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    /// More rows came, or collecting began or ended.
    void changed();
    void failed(const Error &error);

private:
    void receive(quint64 ticket, const std::vector<RecordRow> &rows);
    [[nodiscard]] QString text(const RecordLine &line, int column) const;

    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Reader> m_reader;
    RecordSelection m_selection;
    std::vector<RecordRow> m_rows;
    bool m_isComplete = false;
    bool m_areValuesHidden = false;
    mutable RecordLineCache m_lines;
    quint64 m_ticket = 0;
    LatestJob m_job;
};

} // namespace persistence
