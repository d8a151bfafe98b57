#pragma once

#include "model/base/result.h"

#include <QByteArray>

namespace persistence {

/// Writes \a bytes to \a path: beside the final name, flushed, its size checked, then renamed. An older file of that name stays as it was
/// until then. Not QSaveFile, which can report success for a truncated file on a full disk (reliability guide, section 2.3). Any thread.
[[nodiscard]] Result<void> saveBytes(const QString &path, const QByteArray &bytes);

} // namespace persistence
