#pragma once

#include "model/base/progress.h"
#include "model/sinks/recordsink.h"

#include <memory>

namespace persistence {

class BodyReader;

/// Which of the names that the workspace knows go into a new one.
enum class CopiedLabels { All, OfApps };

/// A new workspace at \a path, which must not exist; it has its name when end() returns. \a source: what to call its origin. Records keep
/// their bytes, also several with one id. \a labels is read at the end, by the caller's thread. References must outlive the sink.
[[nodiscard]] Result<std::unique_ptr<RecordSink>> makeWorkspaceSink(const QString &path, const QString &source, BodyReader &labels,
                                                                    CopiedLabels copied, Progress &progress);

} // namespace persistence
