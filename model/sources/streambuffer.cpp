#include "model/sources/streambuffer.h"

#include <cstring>

namespace persistence {

namespace {

/// One read. Larger ones are no faster and push more out of the processor's cache.
constexpr qsizetype kReadSize = 256 * 1024;
constexpr qsizetype kFirstCapacity = 4 * kReadSize;

} // namespace

StreamBuffer::StreamBuffer(std::unique_ptr<ByteStream> stream)
    : m_stream(std::move(stream))
    , m_bytes(std::make_unique<char[]>(kFirstCapacity + kPadding))
    , m_capacity(kFirstCapacity)
{
}

Result<qsizetype> StreamBuffer::fill(qsizetype wanted)
{
    if (m_end - m_begin >= wanted || m_hasEnded)
        return m_end - m_begin;
    makeRoom(wanted);
    while (m_end - m_begin < wanted) {
        const auto count = m_stream->read(m_bytes.get() + m_end, qMin(kReadSize, m_capacity - m_end));
        if (!count)
            return count.error();
        if (*count == 0) {
            m_hasEnded = true;
            break;
        }
        m_end += *count;
    }
    std::memset(m_bytes.get() + m_end, 0, size_t(kPadding));
    return m_end - m_begin;
}

void StreamBuffer::consume(qsizetype count)
{
    Q_ASSERT(count <= m_end - m_begin);
    m_begin += count;
    m_offset += count;
}

void StreamBuffer::makeRoom(qsizetype wanted)
{
    const qsizetype size = m_end - m_begin;
    // Full reads only: room for the wanted bytes is room for one read behind those that are there.
    const qsizetype needed = qMax(wanted, size + kReadSize);
    if (m_begin + needed <= m_capacity)
        return;
    if (needed > m_capacity) {
        const qsizetype capacity = qMax(needed + kReadSize, m_capacity * 2);
        auto larger = std::make_unique_for_overwrite<char[]>(size_t(capacity + kPadding));
        std::memcpy(larger.get(), m_bytes.get() + m_begin, size_t(size));
        m_bytes = std::move(larger);
        m_capacity = capacity;
    } else {
        std::memmove(m_bytes.get(), m_bytes.get() + m_begin, size_t(size));
    }
    m_begin = 0;
    m_end = size;
}

} // namespace persistence
