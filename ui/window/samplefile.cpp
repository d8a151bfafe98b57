#include "ui/window/samplefile.h"

#include "ui/widgets/savebytes.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

// Outside of every namespace, as Qt wants it; static libraries do not register their resources by themselves.
static void registerSampleResources()
{
    Q_INIT_RESOURCE(samples);
}

namespace persistence {

Result<QString> sampleFile()
{
    registerSampleResources();
    QFile bundled(u":/samples/sample.archive.gz"_s);
    if (!bundled.open(QIODevice::ReadOnly))
        return systemError(bundled.errorString(), 0);
    const QByteArray bytes = bundled.readAll();
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/samples"_s;
    const QString path = folder + u"/sample.archive.gz"_s;
    QDir().mkpath(folder);
    // An older program may have left an older sample.
    QFile kept(path);
    if (kept.open(QIODevice::ReadOnly) && kept.readAll() == bytes)
        return path;
    if (const auto saved = saveBytes(path, bytes); !saved)
        return saved.error();
    return path;
}

} // namespace persistence
