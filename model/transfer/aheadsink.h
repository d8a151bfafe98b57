#pragma once

#include "model/sinks/bytesink.h"
#include "model/transfer/batchqueue.h"

#include <QByteArray>

#include <thread>

namespace persistence {

/// Hands bytes on to another sink on a thread of its own, so that records are written down while those before them are compressed and
/// stored. An error of the other sink shows at a later write() or at finish(). One thread at a time uses it; the other sink is not to be
/// touched between the first write() and finish().
class AheadSink final : public ByteSink
{
public:
    explicit AheadSink(ByteSink &to);
    ~AheadSink() override;

    [[nodiscard]] Result<void> write(QByteArrayView bytes) override;
    [[nodiscard]] Result<void> finish() override;

private:
    struct Piece
    {
        QByteArray bytes;
        void clear() { bytes.resize(0); }
    };

    void handOn();
    void stop();

    ByteSink &m_to;
    BatchQueue<Piece> m_queue;
    Result<void> m_state; ///< of the thread, until it has ended
    std::thread m_handingOn;
};

} // namespace persistence
