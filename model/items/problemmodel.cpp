#include "model/items/problemmodel.h"

#include "model/items/itemtext.h"
#include "model/items/roles.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kPageSize = 256;

} // namespace

ProblemModel::ProblemModel(QObject *parent) : QAbstractTableModel(parent)
{
}

ProblemModel::~ProblemModel() = default;

void ProblemModel::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    beginResetModel();
    m_reader.reset();
    m_workspace = std::move(workspace);
    m_count = 0;
    m_pageStarts = {ProblemRow()};
    m_pageNumber = -1;
    endResetModel();
    if (!m_workspace)
        return;
    auto reader = m_workspace->reader();
    if (!reader) {
        report(reader.error());
        return;
    }
    m_reader = std::move(*reader);
    refresh();
}

void ProblemModel::refresh()
{
    if (!m_reader)
        return;
    const auto count = m_reader->problemCount();
    if (!count) {
        report(count.error());
        return;
    }
    m_pageNumber = -1;
    if (*count > m_count) {
        // Problems are only ever added, at the end.
        beginInsertRows({}, int(m_count), int(*count) - 1);
        m_count = *count;
        endInsertRows();
    } else if (*count < m_count) {
        beginResetModel();
        m_count = *count;
        m_pageStarts = {ProblemRow()};
        endResetModel();
    }
}

Problem ProblemModel::problemAt(int row) const
{
    if (row < 0 || row >= m_count || !m_reader)
        return {};
    const qint64 number = row / kPageSize;
    if (number != m_pageNumber) {
        for (qint64 at = std::min<qint64>(number, m_pageStarts.size() - 1); at <= number; ++at) {
            auto page = m_reader->problems(m_pageStarts[at], kPageSize);
            if (!page) {
                report(page.error());
                return {};
            }
            m_page = std::move(*page);
            m_pageNumber = at;
            if (m_pageStarts.size() == at + 1 && m_page.size() == kPageSize)
                m_pageStarts.append(m_page.last().row);
            else if (m_page.size() < kPageSize)
                break;
        }
    }
    return number == m_pageNumber ? m_page.value(row % kPageSize) : Problem();
}

QByteArray ProblemModel::bytesAt(int row) const
{
    const Problem problem = problemAt(row);
    if (!problem.row.isValid())
        return {};
    auto bytes = m_reader->problemBytes(problem.row);
    if (bytes)
        return *bytes;
    report(bytes.error());
    return {};
}

int ProblemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_count);
}

int ProblemModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case ToolTipTextRole:
        return text(problemAt(index.row()), index.column());
    case CopyTextRole:
        return text(problemAt(index.row()), index.column()).toUtf8();
    case Qt::TextAlignmentRole:
        return index.column() == OffsetColumn || index.column() == SizeColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
                                                                              : QVariant();
    default:
        return {};
    }
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    switch (section) {
    case SourceColumn:
        return tr("File");
    case OffsetColumn:
        return tr("Offset");
    case ReasonColumn:
        return tr("Reason");
    case SizeColumn:
        return tr("Size");
    default:
        return {};
    }
}

QString ProblemModel::text(const Problem &problem, int column) const
{
    switch (column) {
    case SourceColumn:
        return visibleText(problem.source.toUtf8());
    case OffsetColumn:
        return numberText(problem.offset);
    case ReasonColumn:
        return problem.reason;
    case SizeColumn:
        return sizeText(problem.size);
    default:
        return {};
    }
}

void ProblemModel::report(const Error &error) const
{
    auto *self = const_cast<ProblemModel *>(this);
    QMetaObject::invokeMethod(
        self, [self, error] { emit self->failed(error); }, Qt::QueuedConnection);
}

} // namespace persistence
