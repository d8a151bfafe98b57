#pragma once

#include "model/base/job.h"
#include "model/workspace/keylookup.h"
#include "model/workspace/workspace.h"

#include <functional>

namespace persistence {

/// Asks the keys of a workspace one question at a time, off the window's thread. A new question cancels the one before, whose answer is
/// dropped. Lives on the thread of the window; its destructor waits for the question that is being answered.
template <typename Answer>
class LookupJob final
{
public:
    using Work = std::function<Result<Answer>(KeyLookup &lookup, Progress &progress)>;
    using Done = std::function<void(Result<Answer> answer)>;

    /// Null for none. Drops what was asked.
    void setWorkspace(std::shared_ptr<Workspace> workspace)
    {
        m_job.reset();
        m_next = {};
        m_workspace = std::move(workspace);
        m_lookup = std::make_shared<std::unique_ptr<KeyLookup>>();
    }

    [[nodiscard]] bool hasWorkspace() const { return m_workspace != nullptr; }
    [[nodiscard]] bool isBusy() const { return m_job != nullptr; }
    /// How far the question is that is being answered.
    [[nodiscard]] qint64 done() const { return m_job ? m_job->progress()->done.load() : 0; }

    void ask(Work work, Done done)
    {
        if (!m_workspace)
            return;
        m_next = {std::move(work), std::move(done)};
        if (m_job)
            m_job->cancel();
        else
            startNext();
    }

    /// Drops what was asked.
    void cancel()
    {
        m_next = {};
        m_isDropped = true;
        if (m_job)
            m_job->cancel();
    }

private:
    struct Question
    {
        Work work;
        Done done;
    };

    void startNext()
    {
        Question question = std::exchange(m_next, {});
        m_isDropped = false;
        auto work = [workspace = m_workspace, lookup = m_lookup, ask = std::move(question.work)](Progress &progress) -> Result<Answer> {
            if (!*lookup) {
                auto opened = KeyLookup::open(*workspace);
                if (!opened)
                    return opened.error();
                *lookup = *std::move(opened);
            }
            return ask(**lookup, progress);
        };
        m_job = Job::start(std::make_shared<Progress>(), std::move(work), [this, done = std::move(question.done)](Result<Answer> answer) {
            m_job.reset();
            if (m_next.work)
                startNext();
            else if (!m_isDropped)
                done(std::move(answer));
        });
    }

    std::shared_ptr<Workspace> m_workspace;
    // Made by the first job; used by one job at a time.
    std::shared_ptr<std::unique_ptr<KeyLookup>> m_lookup;
    std::unique_ptr<Job> m_job;
    Question m_next;
    bool m_isDropped = false;
};

} // namespace persistence
