#include "model/sources/utf16stream.h"

#include "model/sources/sourcetext.h"

#include <QByteArray>
#include <QtEndian>

#include <cstring>

namespace persistence {

namespace {

constexpr qsizetype kChunkSize = 64 * 1024;

void appendUtf8(QByteArray &text, char32_t c)
{
    if (c < 0x80) {
        text += char(c);
    } else if (c < 0x800) {
        text += char(0xc0 | c >> 6);
        text += char(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        text += char(0xe0 | c >> 12);
        text += char(0x80 | (c >> 6 & 0x3f));
        text += char(0x80 | (c & 0x3f));
    } else {
        text += char(0xf0 | c >> 18);
        text += char(0x80 | (c >> 12 & 0x3f));
        text += char(0x80 | (c >> 6 & 0x3f));
        text += char(0x80 | (c & 0x3f));
    }
}

class Utf16Stream final : public ByteStream
{
public:
    explicit Utf16Stream(std::unique_ptr<StreamBuffer> input) : m_input(std::move(input)) {}

    Result<qsizetype> read(char *to, qsizetype size) override
    {
        while (m_given == m_text.size()) {
            m_text.clear();
            m_given = 0;
            const auto available = m_input->fill(m_hasBegun ? 4 : 2);
            if (!available)
                return available.error();
            if (!m_hasBegun)
                begin();
            else if (*available < 2)
                return end(*available);
            else
                convert();
        }
        const qsizetype count = qMin(size, m_text.size() - m_given);
        std::memcpy(to, m_text.constData() + m_given, size_t(count));
        m_given += count;
        return count;
    }

    qint64 bytesRead() const override { return m_input->stream().bytesRead(); }
    qint64 bytesTotal() const override { return m_input->stream().bytesTotal(); }
    QString incompleteReason() const override { return m_reason.isEmpty() ? m_input->stream().incompleteReason() : m_reason; }

private:
    void begin()
    {
        m_isBigEndian = m_input->view().front() == '\xfe';
        m_input->consume(2);
        m_hasBegun = true;
    }

    qsizetype end(qsizetype left)
    {
        if (left == 1)
            m_reason = SourceText::tr("The file ends inside a character.");
        return 0;
    }

    char16_t unitAt(qsizetype position) const
    {
        const char *bytes = m_input->view().data() + position;
        return char16_t(m_isBigEndian ? qFromBigEndian<quint16>(bytes) : qFromLittleEndian<quint16>(bytes));
    }

    void convert()
    {
        const qsizetype available = m_input->view().size();
        const qsizetype size = qMin(available, kChunkSize);
        qsizetype i = 0;
        while (i + 2 <= size) {
            const char16_t unit = unitAt(i);
            char32_t c = unit;
            if (QChar::isHighSurrogate(unit)) {
                // Its partner may be in the next chunk.
                if (i + 4 > available && !m_input->hasEnded() && i > 0)
                    break;
                if (i + 4 <= available && QChar::isLowSurrogate(unitAt(i + 2))) {
                    c = QChar::surrogateToUcs4(unit, unitAt(i + 2));
                    i += 2;
                }
            }
            i += 2;
            appendUtf8(m_text, c);
        }
        m_input->consume(i);
    }

    std::unique_ptr<StreamBuffer> m_input;
    QByteArray m_text; ///< converted, not yet all given
    qsizetype m_given = 0;
    bool m_hasBegun = false;
    bool m_isBigEndian = false;
    QString m_reason;
};

} // namespace

bool isUtf16(QByteArrayView start)
{
    return start.startsWith("\xff\xfe") || start.startsWith("\xfe\xff");
}

std::unique_ptr<ByteStream> makeUtf16Stream(std::unique_ptr<StreamBuffer> input)
{
    return std::make_unique<Utf16Stream>(std::move(input));
}

} // namespace persistence
