#include "model/sources/bsonsource.h"

#include "model/sources/bsonreader.h"
#include "model/sources/filesource.h"
#include "model/sources/sourcetext.h"

#include <string_view>

namespace persistence {

namespace {

class BsonSource final : public FileSource
{
public:
    BsonSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format, Collection collection)
        : FileSource(std::move(input), name, format)
        , m_reader(buffer(), BsonReader::Layout::Documents)
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

private:
    QString missingContent() const override
    {
        return m_reader.isCutShort() ? SourceText::tr("The file ends inside a document; everything before it was read.") : QString();
    }

    BsonReader m_reader;
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
