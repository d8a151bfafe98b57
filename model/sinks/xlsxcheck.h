#pragma once

#include "model/base/result.h"

#include <QHash>

namespace persistence {

/// What is in one part of an XLSX file.
struct XlsxPart
{
    qint64 rows = 0;
    qint64 cells = 0;
    bool isWhole = false; ///< its checksum holds, and a sheet ends as it should
};

/// Reads the file back: every part inflated, its checksum and size compared, rows and cells counted in sheets. By the names of the parts,
/// such as "xl/worksheets/sheet1.xml". An error if it is no zip file that can be read. Source: APPNOTE.TXT of PKWARE,
/// sections 4.3.7, 4.3.12, 4.3.16.
[[nodiscard]] Result<QHash<QByteArray, XlsxPart>> readXlsxParts(const QString &path);

} // namespace persistence
