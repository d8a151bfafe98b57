#include "model/sources/bsonreader.h"

#include "model/bson/validation.h"
#include "model/bson/view.h"
#include "model/sources/sourcetext.h"

namespace persistence {

namespace {

/// Length field and first type byte: what is looked at to tell whether a document may start somewhere.
constexpr qsizetype kHeadSize = 5;
constexpr qsizetype kTerminatorSize = 4;

bool isTerminator(QByteArrayView bytes)
{
    return bytes.startsWith(QByteArrayView("\xff\xff\xff\xff", kTerminatorSize));
}

bool isSaneLength(qint32 length)
{
    return length >= bson::kMinDocumentSize && length <= bson::kMaxDocumentSize;
}

bool isElementType(quint8 type)
{
    return (type >= 0x01 && type <= 0x13) || type == 0x7f || type == 0xff;
}

/// Whether a sound document is one that a dump holds at its top level, and not one out of the middle of another.
bool isTopLevelDocument(QByteArrayView bytes, BsonReader::Layout layout)
{
    const bson::DocumentView document(bytes);
    const auto first = document.begin();
    if (first == document.end())
        return false;
    if (first->name() == "_id" || document.find("appId"))
        return true;
    // The headers of blocks and the descriptions of collections.
    return layout == BsonReader::Layout::Archive && first->name() == "db" && document.find("collection");
}

} // namespace

bool BsonReader::mayStartDocument(QByteArrayView bytes)
{
    if (bytes.size() < kHeadSize)
        return false;
    const qint32 length = bson::readInt32(bytes);
    return isSaneLength(length) && (length == bson::kMinDocumentSize ? bytes[4] == 0 : isElementType(quint8(bytes[4])));
}

Result<BsonReader::Piece> BsonReader::next()
{
    m_input.consume(m_given);
    m_given = 0;
    const auto available = m_input.fill(kHeadSize);
    if (!available)
        return available.error();
    if (*available == 0)
        return Piece{Kind::End, {}, m_input.offset(), 0, {}};
    if (m_layout == Layout::Archive && isTerminator(m_input.view())) {
        m_given = kTerminatorSize;
        return Piece{Kind::Terminator, m_input.view().first(kTerminatorSize), m_input.offset(), kTerminatorSize, {}};
    }
    if (*available < kHeadSize)
        return findWayBack(SourceText::tr("the file ends inside a document"));
    const qint32 length = bson::readInt32(m_input.view());
    if (!isSaneLength(length))
        return findWayBack(SourceText::tr("no document can start here: its length would be %1").arg(length));
    const auto filled = m_input.fill(length);
    if (!filled)
        return filled.error();
    if (*filled < length)
        return findWayBack(SourceText::tr("the file ends inside a document of %1 bytes").arg(length));
    if (m_input.view()[length - 1] != 0)
        return findWayBack(SourceText::tr("the document does not end where its length of %1 bytes says").arg(length));
    m_given = length;
    return Piece{Kind::Document, m_input.view().first(length), m_input.offset(), length, {}};
}

Result<BsonReader::Piece> BsonReader::validated(Piece piece)
{
    const bson::Validation validation = bson::validate(piece.bytes);
    if (!validation.fault) {
        piece.hasInvalidText = validation.invalidText.has_value();
        piece.isTooDeep = validation.tooDeep;
        return piece;
    }
    const QString fault =
        SourceText::tr("at byte %1 of the document: %2").arg(QString::number(validation.fault->offset), validation.fault->reason);
    const auto follow = lookBehind(piece.bytes.size());
    if (!follow)
        return follow.error();
    if (*follow == Follow::Senseless)
        return findWayBack(fault);
    piece.kind = Kind::Unreadable;
    piece.fault = fault;
    piece.bytes = m_input.view().first(m_given);
    return piece;
}

/// What stands behind \a size bytes: the end, something that may be a document, or a terminator.
Result<BsonReader::Follow> BsonReader::lookBehind(qsizetype size)
{
    const auto available = m_input.fill(size + kHeadSize);
    if (!available)
        return available.error();
    const QByteArrayView behind = m_input.view().sliced(size);
    const bool isSensible = behind.isEmpty() || mayStartDocument(behind) || (m_layout == Layout::Archive && isTerminator(behind));
    return isSensible ? Follow::Sensible : Follow::Senseless;
}

Result<BsonReader::Piece> BsonReader::findWayBack(QString fault)
{
    m_given = 0;
    m_kept.clear();
    m_keptSize = 0;
    const qint64 offset = m_input.offset();
    keep(1);
    const auto found = findCandidate();
    if (!found)
        return found.error();
    m_isCutShort |= !*found;
    return Piece{Kind::Unreadable, m_kept, offset, m_keptSize, std::move(fault), false, false, true};
}

/// Moves on to the next place where a document surely starts; false at the end.
Result<bool> BsonReader::findCandidate()
{
    for (;;) {
        const auto available = m_input.fill(2 * bson::kMinDocumentSize);
        if (!available)
            return available.error();
        const QByteArrayView view = m_input.view();
        const bool isLast = m_input.hasEnded();
        qsizetype position = 0;
        const qsizetype end = isLast ? view.size() : view.size() - kHeadSize;
        while (position < end) {
            const QByteArrayView rest = view.sliced(position);
            if (mayStartDocument(rest) || (m_layout == Layout::Archive && isTerminator(rest)))
                break;
            ++position;
        }
        keep(position);
        if (position == end) {
            if (isLast)
                return false;
            continue;
        }
        const auto isBack = isWayBack();
        if (!isBack)
            return isBack.error();
        if (*isBack)
            return true;
        keep(1);
    }
}

/// Whether the document or terminator at the front of the view is sound and what follows it makes sense, too.
Result<bool> BsonReader::isWayBack()
{
    if (m_layout == Layout::Archive && isTerminator(m_input.view())) {
        const auto available = m_input.fill(kTerminatorSize + kHeadSize);
        if (!available)
            return available.error();
        const QByteArrayView behind = m_input.view().sliced(kTerminatorSize);
        return behind.isEmpty() || mayStartDocument(behind);
    }
    const qsizetype length = bson::readInt32(m_input.view());
    const auto available = m_input.fill(length);
    if (!available)
        return available.error();
    if (*available < length || m_input.view()[length - 1] != 0)
        return false;
    const auto follow = lookBehind(length);
    if (!follow)
        return follow.error();
    if (*follow == Follow::Senseless)
        return false;
    const QByteArrayView document = m_input.view().first(length);
    return !bson::validate(document).fault && isTopLevelDocument(document, m_layout);
}

/// Moves \a count bytes into the unreadable piece.
void BsonReader::keep(qsizetype count)
{
    const qsizetype room = kMaxKeptSize - m_kept.size();
    m_kept.append(m_input.view().first(qMin(count, room)));
    m_keptSize += count;
    m_input.consume(count);
}

} // namespace persistence
