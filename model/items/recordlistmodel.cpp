#include "model/items/recordlistmodel.h"

#include "model/items/iconid.h"
#include "model/items/roles.h"
#include "model/workspace/workspace.h"

namespace persistence {

namespace {

/// Rows that come at once; appending to a large table costs a view time in proportion to its size.
constexpr size_t kChunk = 50'000;

} // namespace

RecordListModel::RecordListModel(std::shared_ptr<Workspace> workspace, RecordSelection selection, QObject *parent)
    : QAbstractTableModel(parent)
    , m_workspace(std::move(workspace))
    , m_selection(std::move(selection))
{
    if (auto reader = m_workspace->reader())
        m_reader = std::move(*reader);
}

RecordListModel::~RecordListModel() = default;

void RecordListModel::start()
{
    m_job.drop();
    beginResetModel();
    m_rows.clear();
    m_lines.clear();
    m_isComplete = false;
    endResetModel();
    const quint64 ticket = ++m_ticket;
    // All jobs end before this model does; what it posted is dropped with the model, or by its ticket.
    const auto send = [this, ticket](std::vector<RecordRow> rows) {
        QMetaObject::invokeMethod(
            this, [this, ticket, rows = std::move(rows)] { receive(ticket, rows); }, Qt::QueuedConnection);
    };
    const auto work = [workspace = m_workspace, selection = m_selection, send](Progress &progress) -> Result<void> {
        const auto reader = workspace->reader();
        if (!reader)
            return reader.error();
        std::vector<RecordRow> chunk;
        auto read = rowsOf(**reader, selection, progress, [&](std::span<const RecordRow> rows) {
            chunk.insert(chunk.end(), rows.begin(), rows.end());
            if (chunk.size() >= kChunk)
                send(std::exchange(chunk, {}));
            return !progress.isCancelled();
        });
        send(std::move(chunk));
        return read && progress.isCancelled() ? Error::cancelled() : read;
    };
    m_job.start(work, [this](const Result<void> &result) {
        m_isComplete = result.isOk();
        if (!result && result.error().kind != ErrorKind::Cancelled)
            emit failed(result.error());
        emit changed();
    });
    emit changed();
}

void RecordListModel::start(RecordSelection selection)
{
    m_selection = std::move(selection);
    start();
}

void RecordListModel::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    if (!m_rows.empty())
        emit dataChanged(index(0, ValueColumn), index(rowCount() - 1, ValueColumn));
}

void RecordListModel::stop()
{
    m_job.cancel();
}

void RecordListModel::receive(quint64 ticket, const std::vector<RecordRow> &rows)
{
    if (ticket != m_ticket || rows.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + int(rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();
    emit changed();
}

int RecordListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RecordListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RecordListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid) || !m_reader)
        return {};
    if (role == RecordRowRole)
        return QVariant::fromValue(m_rows[size_t(index.row())]);
    if (role == Qt::TextAlignmentRole)
        return index.column() == SizeColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    if (role == IconIdRole)
        return index.column() == KeyColumn ? QVariant(int(IconId::Record)) : QVariant();
    if (role != Qt::DisplayRole && role != ToolTipTextRole)
        return {};
    const auto line = m_lines.at(*m_reader, index.row(), qint64(m_rows.size()), [this](qint64 i) { return m_rows[size_t(i)]; });
    return line ? text(*line, index.column()) : QString();
}

QVariant RecordListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal && section == SizeColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Vertical ? QVariant(section + 1) : RecordLine::title(section);
}

QString RecordListModel::text(const RecordLine &line, int column) const
{
    if (!line.row.isValid())
        return column == KeyColumn ? tr("(deleted meanwhile)") : QString();
    return line.text(column, TimeZone::Utc, m_areValuesHidden);
}

} // namespace persistence
