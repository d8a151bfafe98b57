#include "model/workspace/indexrows.h"

#include <algorithm>

namespace persistence {

namespace {

qint64 appOf(quint64 major)
{
    return qint64(major >> 32);
}

qint64 modelOf(quint64 major)
{
    return qint64(major & 0xffffffff);
}

} // namespace

quint64 associationMajor(qint64 app, qint64 model)
{
    return quint64(app) << 32 | quint64(model);
}

bool RecordIdRows::next()
{
    if (!m_merge->advance()) {
        noteSame();
        return false;
    }
    const SortedRuns::Entry &entry = m_merge->entry();
    if (entry.startsKey) {
        noteSame();
        m_same.clear();
    }
    if (!entry.key.isEmpty())
        m_same.push_back({entry.position, entry.record});
    return true;
}

FeedValue RecordIdRows::value(int column) const
{
    return column == 0 ? FeedValue::of(m_merge->entry().key) : FeedValue::of(m_merge->entry().record);
}

void RecordIdRows::noteSame()
{
    if (m_same.size() < 2)
        return;
    std::stable_sort(m_same.begin(), m_same.end(), [](const Holder &a, const Holder &b) { return a.collection < b.collection; });
    for (size_t start = 0; start < m_same.size();) {
        std::vector<qint64> records;
        size_t i = start;
        for (; i < m_same.size() && m_same[i].collection == m_same[start].collection; ++i)
            records.push_back(m_same[i].record);
        start = i;
        if (records.size() > 1)
            m_sameIds.push_back(std::move(records));
    }
    m_same.clear();
}

TargetRows::TargetRows(const SortedRuns &runs, const std::unordered_set<qint64> &dropped, Found found)
    : m_merge(runs.merge())
    , m_dropped(dropped)
    , m_found(std::move(found))
{
    fetch();
}

void TargetRows::fetch()
{
    m_startsKey = false;
    do {
        m_hasEntry = m_merge->advance();
        m_startsKey |= m_hasEntry && m_merge->entry().startsKey;
    } while (m_hasEntry && m_dropped.contains(m_merge->entry().record));
}

bool TargetRows::next()
{
    if (!m_hasEntry)
        return false;
    m_major = m_merge->entry().major;
    m_key.resize(0);
    m_key.append(m_merge->entry().key);
    m_records = m_bytes = 0;
    qint64 last = 0;
    do {
        const SortedRuns::Entry &entry = m_merge->entry();
        if (entry.record != last) {
            ++m_records;
            m_bytes += entry.weight;
        }
        last = entry.record;
        fetch();
    } while (m_hasEntry && !m_startsKey);
    ++m_target;
    m_found(appOf(m_major), modelOf(m_major), m_target);
    return true;
}

FeedValue TargetRows::value(int column) const
{
    switch (column) {
    case 0:
        return FeedValue::of(m_target);
    case 1:
        return FeedValue::of(appOf(m_major));
    case 2:
        return FeedValue::of(modelOf(m_major));
    case 3:
        return FeedValue::of(QByteArrayView(m_key));
    case 4:
        return FeedValue::of(m_records);
    case 5:
        return FeedValue::of(m_bytes);
    default:
        return {};
    }
}

bool AssociationRows::next()
{
    bool startsKey = false;
    do {
        if (!m_merge->advance())
            return false;
        startsKey |= m_merge->entry().startsKey;
    } while (m_dropped.contains(m_merge->entry().record));
    m_target += startsKey ? 1 : 0;
    return true;
}

FeedValue AssociationRows::value(int column) const
{
    const SortedRuns::Entry &entry = m_merge->entry();
    return FeedValue::of(column == 0 ? m_target : column == 1 ? entry.record : qint64(entry.position));
}

} // namespace persistence
