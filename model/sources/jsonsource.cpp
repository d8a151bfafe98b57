#include "model/sources/jsonsource.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/quickjsonreader.h"
#include "model/sources/jsonsplitter.h"
#include "model/sources/filesource.h"
#include "model/sources/sourcetext.h"

namespace persistence {

namespace {

QString withPosition(TextPosition position, const QString &reason)
{
    return SourceText::tr("line %1, column %2: %3").arg(QString::number(position.line), QString::number(position.column), reason);
}

/// Where an error inside a piece is in the file.
TextPosition positionIn(TextPosition start, const bson::JsonError &error)
{
    return {start.line + error.line - 1, error.line == 1 ? start.column + error.column - 1 : error.column};
}

class JsonSource final : public FileSource
{
public:
    JsonSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format, Collection collection)
        : FileSource(std::move(input), name, format)
        , m_splitter(buffer())
        , m_collection(collection)
    {
    }

    Result<bool> next(SourceItem &item) override
    {
        const auto front = m_splitter.front();
        if (!front)
            return front.error();
        m_position = m_splitter.position();
        if (const qsizetype size = m_quickReader.readDocument(*front); size > 0) {
            item = {m_collection, m_quickReader.document(), m_splitter.offset(), {}, 0, false, false};
            m_splitter.took(size, m_quickReader.hasLineBreak());
            return true;
        }
        auto piece = m_splitter.next();
        if (!piece)
            return piece.error();
        if (piece->kind == JsonSplitter::Kind::End)
            return false;
        m_position = piece->position;
        QString fault;
        if (piece->kind == JsonSplitter::Kind::Unreadable) {
            fault = withPosition(piece->position, piece->fault);
        } else if (fault = read(*piece); fault.isEmpty()) {
            item = {m_collection, m_document, piece->offset, {}, 0, false, false};
            return true;
        } else {
            piece = m_splitter.rejected(*piece, fault);
        }
        item = {m_collection, piece->bytes, piece->offset, fault, piece->size, false, false};
        return true;
    }

    QString placed(const QString &fault) const override { return withPosition(m_position, fault); }

private:
    QString missingContent() const override { return m_splitter.incompleteReason(); }

    /// Reads the piece; the reason if that fails.
    QString read(const JsonSplitter::Piece &piece)
    {
        // What only old exports hold is looked for in the texts that need it: that costs a sixth of the time.
        if (m_strictReader.readDocument(piece.bytes))
            m_document = m_strictReader.document();
        else if (m_legacyReader.readDocument(piece.bytes))
            m_document = m_legacyReader.document();
        else
            return reasonOf(piece);
        if (m_document.size() > bson::kMaxDocumentSize)
            return withPosition(piece.position, SourceText::tr("the document is larger than MongoDB allows"));
        return {};
    }

    /// Why neither reader could read the piece: what stopped the one that came further.
    QString reasonOf(const JsonSplitter::Piece &piece) const
    {
        const bool isLegacy = m_legacyReader.error().offset > m_strictReader.error().offset;
        const bson::JsonError &error = isLegacy ? m_legacyReader.error() : m_strictReader.error();
        return withPosition(positionIn(piece.position, error), error.reason);
    }

    JsonSplitter m_splitter;
    bson::QuickJsonReader m_quickReader;
    bson::ExtendedJsonReader m_strictReader{bson::JsonDialect::Strict};
    bson::ExtendedJsonReader m_legacyReader{bson::JsonDialect::Legacy};
    QByteArrayView m_document;
    TextPosition m_position; ///< of the last item
    Collection m_collection;
};

} // namespace

std::unique_ptr<RecordSource> makeJsonSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format,
                                             Collection collection)
{
    return std::make_unique<JsonSource>(std::move(input), name, format, collection);
}

} // namespace persistence
