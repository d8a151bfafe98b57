// How a RecordTableModel reads its rows, and what of them moves when they were read again.
#include "model/items/recordtablemodel.h"

#include "model/items/listdifference.h"
#include "model/workspace/workspace.h"

#include <unordered_map>
#include <unordered_set>

namespace persistence {

void RecordTableModel::restart()
{
    beginResetModel();
    m_rows.clear();
    m_new = newDrafts();
    m_isRefresh = false;
    endResetModel();
    setMatcher({});
    startReading();
}

void RecordTableModel::setOrder(const RecordOrder &order)
{
    if (m_order == order)
        return;
    m_order = order;
    m_isRefresh = !m_rows.empty();
    startReading();
}

void RecordTableModel::refresh()
{
    if (!m_reader || !m_group)
        return;
    m_wholeRecords.clear();
    const auto changed = m_lines.refresh(*m_reader);
    if (changed && !changed->isEmpty()) {
        for (int row = 0; row < int(m_rows.size()); ++row) {
            if (changed->contains(m_rows[size_t(row)]))
                emit dataChanged(index(row, 0), index(row, columnCount() - 1));
        }
    }
    m_isRefresh = !m_rows.empty();
    startReading();
}

void RecordTableModel::cancel()
{
    m_job.cancel();
}

void RecordTableModel::startReading()
{
    m_job.drop();
    m_refreshed.clear();
    const quint64 ticket = ++m_ticket;
    m_isComplete = !m_workspace || !m_group;
    setLoading(!m_isComplete);
    if (m_isComplete)
        return;
    // All jobs end before this model does, so the pointer is good; what it posted is dropped with the model, or by its ticket.
    const auto send = [this, ticket](std::vector<qint64> rows) {
        QMetaObject::invokeMethod(
            this, [this, ticket, rows = std::move(rows)]() mutable { receive(ticket, std::move(rows)); }, Qt::QueuedConnection);
    };
    const auto sendMatcher = [this, ticket](std::shared_ptr<const FilterMatcher> matcher) {
        QMetaObject::invokeMethod(
            this,
            [this, ticket, matcher = std::move(matcher)] {
                if (ticket == m_ticket)
                    setMatcher(matcher);
            },
            Qt::QueuedConnection);
    };
    const auto work = [workspace = m_workspace, query = RecordQuery{*m_group, m_filter, m_order}, send, sendMatcher](Progress &progress) {
        return readRows(*workspace, query, progress, send, sendMatcher);
    };
    m_job.start(work, [this](Result<void> result) { finishReading(std::move(result)); });
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
    if (result && m_isRefresh && m_order == RecordOrder())
        replaceBy(m_refreshed);
    else if (result && m_isRefresh)
        reorder(std::move(m_refreshed));
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

/// Any order may follow any other, so rows do not move one by one: those that went go, new ones come at the end, then all change places at
/// once.
void RecordTableModel::reorder(std::vector<qint64> rows)
{
    const std::unordered_set<qint64> before(m_rows.begin(), m_rows.end());
    const std::unordered_set<qint64> after(rows.begin(), rows.end());
    std::vector<qint64> known;
    for (const qint64 row : m_rows) {
        if (after.contains(row))
            known.push_back(row);
    }
    for (const qint64 row : rows) {
        if (!before.contains(row))
            known.push_back(row);
    }
    replaceBy(known);

    emit layoutAboutToBeChanged({}, VerticalSortHint);
    // New records keep their rows behind the others.
    QModelIndexList moved = persistentIndexList();
    moved.removeIf([this](const QModelIndex &index) { return index.row() >= recordCount(); });
    std::unordered_map<qint64, int> places;
    for (const QModelIndex &index : moved)
        places.emplace(m_rows[size_t(index.row())], 0);
    m_rows = std::move(rows);
    for (size_t place = 0; place < m_rows.size(); ++place) {
        if (const auto found = places.find(m_rows[place]); found != places.end())
            found->second = int(place);
    }
    QModelIndexList now;
    for (const QModelIndex &old : moved)
        now.append(index(places.at(known[size_t(old.row())]), old.column()));
    changePersistentIndexList(moved, now);
    emit layoutChanged({}, VerticalSortHint);
}

void RecordTableModel::setLoading(bool isLoading)
{
    m_isLoading = isLoading;
    emit loadingChanged();
}

} // namespace persistence
