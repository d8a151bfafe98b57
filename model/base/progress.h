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

    /// Asks the job to stop. It ends soon afterwards with an error of kind Cancelled and leaves nothing half-done; a final stage is
    /// finished first.
    void cancel();
    [[nodiscard]] bool isCancelled() const { return m_wish.load(std::memory_order_relaxed) == Wish::Stop; }
    /// Whether cancel() would stop what the job does now.
    [[nodiscard]] bool canCancel() const { return m_wish.load(std::memory_order_relaxed) == Wish::None; }

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
    friend class FinalStage;

    enum class Wish {
        None,
        Stop,
        TooLate,  ///< the job is in its final stage
        StopLater ///< asked for there: what follows it is to stop
    };

    std::atomic<Wish> m_wish = Wish::None;
    mutable std::mutex m_mutex;
    QString m_stage;
};

/// The part of a job that cannot be stopped, because what was done is being made to last. Lives on the thread of the job.
class FinalStage final
{
public:
    /// \a stage: what the job does then. \a progress may be null, and outlives this.
    FinalStage(Progress *progress, const QString &stage);
    ~FinalStage();
    Q_DISABLE_COPY_MOVE(FinalStage)

    /// False if the job was cancelled before; then it has to stop instead.
    [[nodiscard]] bool isReached() const { return m_isReached; }

private:
    Progress *m_progress;
    bool m_isReached = true;
};

} // namespace persistence
