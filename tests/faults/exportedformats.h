#pragma once

#include <QStringList>

namespace persistence::test {

/// One export format of each kind of writing: a stream, gzip, a table with two looks at the records, a workbook of a library, a folder, a
/// workspace.
inline const QStringList kExportedFormats = {QStringLiteral("canonical"), QStringLiteral("archive"), QStringLiteral("csv"),
                                             QStringLiteral("csv-exact"), QStringLiteral("xlsx"),    QStringLiteral("folder"),
                                             QStringLiteral("workspace")};

} // namespace persistence::test
