#include "model/transfer/bodyfeed.h"

#include "model/transfer/batchqueue.h"
#include "model/workspace/bodyreader.h"

#include <string>
#include <thread>
#include <vector>

namespace persistence {

namespace {

constexpr size_t kBatchSize = 1024 * 1024;
constexpr size_t kBatchRecords = 4096;

/// Copies of documents, one behind the other.
class BodyBatch final
{
public:
    void add(Collection collection, QByteArrayView body)
    {
        m_bytes.append(body.data(), size_t(body.size()));
        m_ends.push_back({collection, m_bytes.size()});
    }

    void clear()
    {
        m_bytes.clear();
        m_ends.clear();
    }

    [[nodiscard]] bool isFull() const { return m_bytes.size() >= kBatchSize || m_ends.size() >= kBatchRecords; }

    [[nodiscard]] Result<void> forEach(const std::function<Result<void>(const SinkRecord &)> &receive) const
    {
        size_t start = 0;
        for (const End &end : m_ends) {
            const QByteArrayView body(m_bytes.data() + start, qsizetype(end.offset - start));
            if (auto received = receive({end.collection, body}); !received)
                return received;
            start = end.offset;
        }
        return {};
    }

    [[nodiscard]] qint64 size() const { return qint64(m_bytes.size()); }
    [[nodiscard]] qint64 count() const { return qint64(m_ends.size()); }

private:
    struct End
    {
        Collection collection;
        size_t offset;
    };

    std::string m_bytes;
    std::vector<End> m_ends;
};

using Queue = BatchQueue<BodyBatch>;

Result<void> fill(Queue &queue, BodyReader &reader, std::span<const RecordRow> rows, const BodyTransform &transform, Progress &progress)
{
    BodyBatch *batch = queue.takeEmpty();
    auto read = !batch ? Result<void>() : reader.read(rows, progress, [&](Collection collection, QByteArrayView body) {
        batch->add(collection, transform ? transform(collection, body) : body);
        if (!batch->isFull())
            return true;
        queue.giveFull(batch);
        batch = queue.takeEmpty();
        return batch != nullptr && !progress.isCancelled();
    });
    if (batch)
        queue.giveFull(batch);
    queue.close();
    return read;
}

} // namespace

Result<void> feedBodies(BodyReader &reader, std::span<const RecordRow> rows, const BodyTransform &transform, Progress &progress,
                        const std::function<Result<void>(const SinkRecord &)> &receive)
{
    Queue queue;
    Result<void> read;
    const qint64 doneBefore = progress.done;
    qint64 received = 0;
    std::thread reading([&] { read = fill(queue, reader, rows, transform, progress); });
    Result<void> taken;
    while (BodyBatch *batch = queue.takeFull()) {
        taken = batch->forEach(receive);
        received += batch->count();
        progress.records += batch->count();
        progress.done += batch->size();
        // Records are of even enough size for a guess at the rest.
        if (received > 0)
            progress.total = doneBefore + qint64(double(progress.done - doneBefore) / double(received) * double(rows.size()));
        queue.giveBack(batch);
        if (!taken || progress.isCancelled())
            break;
    }
    queue.stop();
    reading.join();
    if (progress.isCancelled())
        return Error::cancelled();
    return taken ? read : taken;
}

} // namespace persistence
