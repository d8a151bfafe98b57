#include "model/transfer/batchqueue.h"

namespace persistence {

BatchQueue::BatchQueue()
{
    for (RecordBatch &batch : m_batches)
        m_empty.push_back(&batch);
}

RecordBatch *BatchQueue::takeEmpty()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_isStopped || !m_empty.empty(); });
    if (m_isStopped)
        return nullptr;
    RecordBatch *batch = m_empty.front();
    m_empty.pop_front();
    return batch;
}

void BatchQueue::giveFull(RecordBatch *batch)
{
    const std::lock_guard lock(m_mutex);
    m_full.push_back(batch);
    m_changed.notify_all();
}

void BatchQueue::close()
{
    const std::lock_guard lock(m_mutex);
    m_isClosed = true;
    m_changed.notify_all();
}

RecordBatch *BatchQueue::takeFull()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_isClosed || !m_full.empty(); });
    if (m_full.empty())
        return nullptr;
    RecordBatch *batch = m_full.front();
    m_full.pop_front();
    return batch;
}

void BatchQueue::giveBack(RecordBatch *batch)
{
    batch->clear();
    const std::lock_guard lock(m_mutex);
    m_empty.push_back(batch);
    m_changed.notify_all();
}

void BatchQueue::stop()
{
    const std::lock_guard lock(m_mutex);
    m_isStopped = true;
    m_changed.notify_all();
}

} // namespace persistence
