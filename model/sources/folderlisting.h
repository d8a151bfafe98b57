#pragma once

#include "model/base/result.h"
#include "model/record/collection.h"

#include <QList>
#include <QString>

namespace persistence {

/// A file of a folder that shall be read.
struct FolderFile
{
    QString path;
    Collection collection = Collection::Unknown;
    qint64 size = 0;
};

/// The files of a mongodump folder that matter, in the order of their paths. Looks three levels deep.
[[nodiscard]] Result<QList<FolderFile>> listFolder(const QString &path);

} // namespace persistence
