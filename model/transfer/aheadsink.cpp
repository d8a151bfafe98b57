#include "model/transfer/aheadsink.h"

namespace persistence {

AheadSink::AheadSink(ByteSink &to) : m_to(to), m_handingOn([this] { handOn(); })
{
}

AheadSink::~AheadSink()
{
    stop();
}

Result<void> AheadSink::write(QByteArrayView bytes)
{
    Piece *piece = m_queue.takeEmpty();
    if (!piece) {
        stop();
        return m_state;
    }
    piece->bytes.append(bytes);
    m_queue.giveFull(piece);
    return {};
}

Result<void> AheadSink::finish()
{
    stop();
    return m_state ? m_to.finish() : m_state;
}

void AheadSink::handOn()
{
    while (Piece *piece = m_queue.takeFull()) {
        m_state = m_to.write(piece->bytes);
        m_queue.giveBack(piece);
        if (!m_state)
            break;
    }
    m_queue.stop();
}

/// Waits until everything was handed on, or an error has ended that.
void AheadSink::stop()
{
    m_queue.close();
    if (m_handingOn.joinable())
        m_handingOn.join();
}

} // namespace persistence
