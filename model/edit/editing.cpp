#include "model/edit/editing.h"

#include "model/workspace/workspace.h"

namespace persistence {

Editing::Editing(std::shared_ptr<Workspace> workspace, const QString &lockReason, QObject *parent)
    : QObject(parent)
    , m_workspace(std::move(workspace))
    , m_session(std::make_shared<Session>(m_workspace))
    , m_lockReason(m_workspace->isReadOnly() ? m_workspace->readOnlyReason() : lockReason)
{
}

Editing::~Editing()
{
    // A job that is destroyed is cancelled, so what is being written ends first; then what people asked for before.
    m_gate->lock();
    m_gate->unlock();
    m_job.reset();
    for (const Task &task : m_waiting) {
        Progress progress;
        (void)task.work(*m_session, progress);
    }
}

bool Editing::canUnlock() const
{
    return !m_workspace->isReadOnly();
}

void Editing::unlock()
{
    if (!isLocked() || !canUnlock())
        return;
    m_lockReason.clear();
    emit lockChanged();
}

void Editing::lock(const QString &reason)
{
    if (m_lockReason == reason || !canUnlock())
        return;
    m_lockReason = reason;
    emit lockChanged();
}

void Editing::run(const QString &title, Work work, const QObject *context, Done done)
{
    Task task{title, std::move(work), context, std::move(done)};
    if (isLocked()) {
        take(std::move(task),
             Error{ErrorKind::Permission, tr("Nothing was changed, because this workspace is locked. %1").arg(m_lockReason), {}});
        return;
    }
    m_waiting.push_back(std::move(task));
    startNext();
}

void Editing::cancel()
{
    if (m_job)
        m_job->cancel();
}

void Editing::startNext()
{
    if (m_job || m_waiting.empty())
        return;
    Task task = std::move(m_waiting.front());
    m_waiting.pop_front();
    auto progress = std::make_shared<Progress>();
    progress->setStage(task.title);
    auto work = [session = m_session, gate = m_gate, work = task.work](Progress &running) {
        const std::lock_guard guard(*gate);
        return work(*session, running);
    };
    m_job = Job::start(progress, std::move(work), [this, task](Result<Applied> result) {
        m_job.reset();
        emit finished(result);
        take(task, std::move(result));
        startNext();
    });
    emit started(progress, task.title);
}

void Editing::take(Task task, Result<Applied> result)
{
    const bool isHeard = task.done && task.context;
    if (isHeard)
        task.done(result);
    if (result) {
        if (result->isWritten())
            emit changed(*result);
    } else if (!isHeard && result.error().kind != ErrorKind::Cancelled) {
        emit failed(result.error());
    }
}

} // namespace persistence
