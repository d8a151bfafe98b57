#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"

#include <QByteArray>

namespace persistence {

class Reader;

struct TreeOptions
{
    QByteArray app; ///< only the app of this id or name; empty: all
    int depth = 2;  ///< 1 apps, 2 association models, 3 ids, 4 records
    bool isJson = false;
};

/// Prints the tree of a workspace to standard output while it is read; memory does not grow with it.
/// An unknown app is an error that names those that exist.
[[nodiscard]] Result<void> printTree(Reader &reader, const TreeOptions &options, Progress &progress);

/// A resolved name and the id that it stands for, for a terminal; the id alone where there is no name.
[[nodiscard]] QString nameAndId(QByteArrayView name, QByteArrayView id);

} // namespace persistence
