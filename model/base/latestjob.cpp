#include "model/base/latestjob.h"

namespace persistence {

void LatestJob::cancel()
{
    if (m_job)
        m_job->cancel();
}

void LatestJob::drop()
{
    ++m_ticket;
    if (!m_job)
        return;
    m_job->cancel();
    m_dropped.push_back(std::move(m_job));
}

void LatestJob::stop()
{
    drop();
    m_dropped.clear();
}

void LatestJob::forgetEnded()
{
    std::erase_if(m_dropped, [](const std::unique_ptr<Job> &job) { return !job->isRunning(); });
}

} // namespace persistence
