#pragma once

#include <QtGlobal>

#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace persistence {

/// A few batches that go round between the reading thread, which fills them, and the writing thread, which empties them. Bounds the memory
/// of an import or export: the faster side waits. A Batch has clear(). Thread-safe.
template <typename Batch>
class BatchQueue final
{
public:
    BatchQueue()
    {
        for (Batch &batch : m_batches)
            m_empty.push_back(&batch);
    }
    Q_DISABLE_COPY_MOVE(BatchQueue)

    /// For the reader: an empty batch to fill; null once the writer has stopped.
    Batch *takeEmpty()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_isStopped || !m_empty.empty(); });
        return m_isStopped ? nullptr : takeFirst(m_empty);
    }

    void giveFull(Batch *batch) { give(batch, m_full); }

    /// For the reader: no more batches come.
    void close() { end(m_isClosed); }

    /// For the writer: the next full batch; null at the end.
    Batch *takeFull()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_isClosed || !m_full.empty(); });
        return m_full.empty() ? nullptr : takeFirst(m_full);
    }

    void giveBack(Batch *batch)
    {
        batch->clear();
        give(batch, m_empty);
    }

    /// For the writer: it takes no more.
    void stop() { end(m_isStopped); }

private:
    static constexpr size_t kBatches = 4;

    static Batch *takeFirst(std::deque<Batch *> &batches)
    {
        Batch *batch = batches.front();
        batches.pop_front();
        return batch;
    }

    void give(Batch *batch, std::deque<Batch *> &to)
    {
        const std::lock_guard lock(m_mutex);
        to.push_back(batch);
        m_changed.notify_all();
    }

    void end(bool &flag)
    {
        const std::lock_guard lock(m_mutex);
        flag = true;
        m_changed.notify_all();
    }

    std::array<Batch, kBatches> m_batches;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Batch *> m_empty;
    std::deque<Batch *> m_full;
    bool m_isClosed = false;
    bool m_isStopped = false;
};

} // namespace persistence
