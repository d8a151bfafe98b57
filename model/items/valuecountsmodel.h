#pragma once

#include "model/base/latestjob.h"
#include "model/find/valuecounts.h"

#include <QAbstractTableModel>

namespace persistence {

/// The values of one path in all records of a group, the most frequent first, with how many records have them; then how many have other
/// values, and how many have none. A job counts; the rows before stay until it is done. Lives on the thread of the window.
class ValueCountsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { ValueColumn, TypeColumn, RecordsColumn, ShareColumn, ColumnCount };

    explicit ValueCountsModel(QObject *parent = nullptr);
    ~ValueCountsModel() override;

    /// Counts the values at \a path, where positions of arrays stand for each item. Another call drops this one.
    void count(std::shared_ptr<Workspace> workspace, const Group &group, const FieldPath &path);
    /// Stops counting; what was shown before stays.
    void stop();
    void clear();
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }
    /// Of the job that runs; null if none does.
    [[nodiscard]] std::shared_ptr<Progress> progress() const { return m_job.progress(); }
    void setLocalTime(bool localTime);

    /// Of what is shown.
    [[nodiscard]] const FieldPath &path() const { return m_path; }
    [[nodiscard]] const ValueCounts &counts() const { return m_counts; }
    /// In one line: "12 different values in 1,204 records".
    [[nodiscard]] QString summary() const;
    /// The filter for the records that a row counts; nothing for those with other values.
    [[nodiscard]] std::optional<Filter> filterAt(int row) const;
    /// The given rows as lines of tab-separated text.
    [[nodiscard]] QString copyText(const QList<int> &rows) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    /// Counting began or ended.
    void changed();
    void failed(const Error &error);

private:
    enum class RowKind { Value, Others, Missing };

    void take(const FieldPath &path, ValueCounts counts);
    [[nodiscard]] RowKind kindOf(int row) const;
    [[nodiscard]] qint64 recordsOf(int row) const;
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QString valueText(int row) const;

    FieldPath m_path;
    ValueCounts m_counts;
    bool m_hasCounts = false;
    bool m_localTime = false;
    LatestJob m_job;
};

} // namespace persistence
