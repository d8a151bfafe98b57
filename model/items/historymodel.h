#pragma once

#include "model/base/latestjob.h"
#include "model/items/iconid.h"
#include "model/items/itemtext.h"
#include "model/workspace/history.h"

#include <QAbstractTableModel>
#include <QCache>

namespace persistence {

class Workspace;

/// Where a change came from, for people: "edit", "bulk edit", "import" …
QString sourceText(ChangeSource source);

/// The changes of a workspace, or those of one record, the newest first. Rows are virtual: all changes are a span of numbers, those of a
/// record or of a filter a list of numbers that a job reads; what a row shows is read a page at a time when a view asks.
/// A record that came with an import has a last row that is no change: the record before the first one. Lives on the thread of the window.
class HistoryModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NumberColumn, TimeColumn, TitleColumn, SourceColumn, AuthorColumn, RecordsColumn, SizeColumn, ColumnCount };

    explicit HistoryModel(QObject *parent = nullptr);
    ~HistoryModel() override;

    /// Reads from another workspace, or from none; shows nothing until it is told what.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    void showAll();
    /// Shows the changes of one record; nothing for an invalid one.
    void showRecord(RecordRow record);
    /// Invalid while all changes are shown.
    [[nodiscard]] RecordRow record() const { return m_record; }
    /// Only changes whose title, author, source or number contain \a text, in either case.
    void setFilter(const QString &text);
    /// Looks again after something was written. Rows that stay keep their identity.
    void refresh();

    [[nodiscard]] bool isLoading() const { return m_job.isRunning(); }
    /// The change in a row; an empty one for the row before the first change, and for what cannot be read.
    [[nodiscard]] Change changeAt(int row) const;
    /// The number alone, without reading; invalid for the row before the first change, and outside of the table.
    [[nodiscard]] ChangeRow numberAt(int row) const;
    /// The row of the record before its first change.
    [[nodiscard]] bool isOrigin(int row) const;
    /// The row of a change, or -1.
    [[nodiscard]] int rowOf(ChangeRow change) const;

    void setTimeZone(TimeZone zone);
    /// Titles that quote stored texts leave them out.
    void setValuesHidden(bool areHidden);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    void loadingChanged();
    void failed(const Error &error);

private:
    [[nodiscard]] bool isSpan() const { return !m_record.isValid() && m_filter.isEmpty() && m_isShowingAll; }
    void show(bool isShowingAll, RecordRow record, const QString &filter);
    void readSpan();
    void readList();
    void takeList(Result<std::vector<qint64>> numbers);
    void forgetPages();
    [[nodiscard]] QString text(const Change &change, int column) const;
    [[nodiscard]] IconId iconOf(const Change &change) const;
    void report(const Error &error) const;

    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<History> m_history;
    bool m_isShowingAll = false;
    RecordRow m_record;
    QString m_filter;
    ChangeSpan m_span;
    std::vector<qint64> m_numbers; ///< if it is no span; 0 stands for the record before its first change
    TimeZone m_timeZone = TimeZone::Utc;
    bool m_areValuesHidden = false;
    mutable QCache<qint64, Change> m_changes{4'096};
    LatestJob m_job;
};

} // namespace persistence
