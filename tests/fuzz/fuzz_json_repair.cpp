// Any text: what comes back reads, and sound text comes back as it is.

#include "model/bson/extendedjsonreader.h"
#include "model/bson/jsonrepair.h"

#include <cstdlib>

using namespace persistence::bson;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto repaired = repairJson(text);
    ExtendedJsonReader reader;
    Builder builder;
    if (reader.readValue(text, "v", builder) && repaired != text)
        std::abort();
    if (repaired && !reader.readValue(*repaired, "v", builder))
        std::abort();
    return 0;
}
