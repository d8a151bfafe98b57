#include "model/base/job.h"

#include <QThreadPool>

namespace persistence {

namespace {

/// Larger than the number of cores: the first hits of a filter must not wait until all columns are known. The owners of jobs have one or
/// two at a time, so there are never many.
class JobPool final : public QThreadPool
{
public:
    JobPool() { setMaxThreadCount(16); }
};

} // namespace

QThreadPool &Job::pool()
{
    static JobPool s_pool;
    return s_pool;
}

Job::Job(std::shared_ptr<Progress> progress) : m_progress(std::move(progress))
{
}

Job::~Job()
{
    disconnect(&m_watcher, nullptr, this, nullptr);
    m_progress->cancel();
    m_watcher.waitForFinished();
}

} // namespace persistence
