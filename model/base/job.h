#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>
#include <QtConcurrent>

#include <memory>

namespace persistence {

/// Work on a pool thread: values in, one Result out, delivered on the thread of its owner. The work and the threads that it starts give way
/// to the thread of the window where both want the processor.
/// Owned by a QObject parent or a unique_ptr. Its destructor cancels the work and waits for it, so nothing that the owner lent can dangle.
class Job final : public QObject
{
    Q_OBJECT

public:
    ~Job() override;
    Q_DISABLE_COPY_MOVE(Job)

    /// Starts \a work (`Result<T>(Progress &)`, runs on a pool thread) and hands its result to \a done (`void(Result<T>)`) on the
    /// caller's thread. \a done is not called once the job is destroyed. The work must look at `progress->isCancelled()` often.
    template <typename Work, typename Done>
    static std::unique_ptr<Job> start(std::shared_ptr<Progress> progress, Work work, Done done);

    [[nodiscard]] const std::shared_ptr<Progress> &progress() const { return m_progress; }
    void cancel() { m_progress->cancel(); }
    [[nodiscard]] bool isRunning() const { return m_watcher.isRunning(); }

signals:
    /// After the result was delivered.
    void finished();

private:
    explicit Job(std::shared_ptr<Progress> progress);
    static QThreadPool &pool();
    static void giveWay();

    std::shared_ptr<Progress> m_progress;
    QFutureWatcher<void> m_watcher;
};

template <typename Work, typename Done>
std::unique_ptr<Job> Job::start(std::shared_ptr<Progress> progress, Work work, Done done)
{
    using Outcome = std::invoke_result_t<Work, Progress &>;
    auto job = std::unique_ptr<Job>(new Job(progress));
    auto outcome = std::make_shared<std::unique_ptr<Outcome>>();
    connect(&job->m_watcher, &QFutureWatcher<void>::finished, job.get(), [self = job.get(), outcome, done = std::move(done)]() mutable {
        // The receiver may destroy this job; what happens afterwards must not touch it.
        const QPointer<Job> alive(self);
        done(std::move(**outcome));
        if (alive)
            emit alive->finished();
    });
    job->m_watcher.setFuture(QtConcurrent::run(&pool(), [progress = std::move(progress), outcome, work = std::move(work)]() mutable {
        giveWay();
        *outcome = std::make_unique<Outcome>(work(*progress));
    }));
    return job;
}

} // namespace persistence
