// Any text: what the quick reader reads, the strict one reads to the same bytes.

#include "model/bson/extendedjsonreader.h"
#include "model/bson/quickjsonreader.h"

#include <cstdlib>
#include <cstring>
#include <vector>

using namespace persistence::bson;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    std::vector<char> padded(size + QuickJsonReader::kPadding);
    if (size > 0)
        std::memcpy(padded.data(), data, size);
    const QByteArrayView text(padded.data(), qsizetype(size));
    QuickJsonReader quick;
    const qsizetype taken = quick.readDocument(text);
    if (taken == 0)
        return 0;
    ExtendedJsonReader strict;
    if (taken > text.size() || !strict.readDocument(text.first(taken)) || strict.document() != quick.document())
        std::abort();
    return 0;
}
