#pragma once

#include "model/base/latestjob.h"
#include "model/items/itemtext.h"
#include "model/items/recordcomparison.h"
#include "model/items/summarycache.h"

#include <QAbstractTableModel>
#include <QHash>

#include <array>

namespace persistence {

/// The records that differ between two workspaces or two groups, one row each, as they are found. A job compares; of each record that
/// differs 32 bytes stay in memory, and what its row shows is read a page at a time. Rows are chosen by kind, and by a filter that either
/// side of a record has to pass. Lives on the thread of the window.
class RecordComparisonModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { KindColumn, AppColumn, KeyColumn, RecordIdColumn, FieldsColumn, UpdatedColumn, ColumnCount };

    explicit RecordComparisonModel(QObject *parent = nullptr);
    ~RecordComparisonModel() override;

    /// Compares anew; the filter and the chosen kinds stay.
    void compare(const ComparisonOrder &order);
    /// Stops comparing and filtering; what was found stays.
    void stop();
    /// No rows, and the workspaces are let go.
    void clear();

    [[nodiscard]] bool hasOrder() const { return m_order.before.workspace != nullptr; }
    [[nodiscard]] const ComparisonOrder &order() const { return m_order; }
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }
    [[nodiscard]] bool isFiltering() const { return m_filterJob.isRunning(); }
    /// Of the job that runs; null if none does.
    [[nodiscard]] std::shared_ptr<Progress> progress() const;
    /// Every record was compared: total() is final.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    /// What was found so far; equal and damaged records are counted at the end.
    [[nodiscard]] const ComparisonTotal &total() const { return m_total; }

    /// Whether rows of a kind are shown.
    void setKindShown(DifferenceKind kind, bool isShown);
    /// Shows only records that pass, as soon as a job has looked at them; an empty text shows all. A text that is no filter is told by
    /// filterRefused(), and what is shown stays.
    void setFilter(const QString &text);
    [[nodiscard]] const QString &filter() const { return m_filter; }
    void setTimeZone(TimeZone zone);

    /// The record in a row; null outside of the table. Valid until the next change of the rows.
    [[nodiscard]] const ComparedRecord *recordAt(int row) const;
    /// Those in the given rows, or all that are shown: for copies and exports.
    [[nodiscard]] std::vector<ComparedRecord> records(const QList<int> &rows) const;
    [[nodiscard]] std::vector<ComparedRecord> shownRecords() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    /// Rows or counts came, or comparing or filtering began or ended.
    void changed();
    void failed(const Error &error);
    void filterRefused(const QString &reason);

private:
    struct Lines;
    using Passing = std::vector<bool>; ///< by the place in m_records

    void empty();
    void openReaders();
    void receive(quint64 ticket, const std::vector<ComparedRecord> &records);
    void startFilter();
    void takePassing(std::shared_ptr<const Passing> passing);
    void chooseRows();
    [[nodiscard]] bool isShown(size_t place) const;
    [[nodiscard]] Lines linesAt(int row) const;
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QString toolTip(int row, int column) const;

    ComparisonOrder m_order;
    std::unique_ptr<Reader> m_readers[2];
    QHash<QByteArray, QByteArray> m_appNames;
    std::vector<ComparedRecord> m_records;
    std::vector<quint32> m_rows;                                    ///< places in m_records that are shown
    std::array<bool, size_t(DifferenceKind::Same)> m_isHidden = {}; ///< by kind
    QString m_filter;
    std::shared_ptr<const Passing> m_passing; ///< null: no filter
    ComparisonTotal m_total;
    TimeZone m_zone = TimeZone::Utc;
    bool m_isComplete = false;
    quint64 m_ticket = 0; ///< of the newest comparison; what an older one found is dropped
    mutable RecordLineCache m_lines[2];
    LatestJob m_job;
    LatestJob m_filterJob;
};

} // namespace persistence
