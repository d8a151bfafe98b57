#pragma once

#include "model/sinks/recordsink.h"

#include <memory>

namespace persistence {

enum class JsonFlavour {
    Canonical, ///< Extended JSON that names every type
    Relaxed,   ///< Extended JSON with plain numbers and readable dates
    Plain,     ///< what every JSON reader takes; types are lost, see writePlainJson()
};

enum class JsonLayout {
    Lines, ///< one document a line, as mongoexport writes and mongoimport reads
    Array, ///< one array, one document a line in it, as `mongoimport --jsonArray` reads
};

[[nodiscard]] std::unique_ptr<RecordSink> makeJsonSink(ByteSink &to, JsonFlavour flavour, JsonLayout layout);

} // namespace persistence
