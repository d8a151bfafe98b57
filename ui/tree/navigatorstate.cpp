#include "model/items/navigatormodel.h"
#include "ui/tree/navigatorpanel.h"
#include "ui/tree/navigatorview.h"

#include <QDataStream>

namespace persistence {

namespace {

constexpr quint32 kStateVersion = 1;
/// More open rows are not worth keeping for the next session.
constexpr qsizetype kMaxKeptRows = 1'000;

} // namespace

void NavigatorPanel::collectExpanded(const QModelIndex &parent, QList<QList<QByteArray>> &rows, QList<QList<QByteArray>> &ranges) const
{
    const int count = m_model->rowCount(parent);
    for (int row = 0; row < count && rows.size() + ranges.size() < kMaxKeptRows; ++row) {
        const QModelIndex index = m_model->index(row, 0, parent);
        if (!m_view->isExpanded(index))
            continue;
        if (index.data(KindRole).toInt() == int(NavigatorKind::Range))
            ranges.append(m_model->path(m_model->index(0, 0, index)));
        else
            rows.append(m_model->path(index));
        collectExpanded(index, rows, ranges);
    }
}

QByteArray NavigatorPanel::saveState() const
{
    // While a filter is on, the state worth keeping is the one before it.
    if (m_model->matches() && !m_stateBeforeFilter.isEmpty())
        return m_stateBeforeFilter;
    QList<QList<QByteArray>> rows;
    QList<QList<QByteArray>> ranges;
    collectExpanded({}, rows, ranges);
    QByteArray state;
    QDataStream(&state, QIODevice::WriteOnly) << kStateVersion << rows << ranges << m_model->path(m_view->currentIndex());
    return state;
}

void NavigatorPanel::restoreState(const QByteArray &state)
{
    quint32 version = 0;
    Pending pending;
    QDataStream stream(state);
    stream >> version;
    if (version != kStateVersion)
        return;
    stream >> pending.rows >> pending.ranges >> pending.current;
    if (stream.status() != QDataStream::Ok)
        return;
    m_pending = pending;
    restorePending();
}

/// Opens and selects what can be found now. The rest waits for rows that are still being read; what is gone is never found.
void NavigatorPanel::restorePending()
{
    m_pending.rows.removeIf([this](const QList<QByteArray> &path) {
        const QModelIndex index = m_model->indexOf(path);
        if (index.isValid())
            m_view->expand(index);
        return index.isValid();
    });
    m_pending.ranges.removeIf([this](const QList<QByteArray> &path) {
        const QModelIndex index = m_model->indexOf(path);
        if (index.isValid())
            m_view->expand(index.parent());
        return index.isValid();
    });
    if (m_pending.current.isEmpty())
        return;
    if (const QModelIndex current = m_model->indexOf(m_pending.current); current.isValid()) {
        m_pending.current.clear();
        m_view->setCurrentIndex(current);
    }
}

} // namespace persistence
