#include "model/items/recordtablemodel.h"

#include "model/items/iconid.h"
#include "model/items/listdifference.h"
#include "model/items/roles.h"
#include "model/workspace/workspace.h"

#include <QElapsedTimer>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Hands rows on in few, growing chunks: the first at once, so that there is something to see, later ones seldom, because appending to a
/// large table costs a view time in proportion to its size.
class ChunkSender final
{
public:
    explicit ChunkSender(std::function<void(std::vector<qint64>)> send) : m_send(std::move(send)) { m_clock.start(); }

    void add(std::span<const RecordRow> rows)
    {
        for (const RecordRow row : rows)
            m_chunk.push_back(row.value);
        if (m_isFirst || m_clock.elapsed() >= kPauseMs)
            flush();
    }

    void flush()
    {
        if (m_chunk.empty())
            return;
        m_isFirst = false;
        m_send(std::exchange(m_chunk, {}));
        m_clock.restart();
    }

private:
    static constexpr qint64 kPauseMs = 200;
    std::function<void(std::vector<qint64>)> m_send;
    std::vector<qint64> m_chunk;
    QElapsedTimer m_clock;
    bool m_isFirst = true;
};

} // namespace

RecordTableModel::RecordTableModel(QObject *parent) : QAbstractTableModel(parent) {}

RecordTableModel::~RecordTableModel() = default;

void RecordTableModel::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    showGroup({});
    m_reader.reset();
    m_workspace = std::move(workspace);
    if (!m_workspace)
        return;
    if (auto reader = m_workspace->reader())
        m_reader = std::move(*reader);
    else
        report(reader.error());
}

void RecordTableModel::showGroup(std::optional<Group> group)
{
    m_job.reset();
    beginResetModel();
    m_group = group;
    m_rows.clear();
    m_lines.clear();
    m_isRefresh = false;
    endResetModel();
    startReading();
}

