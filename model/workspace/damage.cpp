#include "model/workspace/damage.h"

#include <QCoreApplication>

namespace persistence {

Error damagedIndex()
{
    return {ErrorKind::Damaged,
            QCoreApplication::translate(
                "Damage", "The index of the workspace is damaged. The file was not changed. Run \"verify\" to see what else is."),
            {}};
}

Error damagedRecord(RecordRow row)
{
    return {ErrorKind::Damaged,
            QCoreApplication::translate("Damage",
                                        "A record in the workspace is damaged and is not shown: its bytes do not match their checksum. "
                                        "The file was not changed. Run \"verify\" to see what else is damaged."),
            QStringLiteral("record row %1").arg(row.value)};
}

} // namespace persistence
