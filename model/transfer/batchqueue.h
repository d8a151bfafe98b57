#pragma once

#include "model/workspace/recordbatch.h"

#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace persistence {

/// A few batches that go round between the reading thread, which fills them, and the writing thread, which empties them. Bounds the memory of
/// an import: the faster side waits. Thread-safe.
class BatchQueue final
{
public:
    BatchQueue();
    Q_DISABLE_COPY_MOVE(BatchQueue)

    /// For the reader: an empty batch to fill; null once the writer has stopped.
    RecordBatch *takeEmpty();
    void giveFull(RecordBatch *batch);
    /// For the reader: no more batches come.
    void close();

    /// For the writer: the next full batch; null at the end.
    RecordBatch *takeFull();
    void giveBack(RecordBatch *batch);
    /// For the writer: it takes no more.
    void stop();

private:
    static constexpr size_t kBatches = 4;

    std::array<RecordBatch, kBatches> m_batches;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<RecordBatch *> m_empty;
    std::deque<RecordBatch *> m_full;
    bool m_isClosed = false;
    bool m_isStopped = false;
};

} // namespace persistence
