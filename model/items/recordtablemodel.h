#pragma once

#include "model/base/job.h"
#include "model/items/itemtext.h"
#include "model/items/summarycache.h"

#include <QAbstractTableModel>

namespace persistence {

class Workspace;

/// The distinct records of a group as a table. A row costs 8 bytes; what it shows is read a page at a time when a view asks.
/// The rows are read by a job with a connection of its own: the first ones come at once, then the rest, then finished().
/// Another group, a refresh or the end of the model cancels it; late rows are dropped. Lives on the thread of the window.
class RecordTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { KeyColumn, ValueColumn, UpdatedColumn, SizeColumn, RecordIdColumn, ColumnCount };

    explicit RecordTableModel(QObject *parent = nullptr);
    ~RecordTableModel() override;

    /// Reads from another workspace, or from none; empties the table.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    /// Shows the records of a group; an empty table for nothing.
    void showGroup(std::optional<Group> group);
    [[nodiscard]] const std::optional<Group> &group() const { return m_group; }
    /// Reads the group again after the workspace changed. Rows that stay keep their identity.
    void refresh();
    /// Stops reading; what is there stays, and isComplete() is false.
    void cancel();

    [[nodiscard]] bool isLoading() const { return m_isLoading; }
    /// All records of the group are there.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }

    void setTimeZone(TimeZone zone);
    [[nodiscard]] TimeZone timeZone() const { return m_timeZone; }

    [[nodiscard]] RecordRow recordAt(int row) const;
    /// The row of a record, or -1.
    [[nodiscard]] int rowOf(RecordRow record) const;
    /// Cells for the clipboard: tab-separated, a line for each of the given rows, as they are shown but never cut at the screen's edge.
    [[nodiscard]] QString copyText(const QList<int> &rows) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    void loadingChanged();
    void failed(const Error &error);

private:
    void startReading();
    void receive(quint64 ticket, std::vector<qint64> rows);
    void finishReading(Result<void> result);
    void replaceBy(const std::vector<qint64> &rows);
    void setLoading(bool isLoading);
    [[nodiscard]] RecordLine line(int row) const;
    [[nodiscard]] QString text(const RecordLine &line, int column) const;
    void report(const Error &error) const;

    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Reader> m_reader;
    std::optional<Group> m_group;
    std::vector<qint64> m_rows;
    std::vector<qint64> m_refreshed; ///< rows of a refresh until they are complete
    bool m_isRefresh = false;
    bool m_isLoading = false;
    bool m_isComplete = true;
    TimeZone m_timeZone = TimeZone::Utc;
    mutable RecordLineCache m_lines;
    quint64 m_ticket = 0; ///< of the newest reading; chunks of an older one are dropped
    std::unique_ptr<Job> m_job;
};

} // namespace persistence
