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
    const QModelIndex top = m_view->topRow();
    const bool isTopRange = top.data(KindRole).toInt() == int(NavigatorKind::Range);
    QDataStream(&state, QIODevice::WriteOnly) << kStateVersion << rows << ranges << m_model->path(m_view->currentIndex())
                                              << m_model->path(isTopRange ? m_model->index(0, 0, top) : top) << isTopRange;
    return state;
}

std::optional<NavigatorPanel::Pending> NavigatorPanel::readState(const QByteArray &state)
{
    quint32 version = 0;
    Pending pending;
    QDataStream stream(state);
    stream >> version;
    if (version != kStateVersion)
        return std::nullopt;
    stream >> pending.rows >> pending.ranges >> pending.current;
    // Sessions kept no scroll position at first.
    if (!stream.atEnd())
        stream >> pending.top >> pending.isTopRange;
    return stream.status() == QDataStream::Ok ? std::optional(pending) : std::nullopt;
}

void NavigatorPanel::restoreState(const QByteArray &state)
{
    const auto pending = readState(state);
    if (!pending)
        return;
    m_pending = *pending;
    restorePending({});
}

/// Opens and selects what can be found now. The rest waits for rows that are still being read; what is gone is never found.
void NavigatorPanel::restorePending(const QModelIndex &loaded)
{
    if (isRestored())
        return;
    const auto waiting = [this] { return m_pending.rows.size() + m_pending.ranges.size() + !m_pending.current.isEmpty(); };
    const qsizetype before = waiting();
    const bool isOneOfOurs = m_pending.loading.removeAll(QPersistentModelIndex(loaded)) > 0;
    m_pending.rows.removeIf([this](const QList<QByteArray> &path) {
        const QModelIndex index = m_model->indexOf(path);
        if (index.isValid())
            openPending(index);
        return index.isValid();
    });
    m_pending.ranges.removeIf([this](const QList<QByteArray> &path) {
        const QModelIndex index = m_model->indexOf(path);
        if (index.isValid())
            openPending(index.parent());
        return index.isValid();
    });
    if (const QModelIndex current = m_model->indexOf(m_pending.current); current.isValid()) {
        m_pending.current.clear();
        m_view->setCurrentIndex(current);
    }
    // Rows that were read late push away what was in sight; but nothing scrolls by itself once all is there.
    if (waiting() < before || isOneOfOurs)
        scrollToPending();
    if (isRestored())
        m_pending = {};
}

bool NavigatorPanel::isRestored() const
{
    return m_pending.rows.isEmpty() && m_pending.ranges.isEmpty() && m_pending.current.isEmpty() && m_pending.loading.isEmpty();
}

void NavigatorPanel::openPending(const QModelIndex &index)
{
    m_view->expand(index);
    // Asking for its rows is what has them read.
    if (m_model->rowCount(index) == 0 && index.data(IsLoadingRole).toBool())
        m_pending.loading.append(index);
}

void NavigatorPanel::scrollToPending()
{
    const QModelIndex top = m_model->indexOf(m_pending.top);
    if (top.isValid())
        m_view->putOnTop(m_pending.isTopRange ? top.parent() : top);
    else if (m_view->currentIndex().isValid())
        m_view->scrollTo(m_view->currentIndex());
}

} // namespace persistence
