#include "model/base/job.h"

#include <QThread>
#include <QThreadPool>

#include <algorithm>

#include <sys/resource.h>
#include <unistd.h>

namespace persistence {

namespace {

/// Larger than the number of cores: the first hits of a filter must not wait until all columns are known. The owners of jobs want one or
/// two at a time, and what they drop ends soon, so there are never many.
class JobPool final : public QThreadPool
{
public:
    JobPool() { setMaxThreadCount(std::max(16, 2 * QThread::idealThreadCount())); }
};

} // namespace

QThreadPool &Job::pool()
{
    static JobPool s_pool;
    return s_pool;
}

/// Painting the first hits must not wait for its turn among the threads that look for more. QThread cannot do it: its priorities mean
/// nothing to the usual scheduler of Linux, where each thread has a niceness of its own (sched(7)), which the threads it starts inherit.
void Job::giveWay()
{
    constexpr int kNiceness = 5;
    thread_local const bool s_gaveWay = [] {
        const auto thread = id_t(::gettid());
        return ::setpriority(PRIO_PROCESS, thread, ::getpriority(PRIO_PROCESS, thread) + kNiceness) == 0;
    }();
    Q_UNUSED(s_gaveWay)
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
