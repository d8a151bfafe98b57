// Any bytes as a file: whatever its format seems to be, reading ends, each document without a fault is sound, offsets ascend, and what is
// read does not depend on the pieces in which the bytes arrive.

#include "model/bson/validation.h"
#include "model/record/recordindex.h"
#include "model/transfer/formats.h"

#include <QCryptographicHash>

#include <algorithm>
#include <cstdlib>

using namespace persistence;

namespace {

/// Bytes in memory, given in pieces of at most \a piece bytes.
class PiecewiseStream final : public ByteStream
{
public:
    PiecewiseStream(QByteArrayView bytes, qsizetype piece) : m_bytes(bytes), m_piece(piece) {}

    Result<qsizetype> read(char *to, qsizetype size) override
    {
        const QByteArrayView given = m_bytes.sliced(m_read).first(std::min({size, m_piece, m_bytes.size() - m_read}));
        std::copy(given.begin(), given.end(), to);
        m_read += given.size();
        return given.size();
    }
    qint64 bytesRead() const override { return m_read; }
    qint64 bytesTotal() const override { return m_bytes.size(); }
    QString incompleteReason() const override { return {}; }

private:
    QByteArrayView m_bytes;
    qsizetype m_piece;
    qsizetype m_read = 0;
};

void check(bool holds)
{
    if (!holds)
        std::abort();
}

/// A digest of all that a source gives; aborts where an item breaks the contract.
QByteArray readAll(QByteArrayView bytes, qsizetype piece)
{
    QCryptographicHash digest(QCryptographicHash::Md5);
    auto source = openSource(std::make_unique<PiecewiseStream>(bytes, piece), QStringLiteral("input"));
    if (!source)
        return source.error().message.toUtf8();
    SourceItem item;
    RecordIndex index;
    qint64 lastOffset = 0;
    for (;;) {
        const auto there = (*source)->next(item);
        if (!there)
            digest.addData(there.error().message.toUtf8());
        if (!there || !*there)
            break;
        check(item.offset >= lastOffset);
        lastOffset = item.offset;
        if (item.fault.isEmpty()) {
            check(!bson::validate(item.bytes).fault);
            indexRecord(bson::DocumentView(item.bytes), Collection::Persistence, index);
        }
        digest.addData(item.bytes.toByteArray());
        digest.addData(item.fault.toUtf8());
        digest.addData(QByteArray::number(item.offset) + ' ' + QByteArray::number(item.faultSize) + ' ' +
                       QByteArray::number(int(item.collection)));
    }
    digest.addData((*source)->incompleteReason().toUtf8());
    return digest.result();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes(data, qsizetype(size));
    constexpr qsizetype kSmallPiece = 7;
    check(readAll(bytes, bytes.size() + 1) == readAll(bytes, kSmallPiece));
    return 0;
}