void RecordTableModel::refresh()
{
    if (!m_reader || !m_group)
        return;
    const auto changed = m_lines.refresh(*m_reader);
    if (changed && !changed->isEmpty()) {
        for (int row = 0; row < int(m_rows.size()); ++row) {
            if (changed->contains(m_rows[size_t(row)]))
                emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
    }
    m_isRefresh = !m_rows.empty();
    startReading();
}

void RecordTableModel::cancel()
{
    if (m_job)
        m_job->cancel();
}

void RecordTableModel::startReading()
{
    m_job.reset();
    m_refreshed.clear();
    const quint64 ticket = ++m_ticket;
    m_isComplete = !m_workspace || !m_group;
    setLoading(!m_isComplete);
    if (m_isComplete)
        return;
    // The job ends before this model does, so the pointer is good; what it posted is dropped with the model, or by its ticket.
    const auto send = [this, ticket](std::vector<qint64> rows) {
        QMetaObject::invokeMethod(this, [this, ticket, rows = std::move(rows)]() mutable { receive(ticket, std::move(rows)); },
                                  Qt::QueuedConnection);
    };
    const auto work = [workspace = m_workspace, group = *m_group, send](Progress &progress) -> Result<void> {
        const auto reader = workspace->reader();
        if (!reader)
            return reader.error();
        ChunkSender sender(send);
        auto read = (*reader)->records(group, progress, [&](std::span<const RecordRow> rows) {
            sender.add(rows);
            return !progress.isCancelled();
        });
        sender.flush();
        if (read && progress.isCancelled())
            return Error::cancelled();
        return read;
    };
    m_job = Job::start(std::make_shared<Progress>(), work, [this](Result<void> result) { finishReading(std::move(result)); });
}

void RecordTableModel::receive(quint64 ticket, std::vector<qint64> rows)
{
    if (ticket != m_ticket)
        return;
    if (m_isRefresh) {
        m_refreshed.insert(m_refreshed.end(), rows.begin(), rows.end());
        return;
    }
    const int first = int(m_rows.size());
    beginInsertRows({}, first, first + int(rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();
}

void RecordTableModel::finishReading(Result<void> result)
{
    if (result && m_isRefresh)
        replaceBy(m_refreshed);
    m_isRefresh = false;
    m_refreshed = {};
    m_isComplete = result.isOk();
    setLoading(false);
    if (!result)
        report(result.error());
}

void RecordTableModel::replaceBy(const std::vector<qint64> &rows)
{
    struct RowsChange
    {
        RecordTableModel &model;
        void remove(int first, int count)
        {
            model.beginRemoveRows({}, first, first + count - 1);
            model.m_rows.erase(model.m_rows.begin() + first, model.m_rows.begin() + first + count);
            model.endRemoveRows();
        }
        void insert(int first, const qint64 *keys, int count)
        {
            model.beginInsertRows({}, first, first + count - 1);
            model.m_rows.insert(model.m_rows.begin() + first, keys, keys + count);
            model.endInsertRows();
        }
        void move(int from, int to)
        {
            model.beginMoveRows({}, from, from, {}, to);
            std::rotate(model.m_rows.begin() + to, model.m_rows.begin() + from, model.m_rows.begin() + from + 1);
            model.endMoveRows();
        }
    };
    applyDifference(m_rows, rows, RowsChange{*this});
}

void RecordTableModel::setLoading(bool isLoading)
{
    m_isLoading = isLoading;
    emit loadingChanged();
}

void RecordTableModel::setTimeZone(TimeZone zone)
{
    m_timeZone = zone;
    if (!m_rows.empty())
        emit dataChanged(index(0, UpdatedColumn), index(rowCount() - 1, UpdatedColumn), {Qt::DisplayRole});
}

RecordRow RecordTableModel::recordAt(int row) const
{
    return row >= 0 && row < rowCount() ? RecordRow{m_rows[size_t(row)]} : RecordRow();
}

int RecordTableModel::rowOf(RecordRow record) const
{
    const auto found = std::find(m_rows.begin(), m_rows.end(), record.value);
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

QString RecordTableModel::copyText(const QList<int> &rows) const
{
    QStringList lines;
    for (const int row : rows) {
        const RecordLine shown = line(row);
        QStringList cells;
        for (int column = 0; column < ColumnCount; ++column)
            cells.append(column == SizeColumn ? QString::number(shown.size) : text(shown, column));
        lines.append(cells.join(u'\t'));
    }
    return lines.join(u'\n');
}

int RecordTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RecordTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RecordTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid) || !m_reader)
        return {};
    switch (role) {
    case Qt::DisplayRole: return text(line(index.row()), index.column());
    case Qt::TextAlignmentRole:
        return index.column() == SizeColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case RecordRowRole: return QVariant::fromValue(recordAt(index.row()));
    case GroupRole: return m_group ? QVariant::fromValue(*m_group) : QVariant();
    case IconIdRole: return index.column() == KeyColumn ? QVariant(int(IconId::Record)) : QVariant();
    case BytesRole: return line(index.row()).size;
    case CopyTextRole: return text(line(index.row()), index.column()).toUtf8();
    case ToolTipTextRole: return text(line(index.row()), index.column());
    case SearchTextRole: return text(line(index.row()), RecordIdColumn);
    default: return {};
    }
}

QVariant RecordTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal && section == SizeColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    switch (section) {
    case KeyColumn: return tr("Key");
    case ValueColumn: return tr("Value");
    case UpdatedColumn: return tr("Updated");
    case SizeColumn: return tr("Size");
    case RecordIdColumn: return tr("Record id");
    default: return {};
    }
}

RecordLine RecordTableModel::line(int row) const
{
    auto line = m_lines.at(*m_reader, row, qint64(m_rows.size()), [this](qint64 i) { return RecordRow{m_rows[size_t(i)]}; });
    if (line)
        return std::move(*line);
    report(line.error());
    return {};
}

QString RecordTableModel::text(const RecordLine &line, int column) const
{
    switch (column) {
    case KeyColumn: return line.key.isEmpty() && line.row.isValid() ? tr("(no key)") : line.key;
    case ValueColumn: return line.value;
    case UpdatedColumn: return line.updated ? dateText(*line.updated, m_timeZone) : QString();
    case SizeColumn: return line.row.isValid() ? sizeText(line.size) : QString();
    case RecordIdColumn: return line.recordId;
    default: return {};
    }
}

void RecordTableModel::report(const Error &error) const
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    // Later, because a view may be drawing just now.
    auto *self = const_cast<RecordTableModel *>(this);
    QMetaObject::invokeMethod(self, [self, error] { emit self->failed(error); }, Qt::QueuedConnection);
}

} // namespace persistence
