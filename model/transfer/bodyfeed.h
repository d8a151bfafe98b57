#pragma once

#include "model/base/ids.h"
#include "model/base/progress.h"
#include "model/sinks/recordsink.h"

#include <functional>
#include <span>

namespace persistence {

class BodyReader;

/// Changes a document on its way, on the reading thread; gives a view that is valid until the next call. For redaction and field choice.
using BodyTransform = std::function<QByteArrayView(Collection collection, QByteArrayView body)>;

/// Reads the documents of \a rows on a thread of its own and hands them, in that order, to \a receive on the caller's thread, which runs at
/// the same time. Stops at the first error and when \a progress is cancelled. Memory is bounded by a few batches.
[[nodiscard]] Result<void> feedBodies(BodyReader &reader, std::span<const RecordRow> rows, const BodyTransform &transform,
                                      Progress &progress, const std::function<Result<void>(const SinkRecord &)> &receive);

} // namespace persistence
