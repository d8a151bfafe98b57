// Text that can be read: its canonical and its relaxed form read back to the same bytes, unless the writer says that they do not.

#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"

#include <cstdlib>

using namespace persistence::bson;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ExtendedJsonReader reader;
    if (!reader.readDocument(QByteArrayView(data, qsizetype(size))))
        return 0;
    const QByteArray bytes = reader.document().toByteArray();
    for (const JsonFormat format :
         {JsonFormat{JsonMode::Canonical, 0}, JsonFormat{JsonMode::Relaxed, 0}, JsonFormat{JsonMode::Relaxed, 2}}) {
        QByteArray text;
        const bool isLossless = writeExtendedJson(DocumentView(bytes), format, text);
        const bool isSame = reader.readDocument(text) && reader.document() == bytes;
        if (isLossless != isSame)
            std::abort();
    }
    return 0;
}
