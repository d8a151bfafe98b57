#include "model/sources/gzipstream.h"

#include "model/sources/sourcetext.h"

#include <QLocale>

#include <cstring>
#include <limits>

#include <zlib.h>

namespace persistence {

namespace {

/// 15 bits of window, and 16 to expect the header and trailer of gzip. Source: zlib.h, inflateInit2.
constexpr int kGzipWindow = 15 + 16;
constexpr qint64 kHighestRatio = 100;

bool hasMagic(QByteArrayView start)
{
    return start.size() >= 2 && start[0] == '\x1f' && start[1] == '\x8b';
}

void setInput(z_stream &state, QByteArrayView input)
{
    state.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(input.data()));
    state.avail_in = uInt(qMin(input.size(), qsizetype(std::numeric_limits<uInt>::max())));
}

class GzipStream final : public ByteStream
{
public:
    GzipStream(std::unique_ptr<StreamBuffer> compressed, HugeRatio hugeRatio) : m_input(std::move(compressed)), m_hugeRatio(hugeRatio)
    {
        if (inflateInit2(&m_state, kGzipWindow) != Z_OK)
            qBadAlloc();
    }

    ~GzipStream() override { inflateEnd(&m_state); }

    Result<qsizetype> read(char *to, qsizetype size) override
    {
        while (!m_isEnded) {
            const auto available = m_input->fill(1);
            if (!available)
                return available.error();
            if (*available == 0) {
                if (m_isInMember)
                    end(SourceText::tr("The gzip data is cut short; what came before the cut was read."));
                break;
            }
            if (!m_isInMember) {
                if (const auto begun = beginMember(); !begun)
                    return begun.error();
                continue;
            }
            const qsizetype count = inflateSome(to, size);
            if (isBomb())
                return bombError();
            if (count > 0)
                return count;
        }
        m_isEnded = true;
        return qsizetype(0);
    }

    qint64 bytesRead() const override { return m_input->stream().bytesRead(); }
    qint64 bytesTotal() const override { return m_input->stream().bytesTotal(); }
    QString incompleteReason() const override { return m_reason.isEmpty() ? m_input->stream().incompleteReason() : m_reason; }

private:
    void end(const QString &reason)
    {
        m_reason = reason;
        m_isEnded = true;
    }

    Result<void> beginMember()
    {
        const auto available = m_input->fill(2);
        if (!available)
            return available.error();
        if (m_hasReadMember && !hasMagic(m_input->view())) {
            end(SourceText::tr("The gzip data is followed by something else at byte %1, which was not read.").arg(m_input->offset()));
            return {};
        }
        inflateReset(&m_state);
        m_isInMember = true;
        return {};
    }

    qsizetype inflateSome(char *to, qsizetype size)
    {
        const qsizetype room = qMin(size, qsizetype(std::numeric_limits<uInt>::max()));
        const QByteArrayView input = m_input->view();
        setInput(m_state, input);
        m_state.next_out = reinterpret_cast<Bytef *>(to);
        m_state.avail_out = uInt(room);
        const int status = inflate(&m_state, Z_NO_FLUSH);
        m_input->consume(reinterpret_cast<const char *>(m_state.next_in) - input.data());
        if (status == Z_STREAM_END) {
            m_isInMember = false;
            m_hasReadMember = true;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            reportDamage(status);
        }
        const qsizetype count = room - m_state.avail_out;
        m_inflated += count;
        return count;
    }

    void reportDamage(int status)
    {
        if (status == Z_MEM_ERROR)
            qBadAlloc();
        const bool isCheck = m_state.msg && (std::strstr(m_state.msg, "data check") || std::strstr(m_state.msg, "length check"));
        if (isCheck)
            end(SourceText::tr("The checksum of the gzip data is wrong at byte %1: something in it is damaged.").arg(m_input->offset()));
        else
            end(SourceText::tr("The gzip data is damaged at byte %1; what came before was read.").arg(m_input->offset()));
    }

    bool isBomb() const
    {
        return m_hugeRatio == HugeRatio::Refuse && m_inflated > kBombSize && m_inflated / kHighestRatio > m_input->offset();
    }

    Error bombError() const
    {
        const QLocale locale;
        return {ErrorKind::TooLarge,
                SourceText::tr(
                    "The gzip data inflates to more than %1 times its size (%2 so far). This is no usual dump; it was not read further.")
                    .arg(QString::number(kHighestRatio), locale.formattedDataSize(m_inflated, 1, QLocale::DataSizeSIFormat)),
                {}};
    }

    std::unique_ptr<StreamBuffer> m_input;
    HugeRatio m_hugeRatio;
    z_stream m_state = {};
    bool m_isInMember = false;
    bool m_hasReadMember = false;
    bool m_isEnded = false;
    qint64 m_inflated = 0;
    QString m_reason;
};

} // namespace

bool isGzip(QByteArrayView start)
{
    if (!hasMagic(start))
        return false;
    z_stream state = {};
    if (inflateInit2(&state, kGzipWindow) != Z_OK)
        return false;
    char scratch[512];
    setInput(state, start);
    state.next_out = reinterpret_cast<Bytef *>(scratch);
    state.avail_out = sizeof scratch;
    const int status = inflate(&state, Z_NO_FLUSH);
    inflateEnd(&state);
    return status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR || state.avail_out < sizeof scratch;
}

std::unique_ptr<ByteStream> makeGzipStream(std::unique_ptr<StreamBuffer> compressed, HugeRatio hugeRatio)
{
    return std::make_unique<GzipStream>(std::move(compressed), hugeRatio);
}

} // namespace persistence
