#include "ui/window/opener.h"

#include "model/workspace/workspace.h"
#include "ui/window/keptworkspaces.h"

#include <QFile>
#include <QFileInfo>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// What is over sooner is not announced.
constexpr int kAnnounceMs = 150;

Result<OpenedFiles> openWorkspace(const QString &path, Workspace::Access access)
{
    auto workspace = Workspace::open(path, access);
    if (!workspace)
        return workspace.error();
    return OpenedFiles{
        .workspace = std::move(workspace).value(), .files = {path}, .isDump = false, .import = {}, .drafts = {}, .notice = {}};
}

Result<ImportResult> importDump(const QString &kept, const QStringList &files, HugeRatio hugeRatio, ImportProgress &progress)
{
    ImportOptions options;
    options.sources = files;
    options.hugeRatio = hugeRatio;
    return importToNewWorkspace(kept, options, progress);
}

/// Gives a workspace that cannot be used another name, with the files beside it. Nothing is deleted.
Result<QString> putAside(const QString &path)
{
    for (int number = 1;; ++number) {
        const QString aside = u"%1.earlier-%2"_s.arg(path, QString::number(number));
        if (QFileInfo::exists(aside))
            continue;
        if (!QFile::rename(path, aside))
            return Error{
                ErrorKind::Failed,
                Opener::tr("The workspace kept for this dump cannot be used, and it could not be put aside: %1").arg(displayName({path})),
                {}};
        for (const QString &side : {u"-wal"_s, u"-shm"_s}) {
            if (QFileInfo::exists(path + side))
                QFile::rename(path + side, aside + side);
        }
        return aside;
    }
}

Result<OpenedFiles> openDump(const QStringList &files, HugeRatio hugeRatio, ImportProgress &progress)
{
    OpenedFiles opened{.workspace = {}, .files = files, .isDump = true, .import = {}, .drafts = {}, .notice = {}};
    const QString kept = keptWorkspacePath(files);
    if (QFileInfo::exists(kept)) {
        auto workspace = Workspace::open(kept, Workspace::Access::ReadWrite);
        if (workspace) {
            opened.workspace = std::move(workspace).value();
            return opened;
        }
        const ErrorKind kind = workspace.error().kind;
        if (kind != ErrorKind::Damaged && kind != ErrorKind::OlderVersion)
            return workspace.error();
        // The dump itself is sound, so it is read again; what was edited may still be salvaged from the file that is put aside.
        const auto aside = putAside(kept);
        if (!aside)
            return aside.error();
        opened.notice = Opener::tr("The workspace kept for this dump is damaged or of an older version, so the dump was read again. If you "
                                   "edited it, your edits are in the earlier file, which was kept as %1.")
                            .arg(displayName({*aside}));
    }
    auto imported = importDump(kept, files, hugeRatio, progress);
    if (!imported)
        return imported.error();
    if (isEmpty(*imported)) {
        QFile::remove(kept);
        return Error{ErrorKind::Failed, Opener::tr("%1 is empty: there is nothing in it to open.").arg(displayName(files)), {}};
    }
    opened.import = std::move(imported).value();
    auto workspace = Workspace::open(kept, Workspace::Access::ReadWrite);
    if (!workspace)
        return workspace.error();
    opened.workspace = std::move(workspace).value();
    return opened;
}

Result<OpenedFiles> openFiles(const QStringList &files, HugeRatio hugeRatio, ImportProgress &progress)
{
    const bool isWorkspace = files.size() == 1 && Workspace::isWorkspace(files.front());
    auto opened = isWorkspace ? openWorkspace(files.front(), Workspace::Access::ReadWrite) : openDump(files, hugeRatio, progress);
    if (!opened || opened->workspace->isReadOnly())
        return opened;
    auto drafts = readDrafts(*opened->workspace);
    if (drafts)
        opened->drafts = *std::move(drafts);
    else
        opened->notice = Opener::tr("The drafts of the last session could not be read: %1").arg(drafts.error().message);
    return opened;
}

/// Opens what is compared with the workspace at \a openPath. The same file twice in one process would be two owners of one lock.
Result<OpenedFiles> openOther(const QStringList &files, const QString &openPath, ImportProgress &progress)
{
    const bool isWorkspace = files.size() == 1 && Workspace::isWorkspace(files.front());
    const QString path = isWorkspace ? files.front() : keptWorkspacePath(files);
    if (QFileInfo(path).canonicalFilePath() == QFileInfo(openPath).canonicalFilePath() && QFileInfo::exists(path))
        return Error{ErrorKind::Conflict,
                     Opener::tr("%1 is what is open here. The history shows what was changed since it was opened.").arg(displayName(files)),
                     {}};
    auto opened = isWorkspace ? openWorkspace(path, Workspace::Access::ReadOnly) : openDump(files, HugeRatio::Refuse, progress);
    // What is offered after that kind of error is to open the file in place of this one.
    if (!opened && opened.error().kind == ErrorKind::TooLarge)
        return Error{ErrorKind::Failed, opened.error().message, opened.error().detail};
    return opened;
}

