#pragma once

#include "model/workspace/groups.h"

#include <QAbstractTableModel>

namespace persistence {

/// The problems of a workspace as a table: where each comes from, and why it could not be read. Holds all that it was given; there are few
/// in any dump that is worth reading, and ProblemsPanel stops at a limit.
class ProblemTable final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { SourceColumn, OffsetColumn, SizeColumn, ReasonColumn, ColumnCount };

    explicit ProblemTable(QObject *parent = nullptr);

    void setProblems(QList<Problem> problems);
    [[nodiscard]] const Problem &problem(int row) const { return m_problems[row]; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const final;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const final;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<Problem> m_problems;
};

} // namespace persistence
