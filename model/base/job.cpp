#include "model/base/job.h"

namespace persistence {

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
