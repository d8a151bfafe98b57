#pragma once

#include "model/base/job.h"
#include "model/edit/session.h"

#include <deque>
#include <mutex>

namespace persistence {

/// Editing of one open workspace as a window does it: locked or unlocked, and every change a job that runs after those before it, so the
/// window never waits for the disk. Lives on the thread of the window; its destructor waits until what was asked for is written.
class Editing final : public QObject
{
    Q_OBJECT

public:
    /// Changes the workspace through the gate it is given; runs on a pool thread.
    using Work = std::function<Result<Applied>(Session &session, Progress &progress)>;
    /// Told how it went, on the thread of the window.
    using Done = std::function<void(const Result<Applied> &result)>;

    /// \a lockReason: one sentence for the footer of records, such as "Locked: opened from a dump."; empty: unlocked at once.
    /// A workspace that cannot be written stays locked for the reason that it gives itself.
    Editing(std::shared_ptr<Workspace> workspace, const QString &lockReason, QObject *parent = nullptr);
    ~Editing() override;

    [[nodiscard]] Workspace &workspace() const { return *m_workspace; }
    [[nodiscard]] const std::shared_ptr<Workspace> &sharedWorkspace() const { return m_workspace; }

    [[nodiscard]] bool isLocked() const { return !m_lockReason.isEmpty(); }
    /// Empty if it is not locked.
    [[nodiscard]] QString lockReason() const { return m_lockReason; }
    [[nodiscard]] bool canUnlock() const;
    void unlock();
    void lock(const QString &reason);

    /// Queues a change. \a done is not called once \a context is gone (the change is made all the same); it comes before changed().
    /// A locked workspace refuses with an error of kind Permission.
    void run(const QString &title, Work work, const QObject *context, Done done = {});
    /// A change is being written or waits.
    [[nodiscard]] bool isBusy() const { return m_job != nullptr; }
    /// Cancels the change that is being written; those that wait still come.
    void cancel();

signals:
    void lockChanged();
    /// A change of this title is being written; \a progress tells its stage and can cancel it.
    void started(std::shared_ptr<Progress> progress, const QString &title);
    /// It ended, in whatever way; comes before the outcome is told by the others.
    void finished(const persistence::Result<persistence::Applied> &result);
    /// Something was written; it is on the disk. Everybody who shows records looks again.
    void changed(const persistence::Applied &applied);
    /// Nothing was written. Not for cancelled changes, nor where `done` was there to hear it.
    void failed(const persistence::Error &error);

private:
    struct Task
    {
        QString title;
        Work work;
        QPointer<const QObject> context;
        Done done;
    };

    void startNext();
    void take(Task task, Result<Applied> result);

    std::shared_ptr<Workspace> m_workspace;
    std::shared_ptr<Session> m_session;
    std::shared_ptr<std::mutex> m_gate = std::make_shared<std::mutex>(); ///< held while a change is being written
    QString m_lockReason;
    std::deque<Task> m_waiting;
    std::unique_ptr<Job> m_job;
};

} // namespace persistence
