#pragma once

#include <QString>

#include <atomic>
#include <mutex>

namespace persistence {

/// How far a job is, and the wish to stop it. Shared by the job and whoever watches; every function may be called from any thread.
class Progress
{
public:
    Progress() = default;
    virtual ~Progress() = default;
    Q_DISABLE_COPY_MOVE(Progress)

    /// Asks the job to stop. It ends soon afterwards with an error of kind Cancelled and leaves nothing half-done.
    void cancel() { m_cancelled.store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool isCancelled() const { return m_cancelled.load(std::memory_order_relaxed); }

    /// Names what the job does now, in a translated phrase such as "Reading dump.archive".
    void setStage(const QString &stage);
    [[nodiscard]] QString stage() const;

    /// Bytes of work done and in all; a total of 0 means that it is not known. Jobs on records count records: done equals records then.
    std::atomic<qint64> done = 0;
    std::atomic<qint64> total = 0;
    /// Records and problems seen so far.
    std::atomic<qint64> records = 0;
    std::atomic<qint64> problems = 0;

private:
    std::atomic<bool> m_cancelled = false;
    mutable std::mutex m_mutex;
    QString m_stage;
};

} // namespace persistence
