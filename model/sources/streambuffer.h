#pragma once

#include "model/sources/bytestream.h"

#include <QByteArrayView>

namespace persistence {

/// A window that slides over a ByteStream: makes sure that some bytes are there in one piece, shows them, goes on. Its memory is bounded
/// by the largest fill() that was asked for. One thread at a time.
class StreamBuffer final
{
public:
    static constexpr qsizetype kPadding = 64;

    explicit StreamBuffer(std::unique_ptr<ByteStream> stream);

    /// Reads until at least \a wanted bytes can be viewed or the stream ends; gives how many there are. May move the bytes: views taken
    /// before are invalid afterwards.
    [[nodiscard]] Result<qsizetype> fill(qsizetype wanted);
    /// The bytes that are there, from offset() on. Behind them kPadding more can be looked at, of which the first is 0.
    [[nodiscard]] QByteArrayView view() const { return {m_bytes.get() + m_begin, m_end - m_begin}; }
    /// Moves on by \a count bytes of the view. Does not move memory: the bytes passed stay valid until the next fill().
    void consume(qsizetype count);

    /// Where the view starts, in bytes of the stream.
    [[nodiscard]] qint64 offset() const { return m_offset; }
    /// Whether all bytes were read from the stream; the view may still hold some.
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }
    [[nodiscard]] const ByteStream &stream() const { return *m_stream; }

private:
    void makeRoom(qsizetype wanted);

    std::unique_ptr<ByteStream> m_stream;
    std::unique_ptr<char[]> m_bytes;
    qsizetype m_capacity = 0;
    qsizetype m_begin = 0;
    qsizetype m_end = 0;
    qint64 m_offset = 0;
    bool m_hasEnded = false;
};

} // namespace persistence
