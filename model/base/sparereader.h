#pragma once

#include "model/base/result.h"

#include <QtGlobal>

#include <memory>
#include <mutex>

namespace persistence {

/// What reads a workspace, kept from one job for the next, since opening a connection takes longer than a short question. One job at a time
/// has it; the others open their own, so that none waits for one that hangs. Any thread.
template <typename Reading>
class SpareReader final
{
public:
    SpareReader() = default;
    Q_DISABLE_COPY_MOVE(SpareReader)

    /// The spare one, or what \a open (`Result<std::unique_ptr<Reading>>()`) gives.
    template <typename Open>
    [[nodiscard]] Result<std::unique_ptr<Reading>> take(Open open)
    {
        {
            const std::lock_guard guard(m_mutex);
            if (m_spare)
                return std::move(m_spare);
        }
        return open();
    }

    void giveBack(std::unique_ptr<Reading> reading)
    {
        // Of two the one before is closed, outside of the lock.
        const std::lock_guard guard(m_mutex);
        m_spare.swap(reading);
    }

private:
    std::mutex m_mutex;
    std::unique_ptr<Reading> m_spare;
};

} // namespace persistence
