#include "ui/window/opener.h"

#include "model/base/job.h"
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

Result<OpenedFiles> openWorkspace(const QString &path)
{
    auto workspace = Workspace::open(path, Workspace::Access::ReadWrite);
    if (!workspace)
        return workspace.error();
    return OpenedFiles{.workspace = std::move(workspace).value(), .files = {path}, .isDump = false, .import = {}};
}

Result<ImportResult> importDump(const QString &kept, const QStringList &files, ImportProgress &progress)
{
    ImportOptions options;
    options.sources = files;
    return importToNewWorkspace(kept, options, progress);
}

Result<OpenedFiles> openDump(const QStringList &files, ImportProgress &progress)
{
    OpenedFiles opened{.workspace = {}, .files = files, .isDump = true, .import = {}};
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
        // Only a copy of the dump is damaged or old: it is made again from the dump.
        QFile::remove(kept);
    }
    auto imported = importDump(kept, files, progress);
    if (!imported)
        return imported.error();
    opened.import = std::move(imported).value();
    auto workspace = Workspace::open(kept, Workspace::Access::ReadWrite);
    if (!workspace)
        return workspace.error();
    opened.workspace = std::move(workspace).value();
    return opened;
}

Result<OpenedFiles> openFiles(const QStringList &files, ImportProgress &progress)
{
    if (files.size() == 1 && Workspace::isWorkspace(files.front()))
        return openWorkspace(files.front());
    return openDump(files, progress);
}

} // namespace

Opener::Opener(QObject *parent) : QObject(parent)
{
}

Opener::~Opener() = default;

void Opener::open(const QStringList &files)
{
    QStringList absolute;
    for (const QString &file : files)
        absolute.append(file == u"-"_s ? file : QFileInfo(file).absoluteFilePath());
    auto progress = std::make_shared<ImportProgress>();
    progress->setStage(tr("Opening %1").arg(displayName(absolute)));
    run<OpenedFiles>(
        absolute, progress, [absolute, progress](Progress &) { return openFiles(absolute, *progress); }, &Opener::takeOpened);
}

void Opener::merge(std::shared_ptr<Workspace> workspace, const QStringList &files)
{
    auto progress = std::make_shared<ImportProgress>();
    progress->setStage(tr("Importing %1").arg(displayName(files)));
    ImportOptions options;
    options.sources = files;
    auto work = [workspace = std::move(workspace), options, progress](Progress &) {
        return importToWorkspace(*workspace, options, *progress);
    };
    run<ImportResult>(files, progress, std::move(work), &Opener::takeMerged);
}

void Opener::check(std::shared_ptr<Workspace> workspace)
{
    auto work = [workspace = std::move(workspace)](Progress &progress) { return workspace->quickCheck(progress); };
    m_checkJob = Job::start(std::make_shared<Progress>(), std::move(work), [this](Result<void> result) {
        m_checkJob.reset();
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
    run<QString>({path}, progress, std::move(work), &Opener::takeCopy);
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
    m_checkJob.reset();
    if (wasBusy)
        emit idle();
}

template <typename Outcome, typename Work>
void Opener::run(const QStringList &files, std::shared_ptr<Progress> progress, Work work, void (Opener::*done)(Outcome))
{
    if (m_job) {
        emit failed(
            files,
            {ErrorKind::Busy,
             tr("%1 was not opened: another file is still being read. Cancel that or wait for it, then try again.").arg(displayName(files)),
             {}});
        return;
    }
    QTimer::singleShot(kAnnounceMs, this, [this, progress, files] {
        if (m_job && m_job->progress() == progress)
            emit working(progress, files);
    });
    m_job = Job::start(std::move(progress), std::move(work), [this, files, done](Result<Outcome> result) {
        m_job.reset();
        emit idle();
        if (result)
            (this->*done)(std::move(result).value());
        else if (result.error().kind != ErrorKind::Cancelled)
            emit failed(files, result.error());
    });
}

void Opener::takeOpened(OpenedFiles result)
{
    check(result.workspace);
    emit opened(result);
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
