#pragma once

#include "model/sources/recordsource.h"
#include "model/sources/streambuffer.h"

#include <memory>

namespace persistence {

/// Whether a document of \a collection can matter here at all. Messages are the bulk of a server's dump; those without custom fields are
/// passed over before anything is checked.
[[nodiscard]] bool isWorthReading(Collection collection, QByteArrayView document);

/// BSON documents back to back, as mongodump writes them (domain reference, section 13). \a collection is what the surroundings tell.
[[nodiscard]] std::unique_ptr<RecordSource> makeBsonSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format,
                                                           Collection collection);

} // namespace persistence
