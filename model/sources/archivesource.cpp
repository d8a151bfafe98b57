#include "model/sources/archivesource.h"

#include "model/bson/archivechecksum.h"
#include "model/sources/bsonreader.h"
#include "model/sources/bsonsource.h"
#include "model/sources/filesource.h"
#include "model/sources/sourcetext.h"

#include <QHash>

#include <algorithm>

namespace persistence {

namespace {

constexpr qsizetype kMagicSize = 4;
/// A server has some hundred collections; the names of more are not remembered, so that no file can fill the memory with them.
constexpr qsizetype kMaxNamespaces = 100000;

QByteArrayView textOf(bson::DocumentView document, QByteArrayView name)
{
    const auto element = document.find(name);
    return element && element->type() == bson::Type::String ? element->toText() : QByteArrayView();
}

bool isTrue(bson::DocumentView document, QByteArrayView name)
{
    const auto element = document.find(name);
    return element && element->type() == bson::Type::Bool && element->toBool();
}

/// One collection of one database, in the archive.
struct Namespace
{
    Collection collection = Collection::Other;
    ArchiveChecksum checksum;
    bool isExpected = false; ///< it must end with a block of its own, or the archive is cut
    bool hasEnded = false;
};

class ArchiveSource final : public FileSource
{
public:
    ArchiveSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format)
        : FileSource(std::move(input), name, format)
        , m_reader(buffer(), BsonReader::Layout::Archive)
    {
    }

    Result<bool> next(SourceItem &item) override
    {
        if (!m_hasBegun) {
            m_hasBegun = true;
            if (const auto filled = buffer().fill(kMagicSize); !filled)
                return filled.error();
            buffer().consume(qMin(kMagicSize, buffer().view().size()));
        }
        for (;;) {
            auto piece = m_reader.next();
            if (!piece)
                return piece.error();
            const auto isItem = take(*piece, item);
            if (!isItem)
                return isItem.error();
            if (*isItem)
                return true;
            if (piece->kind == BsonReader::Kind::End)
                return false;
        }
    }

private:
    enum class State { Prelude, Header, Body };

    QString missingContent() const override;
    Result<bool> take(const BsonReader::Piece &piece, SourceItem &item);
    Result<bool> takeDocument(const BsonReader::Piece &piece, SourceItem &item);
    bool takeTerminator(const BsonReader::Piece &piece, SourceItem &item);
    bool takeUnreadable(const BsonReader::Piece &piece, SourceItem &item);
    bool takeHeader(bson::DocumentView document);
    void endNamespace(Namespace &ended, const QByteArray &key, bson::DocumentView header);
    void report(const QString &reason);

