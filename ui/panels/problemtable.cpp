#include "ui/panels/problemtable.h"

#include "model/items/valuetext.h"

#include <QLocale>

namespace persistence {

ProblemTable::ProblemTable(QObject *parent) : QAbstractTableModel(parent) {}

void ProblemTable::setProblems(QList<Problem> problems)
{
    beginResetModel();
    m_problems = std::move(problems);
    endResetModel();
}

int ProblemTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_problems.size());
}

int ProblemTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole && (index.column() == OffsetColumn || index.column() == SizeColumn))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const Problem &problem = m_problems[index.row()];
    switch (index.column()) {
    case SourceColumn: return visibleText(problem.source.toUtf8(), 500);
    case OffsetColumn: return QLocale().toString(problem.offset);
    case SizeColumn: return QLocale().toString(problem.size);
    case ReasonColumn: return visibleText(problem.reason.toUtf8(), 1'000);
    default: return {};
    }
}

QVariant ProblemTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SourceColumn: return tr("File");
    case OffsetColumn: return tr("At byte");
    case SizeColumn: return tr("Bytes");
    case ReasonColumn: return tr("Reason");
    default: return {};
    }
}

} // namespace persistence
