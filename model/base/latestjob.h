#pragma once

#include "model/base/job.h"

#include <vector>

namespace persistence {

/// The newest of the jobs that one owner starts. The next one takes its place at once: nobody waits for the end of a job whose result is
/// not wanted any more, and that is never told. What was cancelled before a thread was free for it does no work at all, so that jobs which
/// look at their progress rarely do not stand in the way of the newest. Lives on the thread of its owner. Its destructor cancels what still
/// runs and waits for it, so nothing that the owner lent can dangle.
class LatestJob final
{
public:
    LatestJob() = default;
    Q_DISABLE_COPY_MOVE(LatestJob)

    /// Drops the job before and starts one, like Job::start(). In \a done, isRunning() is false, and the next one may be started.
    template <typename Work, typename Done>
    void start(Work work, Done done, std::shared_ptr<Progress> progress = std::make_shared<Progress>());
    /// Asks the job to end early; what comes of it is still told.
    void cancel();
    /// Cancels the job, whose result is then dropped, and goes on at once.
    void drop();
    /// Drops the job, and waits until none of those that were started runs any more: behind this, nothing that they were lent is in use,
    /// such as a workspace that goes.
    void stop();

    /// Until its result is told.
    [[nodiscard]] bool isRunning() const { return m_job != nullptr; }
    /// Null if none runs.
    [[nodiscard]] std::shared_ptr<Progress> progress() const { return m_job ? m_job->progress() : nullptr; }

private:
    void forgetEnded();

    quint64 m_ticket = 0;                        ///< of the newest job
    std::vector<std::unique_ptr<Job>> m_dropped; ///< cancelled, and about to end
    std::unique_ptr<Job> m_job;
};

template <typename Work, typename Done>
void LatestJob::start(Work work, Done done, std::shared_ptr<Progress> progress)
{
    using Outcome = std::invoke_result_t<Work, Progress &>;
    drop();
    auto wanted = [work = std::move(work)](Progress &running) mutable -> Outcome {
        if (running.isCancelled())
            return Error::cancelled();
        return work(running);
    };
    m_job = Job::start(std::move(progress), std::move(wanted), [this, ticket = m_ticket, done = std::move(done)](auto result) mutable {
        if (ticket != m_ticket)
            return forgetEnded();
        // Goes last: what hears of the result may destroy the owner of this.
        const std::unique_ptr<Job> ended = std::move(m_job);
        done(std::move(result));
    });
}

} // namespace persistence
