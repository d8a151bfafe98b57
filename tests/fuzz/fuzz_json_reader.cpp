// Any text, in both dialects: no crash, an error has a place inside the text, and what is read is strict BSON.

#include "model/bson/extendedjsonreader.h"
#include "model/bson/validation.h"

#include <cstdlib>

using namespace persistence::bson;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView text(data, qsizetype(size));
    for (const JsonDialect dialect : {JsonDialect::Strict, JsonDialect::Legacy}) {
        ExtendedJsonReader reader(dialect);
        if (reader.readDocument(text)) {
            if (!validate(reader.document()).isStrict())
                std::abort();
        } else if (reader.error().reason.isEmpty() || reader.error().offset < 0 || reader.error().offset > text.size() ||
                   reader.error().column < 1) {
            std::abort();
        }
        Builder builder;
        if (reader.readValue(text, "v", builder) && !validate(builder.finish()).isStrict())
            std::abort();
    }
    return 0;
}
