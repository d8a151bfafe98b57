#include "model/sources/bsonsource.h"

#include "model/sources/bsonreader.h"
#include "model/sources/sourcetext.h"

#include <string_view>

namespace persistence {

namespace {

class BsonSource final : public RecordSource
{
public:
    BsonSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format, Collection collection)
        : m_input(std::move(input))
        , m_reader(*m_input, BsonReader::Layout::Documents)
        , m_name(name)
        , m_format(format)
        , m_collection(collection)
    {
    }

    Result<bool> next(SourceItem &item) override
    {
        for (;;) {
            auto piece = m_reader.next();
            if (!piece)
                return piece.error();
            if (piece->kind == BsonReader::Kind::End)
                return false;
            if (piece->kind == BsonReader::Kind::Document) {
                if (!isWorthReading(m_collection, piece->bytes))
                    continue;
                piece = m_reader.validated(*piece);
                if (!piece)
                    return piece.error();
            }
            item = {m_collection, piece->bytes, piece->offset, piece->fault, 0, piece->hasInvalidText, piece->isTooDeep};
            item.faultSize = piece->fault.isEmpty() ? 0 : piece->size;
            return true;
        }
    }

    QString name() const override { return m_name; }
    QString format() const override { return m_format; }
    qint64 bytesRead() const override { return m_input->stream().bytesRead(); }
    qint64 bytesTotal() const override { return m_input->stream().bytesTotal(); }

    QString incompleteReason() const override
    {
        const QString reason = m_input->stream().incompleteReason();
        if (reason.isEmpty() && m_reader.isCutShort())
            return SourceText::tr("The file ends inside a document; everything before it was read.");
        return reason;
    }

private:
    std::unique_ptr<StreamBuffer> m_input;
    BsonReader m_reader;
    QString m_name;
    QString m_format;
    Collection m_collection;
};

} // namespace

bool isWorthReading(Collection collection, QByteArrayView document)
{
    if (collection != Collection::Messages)
        return collection != Collection::Other;
    // Type byte, name and NUL of the field; anywhere, which may give a false hit but never misses one.
    constexpr std::string_view kField("\x03"
                                      "customFields\0",
                                      14);
    return std::string_view(document.data(), size_t(document.size())).find(kField) != std::string_view::npos;
}

std::unique_ptr<RecordSource> makeBsonSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format,
                                             Collection collection)
{
    return std::make_unique<BsonSource>(std::move(input), name, format, collection);
}

} // namespace persistence
