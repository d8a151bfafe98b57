#pragma once

#include "model/workspace/groups.h"

#include <QAbstractTableModel>

#include <memory>

namespace persistence {

class Reader;
class Workspace;
struct Error;

/// What could not be read on import, in order of arrival: file, place, reason, size. Rows are virtual; pages are read when a view asks,
/// by key and never by offset. Lives on the thread of the window.
class ProblemModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { SourceColumn, OffsetColumn, ReasonColumn, SizeColumn, ColumnCount };

    explicit ProblemModel(QObject *parent = nullptr);
    ~ProblemModel() override;

    /// Shows the problems of a workspace, or none.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    /// Looks for new problems after an import.
    void refresh();

    /// The problem in a row; empty if it cannot be read.
    [[nodiscard]] Problem problemAt(int row) const;
    /// Its bytes, as far as they were kept.
    [[nodiscard]] QByteArray bytesAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    void failed(const Error &error);

private:
    [[nodiscard]] QString text(const Problem &problem, int column) const;
    void report(const Error &error) const;

    std::shared_ptr<Workspace> m_workspace; ///< goes behind its reader: only where nobody reads any more it becomes one plain file
    std::unique_ptr<Reader> m_reader;
    qint64 m_count = 0;
    /// The problem before each page that was passed, to go on from by key.
    mutable QList<ProblemRow> m_pageStarts;
    mutable QList<Problem> m_page;
    mutable qint64 m_pageNumber = -1;
};

} // namespace persistence