QStringList absolutePaths(const QStringList &files)
{
    QStringList absolute;
    for (const QString &file : files)
        absolute.append(file == u"-"_s ? file : QFileInfo(file).absoluteFilePath());
    return absolute;
}

} // namespace

bool isEmpty(const ImportResult &result)
{
    return result.isComplete && result.read == 0 && result.labels == 0 && result.skipped == 0;
}

Opener::Opener(QObject *parent) : QObject(parent)
{
}

Opener::~Opener() = default;

void Opener::open(const QStringList &files, HugeRatio hugeRatio)
{
    const QStringList absolute = absolutePaths(files);
    auto progress = std::make_shared<ImportProgress>();
    progress->setStage(tr("Opening %1").arg(displayName(absolute)));
    run<OpenedFiles>(
        absolute, progress, [absolute, hugeRatio, progress](Progress &) { return openFiles(absolute, hugeRatio, *progress); },
        &Opener::takeOpened);
}

void Opener::openBeside(const QStringList &files, const std::shared_ptr<Workspace> &open)
{
    const QStringList absolute = absolutePaths(files);
    auto progress = std::make_shared<ImportProgress>();
    progress->setStage(tr("Reading %1 to compare with it").arg(displayName(absolute)));
    run<OpenedFiles>(
        absolute, progress, [absolute, path = open->path(), progress](Progress &) { return openOther(absolute, path, *progress); },
        &Opener::takeBeside);
}

void Opener::merge(std::shared_ptr<Workspace> workspace, const QStringList &files, HugeRatio hugeRatio)
{
    auto progress = std::make_shared<ImportProgress>();
    progress->setStage(tr("Importing %1").arg(displayName(files)));
    ImportOptions options;
    options.sources = files;
    options.hugeRatio = hugeRatio;
    auto work = [workspace = std::move(workspace), options, progress](Progress &) {
        return importToWorkspace(*workspace, options, *progress);
    };
    run<ImportResult>(files, progress, std::move(work), &Opener::takeMerged, true, &Opener::mergeStopped);
}

void Opener::check(std::shared_ptr<Workspace> workspace)
{
    auto work = [workspace](Progress &progress) { return workspace->quickCheck(progress); };
    // A check that is dropped may read on for a second, and its workspace stays open so long. It is held here as well, so that it is closed
    // on this thread.
    m_checkJob.start(std::move(work), [this, workspace = std::move(workspace)](const Result<void> &result) {
        if (!result && result.error().kind != ErrorKind::Cancelled)
            emit damaged(result.error());
    });
}

void Opener::saveCopy(std::shared_ptr<Workspace> workspace, const QString &path)
{
    auto progress = std::make_shared<Progress>();
    progress->setStage(tr("Saving a copy as %1").arg(displayName({path})));
    auto work = [workspace = std::move(workspace), path](Progress &running) -> Result<QString> {
        if (auto result = workspace->copyTo(path, running); !result)
            return result.error();
        return path;
    };
    run<QString>({path}, progress, std::move(work), &Opener::takeCopy, true);
}

void Opener::cancel()
{
    if (m_job)
        m_job->cancel();
}

void Opener::stop()
{
    const bool wasBusy = m_job != nullptr;
    m_job.reset();
    m_checkJob.stop();
    if (wasBusy)
        emit idle();
}

template <typename Outcome, typename Work>
void Opener::run(const QStringList &files, std::shared_ptr<Progress> progress, Work work, void (Opener::*done)(Outcome), bool isWriting,
                 void (Opener::*stopped)(const QStringList &, const Error &))
{
    if (m_job) {
        emit failed(
            files,
            {ErrorKind::Busy,
             tr("%1 was not opened: another file is still being read. Cancel that or wait for it, then try again.").arg(displayName(files)),
             {}});
        return;
    }
    emit started(progress, isWriting);
    QTimer::singleShot(kAnnounceMs, this, [this, progress, files] {
        if (m_job && m_job->progress() == progress)
            emit working(progress, files);
    });
    m_job = Job::start(std::move(progress), std::move(work), [this, files, done, stopped](Result<Outcome> result) {
        m_job.reset();
        emit idle();
        if (result)
            (this->*done)(std::move(result).value());
        else if (stopped)
            emit(this->*stopped)(files, result.error());
        else if (result.error().kind != ErrorKind::Cancelled)
            emit failed(files, result.error());
    });
}

void Opener::takeOpened(OpenedFiles result)
{
    check(result.workspace);
    emit opened(result);
}

void Opener::takeBeside(OpenedFiles result)
{
    emit openedBeside(result);
}

void Opener::takeMerged(ImportResult result)
{
    emit merged(result);
}

void Opener::takeCopy(QString path)
{
    emit copySaved(path);
}

} // namespace persistence
