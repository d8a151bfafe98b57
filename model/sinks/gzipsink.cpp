#include "model/sinks/gzipsink.h"

#include <QByteArray>

#include <algorithm>
#include <limits>

#include <zlib.h>

namespace persistence {

namespace {

/// 15 bits of window, and 16 for the header and trailer of gzip; 8 is zlib's default memory level. Source: zlib.h, deflateInit2.
constexpr int kGzipWindow = 15 + 16;
constexpr int kMemoryLevel = 8;
constexpr qsizetype kOutputSize = 128 * 1024;

class GzipSink final : public ByteSink
{
public:
    explicit GzipSink(ByteSink &to) : m_to(to), m_output(kOutputSize, Qt::Uninitialized)
    {
        if (deflateInit2(&m_state, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
            qBadAlloc();
    }

    ~GzipSink() override { deflateEnd(&m_state); }

    Result<void> write(QByteArrayView bytes) override
    {
        while (!bytes.isEmpty()) {
            const qsizetype size = std::min<qsizetype>(bytes.size(), std::numeric_limits<int>::max());
            m_state.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
            m_state.avail_in = uInt(size);
            if (auto written = run(Z_NO_FLUSH); !written)
                return written;
            bytes = bytes.sliced(size);
        }
        return {};
    }

    Result<void> finish() override
    {
        if (auto written = run(Z_FINISH); !written)
            return written;
        return m_to.finish();
    }

private:
    Result<void> run(int flush)
    {
        do {
            m_state.next_out = reinterpret_cast<Bytef *>(m_output.data());
            m_state.avail_out = uInt(m_output.size());
            deflate(&m_state, flush);
            const QByteArrayView ready = QByteArrayView(m_output).first(m_output.size() - qsizetype(m_state.avail_out));
            if (ready.isEmpty())
                continue;
            if (auto written = m_to.write(ready); !written)
                return written;
        } while (m_state.avail_out == 0);
        return {};
    }

    ByteSink &m_to;
    QByteArray m_output;
    z_stream m_state = {};
};

} // namespace

std::unique_ptr<ByteSink> makeGzipSink(ByteSink &to)
{
    return std::make_unique<GzipSink>(to);
}

} // namespace persistence
