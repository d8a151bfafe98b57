#include "ui/window/keptworkspaces.h"

#include "model/items/valuetext.h"
#include "model/workspace/filelock.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

void addStamp(QCryptographicHash &hash, const QFileInfo &file)
{
    hash.addData(QFile::encodeName(file.absoluteFilePath()));
    hash.addData(QByteArrayView("\0", 1));
    hash.addData(QByteArray::number(file.size()) + ' ' + QByteArray::number(file.lastModified().toMSecsSinceEpoch()) + '\n');
}

QString safeFileName(const QString &name)
{
    QString safe;
    for (const QChar c : name.left(60))
        safe += c.isLetterOrNumber() || c == u'.' || c == u'-' || c == u'_' ? c : u'_';
    return safe;
}

/// The folder of a file for people, short where it is below the home folder.
QString folderName(const QString &file)
{
    const QString folder = QFileInfo(file).absolutePath();
    const QString home = QDir::homePath();
    const bool isBelowHome = folder == home || folder.startsWith(home + u'/');
    return visibleText((isBelowHome ? u'~' + folder.mid(home.size()) : folder).toUtf8());
}

} // namespace

QString keptWorkspacesFolder()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/workspaces"_s;
    return QDir().mkpath(folder) ? folder : QString();
}

QString keptWorkspacePath(const QStringList &files)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &path : files) {
        const QFileInfo file(path);
        addStamp(hash, file);
        if (!file.isDir())
            continue;
        QStringList inside;
        QDirIterator walk(path, QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext())
            inside.append(walk.next());
        inside.sort();
        for (const QString &entry : inside)
            addStamp(hash, QFileInfo(entry));
    }
    const QString name = safeFileName(QFileInfo(files.value(0)).fileName());
    return u"%1/%2-%3.pbw"_s.arg(keptWorkspacesFolder(), name, QString::fromLatin1(hash.result().toHex().left(16)));
}

QList<KeptWorkspace> keptWorkspaces()
{
    QList<KeptWorkspace> kept;
    for (const QFileInfo &file : QDir(keptWorkspacesFolder()).entryInfoList({u"*.pbw"_s}, QDir::Files, QDir::Size)) {
        // The name that keptWorkspacePath() gives ends in a hyphen and 16 digits.
        const QString base = file.completeBaseName();
        const QString name = base.size() > 17 && base[base.size() - 17] == u'-' ? base.chopped(17) : base;
        kept.append({file.canonicalFilePath(), visibleText(name.toUtf8(), 200), file.size(), file.lastModified().toMSecsSinceEpoch()});
    }
    return kept;
}

Result<void> removeKeptWorkspace(const QString &path)
{
    const auto attempt = FileLock::take(path + u".lock"_s);
    if (!attempt.lock && !attempt.holder.isEmpty())
        return Error{ErrorKind::Busy,
                     QCoreApplication::translate("persistence::keptWorkspaces", "Not removed: %1 has it open.").arg(attempt.holder),
                     {}};
    QFile file(path);
    if (!file.remove())
        return Error{
            ErrorKind::Failed, QCoreApplication::translate("persistence::keptWorkspaces", "Not removed: %1.").arg(file.errorString()), {}};
    for (const QString &side : {u"-wal"_s, u"-shm"_s, u"-journal"_s, u".v1.bak"_s})
        QFile::remove(path + side);
    return {};
}

QString displayName(const QStringList &files)
{
    QFileInfo first(files.value(0));
    // A folder may be given with a slash at its end.
    const QString name = first.fileName().isEmpty() ? QDir(files.value(0)).dirName() : first.fileName();
    const QString shown = visibleText(name.toUtf8(), 200);
    if (files.size() < 2)
        return shown;
    return QCoreApplication::translate("persistence::keptWorkspaces", "%1 and %2 more").arg(shown, QString::number(files.size() - 1));
}

QStringList distinctNames(const QList<QStringList> &lists)
{
    QStringList names;
    for (const QStringList &files : lists)
        names.append(displayName(files));
    QStringList distinct = names;
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (names.count(names[i]) > 1)
            distinct[i] =
                QCoreApplication::translate("persistence::keptWorkspaces", "%1 in %2").arg(names[i], folderName(lists[i].value(0)));
    }
    return distinct;
}

} // namespace persistence
