#pragma once

#include "model/base/latestjob.h"
#include "model/base/sparereader.h"
#include "model/workspace/keylookup.h"
#include "model/workspace/workspace.h"

#include <functional>

namespace persistence {

/// Asks the keys of a workspace, off the window's thread. A new question takes the place of the one before, whose answer is dropped. Lives
/// on the thread of the window; its destructor waits for the questions that are being answered.
template <typename Answer>
class LookupJob final
{
public:
    using Work = std::function<Result<Answer>(KeyLookup &lookup, Progress &progress)>;
    using Done = std::function<void(Result<Answer> answer)>;

    /// Null for none. Drops what was asked.
    void setWorkspace(std::shared_ptr<Workspace> workspace)
    {
        m_job.stop();
        m_workspace = std::move(workspace);
        m_lookup = std::make_shared<SpareReader<KeyLookup>>();
    }

    [[nodiscard]] bool hasWorkspace() const { return m_workspace != nullptr; }
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }
    /// How far the question is that is being answered.
    [[nodiscard]] qint64 done() const { return m_job.isRunning() ? m_job.progress()->done.load() : 0; }

    void ask(Work work, Done done)
    {
        if (!m_workspace)
            return;
        auto asking = [workspace = m_workspace, spare = m_lookup, ask = std::move(work)](Progress &progress) -> Result<Answer> {
            auto lookup = spare->take([&] { return KeyLookup::open(*workspace); });
            if (!lookup)
                return lookup.error();
            auto answer = ask(**lookup, progress);
            spare->giveBack(*std::move(lookup));
            return answer;
        };
        m_job.start(std::move(asking), std::move(done));
    }

    /// Drops what was asked.
    void cancel() { m_job.drop(); }

private:
    std::shared_ptr<Workspace> m_workspace;
    std::shared_ptr<SpareReader<KeyLookup>> m_lookup; ///< in the workspace
    LatestJob m_job;
};

} // namespace persistence
