#include "ui/widgets/savebytes.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QTemporaryFile>

#include <cerrno>
#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace persistence {

Result<void> saveBytes(const QString &path, const QByteArray &bytes)
{
    const auto fail = [&](int errorNumber) {
        return systemError(
            QCoreApplication::translate("persistence::saveBytes", "Cannot save %1. Nothing was changed.").arg(QFileInfo(path).fileName()),
            errorNumber);
    };
    QTemporaryFile file(path + u".XXXXXX.part"_s);
    if (!file.open())
        return fail(errno);
    const bool isWritten = file.write(bytes) == bytes.size() && file.flush() && ::fsync(file.handle()) == 0;
    const int errorNumber = errno;
    if (!isWritten || QFileInfo(file.fileName()).size() != bytes.size())
        return fail(errorNumber);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    // rename(2) replaces an older file in one step; QFile::rename() refuses to.
    if (::rename(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(path).constData()) != 0)
        return fail(errno);
    file.setAutoRemove(false);
    return {};
}

} // namespace persistence