    BsonReader m_reader;
    State m_state = State::Prelude;
    bool m_hasBegun = false;
    bool m_isLost = false; ///< after damage: what comes next may be a header or a document, whatever the state says
    Namespace m_unknown{Collection::Unknown, {}, false, false};
    Namespace m_ignored;
    Namespace *m_current = &m_unknown;
    QHash<QByteArray, std::shared_ptr<Namespace>> m_namespaces;
    QString m_reason;
};

Result<bool> ArchiveSource::take(const BsonReader::Piece &piece, SourceItem &item)
{
    switch (piece.kind) {
    case BsonReader::Kind::Document:
        return takeDocument(piece, item);
    case BsonReader::Kind::Terminator:
        return takeTerminator(piece, item);
    case BsonReader::Kind::Unreadable:
        return takeUnreadable(piece, item);
    case BsonReader::Kind::End:
        if (m_state != State::Header)
            report(SourceText::tr("The archive ends inside a block; everything before it was read."));
        return false;
    }
    Q_UNREACHABLE();
}

Result<bool> ArchiveSource::takeDocument(const BsonReader::Piece &piece, SourceItem &item)
{
    const bool mayBeHeader = m_state != State::Body || m_isLost;
    if (m_state == State::Body && !m_isLost && !isWorthReading(m_current->collection, piece.bytes)) {
        if (m_current->collection != Collection::Other)
            m_current->checksum.add(piece.bytes);
        return false;
    }
    const auto checked = m_reader.validated(piece);
    if (!checked)
        return checked.error();
    if (checked->kind == BsonReader::Kind::Unreadable)
        return takeUnreadable(*checked, item);
    if (mayBeHeader && takeHeader(bson::DocumentView(checked->bytes)))
        return false;
    if (m_state != State::Body) {
        // A document where a header should stand: the header is lost, and the document tells itself where it belongs.
        m_state = State::Body;
        m_current = &m_unknown;
    }
    m_isLost = false;
    m_current->checksum.add(checked->bytes);
    if (!isWorthReading(m_current->collection, checked->bytes))
        return false;
    item = {m_current->collection, checked->bytes, checked->offset, {}, 0, checked->hasInvalidText, checked->isTooDeep};
    return true;
}

bool ArchiveSource::takeTerminator(const BsonReader::Piece &piece, SourceItem &item)
{
    m_isLost = false;
    if (m_state != State::Header) {
        m_state = State::Header;
        return false;
    }
    item = {Collection::Unknown, piece.bytes, piece.offset, SourceText::tr("two ends of blocks follow each other"),
            piece.size,          false,       false};
    return true;
}

bool ArchiveSource::takeUnreadable(const BsonReader::Piece &piece, SourceItem &item)
{
    const Collection collection = m_state == State::Body && !piece.isLost ? m_current->collection : Collection::Unknown;
    if (!piece.isLost)
        m_current->checksum.add(piece.bytes);
    if (!piece.isLost && m_state != State::Body) {
        // An unreadable header: the documents of its block may be ours, so they are read and looked at.
        m_isLost = true;
        m_current = &m_unknown;
        if (m_state == State::Header)
            m_state = State::Body;
    }
    if (piece.isLost) {
        // A header may have been lost, too, so nothing is passed over by the name of its collection until the next one.
        m_isLost = true;
        m_current = &m_unknown;
    }
    item = {collection, piece.bytes, piece.offset, piece.fault, piece.size, false, false};
    return true;
}

/// Takes the document as what the archive says about itself, if it is that: its header, the description of a collection or the header of
/// a block.
bool ArchiveSource::takeHeader(bson::DocumentView document)
{
    if (m_state == State::Prelude && document.find("concurrent_collections"))
        return true;
    const auto first = document.begin();
    if (first == document.end() || first->name() != "db" || !document.find("collection"))
        return false;
    const QByteArrayView name = textOf(document, "collection");
    const QByteArray key = textOf(document, "db").toByteArray().append('\0').append(name);
    m_isLost = false;
    if (m_namespaces.size() >= kMaxNamespaces && !m_namespaces.contains(key)) {
        report(SourceText::tr("The archive names more than %1 collections; the last ones were not read.").arg(kMaxNamespaces));
        if (m_state != State::Prelude)
            m_state = State::Body;
        m_current = &m_ignored;
        return true;
    }
    std::shared_ptr<Namespace> &known = m_namespaces[key];
    if (!known)
        known = std::make_shared<Namespace>(Namespace{collectionByName(name), {}, false, false});
    if (document.find("metadata") || !document.find("EOF")) {
        // Old tools write no type and list views, which have no data, among the collections.
        known->isExpected =
            textOf(document, "type") == "collection" || (textOf(document, "type").isEmpty() && known->collection != Collection::Other);
        return true;
    }
    known->isExpected = true;
    m_state = State::Body;
    m_current = known.get();
    if (isTrue(document, "EOF"))
        endNamespace(*known, key, document);
    return true;
}

void ArchiveSource::endNamespace(Namespace &ended, const QByteArray &key, bson::DocumentView header)
{
    ended.hasEnded = true;
    const auto crc = header.find("CRC");
    if (ended.collection == Collection::Other || !crc || crc->type() != bson::Type::Int64)
        return;
    if (quint64(crc->toInt64()) != ended.checksum.value())
        report(SourceText::tr("The checksum of “%1” is wrong: at least one of its documents is damaged or missing.")
                   .arg(QString::fromUtf8(key).replace(QChar(u'\0'), QChar(u'.'))));
}

/// Keeps the first reason: later ones mostly follow from it.
void ArchiveSource::report(const QString &reason)
{
    if (m_reason.isEmpty())
        m_reason = reason;
}

QString ArchiveSource::missingContent() const
{
    if (!m_reason.isEmpty())
        return m_reason;
    if (m_reader.isCutShort())
        return SourceText::tr("The archive ends inside a document; everything before it was read.");
    const bool isCut =
        std::any_of(m_namespaces.begin(), m_namespaces.end(), [](const auto &known) { return known->isExpected && !known->hasEnded; });
    return isCut ? SourceText::tr("The archive is cut short: it ends before all of its collections do. What arrived was read.") : QString();
}

} // namespace

bool isArchive(QByteArrayView start)
{
    return start.startsWith(QByteArrayView("\x6d\xe2\x99\x81", kMagicSize));
}

std::unique_ptr<RecordSource> makeArchiveSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format)
{
    return std::make_unique<ArchiveSource>(std::move(input), name, format);
}

} // namespace persistence
