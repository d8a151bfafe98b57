#include "model/workspace/imagedelta.h"

#include "model/workspace/recordbatch.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <limits>

namespace persistence {

namespace {

// Four zeros, the links (1 byte), the checksum of the document (8), then pieces: bytes to copy of the next document, bytes of it to pass
// over, bytes to put in, and these. What is left of the next document ends the document. All numbers little-endian, 4 bytes.
constexpr qsizetype kLinksOffset = 4;
constexpr qsizetype kChecksumOffset = 5;
constexpr qsizetype kHeadSize = 13;
constexpr qsizetype kPieceSize = 12;
/// An edit changes the lengths of the documents around it as well: single numbers between equal bytes.
constexpr qsizetype kNumberSize = 4;
/// So many equal bytes are worth a piece of their own.
constexpr qsizetype kEnoughEqual = 2 * kPieceSize;

/// How many bytes are equal from the front; whole blocks at a time, because documents may be large.
qsizetype equalAtFront(QByteArrayView a, QByteArrayView b)
{
    constexpr qsizetype kBlock = 64;
    const qsizetype size = std::min(a.size(), b.size());
    qsizetype equal = 0;
    while (equal + kBlock <= size && std::memcmp(a.data() + equal, b.data() + equal, size_t(kBlock)) == 0)
        equal += kBlock;
    while (equal < size && a[equal] == b[equal])
        ++equal;
    return equal;
}

qsizetype equalAtEnd(QByteArrayView a, QByteArrayView b)
{
    const qsizetype size = std::min(a.size(), b.size());
    qsizetype equal = 0;
    while (equal < size && a[a.size() - 1 - equal] == b[b.size() - 1 - equal])
        ++equal;
    return equal;
}

/// Whether the texts differ in no more than a number at the front, and are equal behind it for long enough.
bool differInNumber(QByteArrayView a, QByteArrayView b)
{
    const qsizetype enough = kNumberSize + kEnoughEqual;
    return a.size() >= enough && b.size() >= enough &&
           equalAtFront(a.sliced(kNumberSize, kEnoughEqual), b.sliced(kNumberSize)) == kEnoughEqual;
}

/// Gathers the pieces of a delta.
class Pieces final
{
public:
    Pieces(QByteArrayView document, int links)
    {
        m_bytes.resize(kHeadSize);
        std::memset(m_bytes.data(), 0, kLinksOffset);
        m_bytes[kLinksOffset] = char(links);
        qToLittleEndian(bodyChecksum(document), m_bytes.data() + kChecksumOffset);
    }

    void add(qsizetype copied, qsizetype passed, QByteArrayView inserted)
    {
        const qsizetype start = m_bytes.size();
        m_bytes.resize(start + kPieceSize);
        qsizetype place = start;
        for (const qsizetype number : {copied, passed, inserted.size()}) {
            qToLittleEndian(quint32(number), m_bytes.data() + place);
            place += 4;
        }
        m_bytes += inserted;
    }

    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

} // namespace

bool ImageDelta::isDelta(QByteArrayView stored)
{
    return stored.size() >= kHeadSize && stored.startsWith(QByteArrayView("\0\0\0\0", kLinksOffset));
}

int ImageDelta::linksOf(QByteArrayView stored)
{
    return isDelta(stored) ? quint8(stored[kLinksOffset]) : 0;
}

QByteArray ImageDelta::ofEqual(QByteArrayView document)
{
    return Pieces(document, 0).bytes();
}

QByteArray ImageDelta::of(QByteArrayView document, QByteArrayView next, int links)
{
    Pieces pieces(document, links);
    QByteArrayView rest = document, nextRest = next;
    const auto isWorthIt = [&](qsizetype more) { return links <= kMaxLinks && pieces.bytes().size() + more <= document.size() / 2; };
    const auto goOn = [&](qsizetype size) {
        rest = rest.sliced(size);
        nextRest = nextRest.sliced(size);
    };
    qsizetype equal = equalAtFront(rest, nextRest);
    while (isWorthIt(kPieceSize) && differInNumber(rest.sliced(equal), nextRest.sliced(equal))) {
        pieces.add(equal, kNumberSize, rest.sliced(equal, kNumberSize));
        goOn(equal + kNumberSize);
        equal = equalAtFront(rest, nextRest);
    }
    goOn(equal);
    const qsizetype end = equalAtEnd(rest, nextRest);
    const QByteArrayView inserted = rest.chopped(end);
    if (!isWorthIt(kPieceSize + inserted.size()))
        return document.toByteArray();
    pieces.add(equal, nextRest.size() - end, inserted);
    return pieces.bytes();
}

std::optional<QByteArray> ImageDelta::apply(QByteArrayView delta, QByteArrayView next)
{
    if (!isDelta(delta))
        return std::nullopt;
    const auto checksum = qFromLittleEndian<quint64>(delta.data() + kChecksumOffset);
    QByteArray document;
    document.reserve(next.size() + delta.size());
    for (QByteArrayView pieces = delta.sliced(kHeadSize); !pieces.isEmpty();) {
        if (pieces.size() < kPieceSize)
            return std::nullopt;
        const qint64 copied = qFromLittleEndian<quint32>(pieces.data());
        const qint64 passed = qFromLittleEndian<quint32>(pieces.data() + 4);
        const qint64 inserted = qFromLittleEndian<quint32>(pieces.data() + 8);
        pieces = pieces.sliced(kPieceSize);
        if (inserted > pieces.size() || copied + passed > next.size())
            return std::nullopt;
        document += next.first(copied);
        document += pieces.first(inserted);
        pieces = pieces.sliced(inserted);
        next = next.sliced(copied + passed);
    }
    document += next;
    return bodyChecksum(document) == checksum ? std::optional(document) : std::nullopt;
}

} // namespace persistence
