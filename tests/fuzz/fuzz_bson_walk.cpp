// Any bytes: the walk stays inside, whatever validate() says; a strict document can be written, and its text tells the truth about itself.

#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/validation.h"

#include <cstdlib>

using namespace persistence::bson;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes(data, qsizetype(size));
    const Validation validation = validate(bytes);
    const DocumentView document(bytes);
    QByteArray text;
    const bool isLossless = writeExtendedJson(document, {JsonMode::Relaxed, 1}, text);
    if (!validation.isStrict())
        return 0;
    ExtendedJsonReader reader;
    const bool isSame = reader.readDocument(text) && reader.document() == bytes;
    if (isLossless != isSame || roundTrips(document) != isSame)
        std::abort();
    return 0;
}
