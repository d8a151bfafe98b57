#include "model/base/error.h"

#include <QCoreApplication>

#include <cerrno>
#include <system_error>

namespace persistence {

Error Error::cancelled()
{
    return {ErrorKind::Cancelled, QCoreApplication::translate("Error", "Cancelled."), {}};
}

Error systemError(const QString &what, int errorNumber)
{
    ErrorKind kind = ErrorKind::Failed;
    if (errorNumber == ENOSPC || errorNumber == EDQUOT)
        kind = ErrorKind::NoSpace;
    else if (errorNumber == EACCES || errorNumber == EPERM || errorNumber == EROFS)
        kind = ErrorKind::Permission;
    else if (errorNumber == EBUSY || errorNumber == EAGAIN)
        kind = ErrorKind::Busy;
    const QString reason = QString::fromStdString(std::generic_category().message(errorNumber));
    return {kind, QCoreApplication::translate("Error", "%1: %2.").arg(what, reason), QStringLiteral("errno %1").arg(errorNumber)};
}

int exitCode(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Failed:
    case ErrorKind::TooLarge:
        return 1;
    case ErrorKind::Damaged:
        return 2;
    case ErrorKind::NoSpace:
        return 3;
    case ErrorKind::Busy:
        return 4;
    case ErrorKind::Permission:
        return 5;
    case ErrorKind::NewerVersion:
    case ErrorKind::OlderVersion:
        return 6;
    case ErrorKind::Network:
        return 7;
    case ErrorKind::Conflict:
        return 8;
    case ErrorKind::Cancelled:
        return 9;
    }
    Q_UNREACHABLE();
}

} // namespace persistence
