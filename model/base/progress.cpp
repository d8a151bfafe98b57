#include "model/base/progress.h"

namespace persistence {

void Progress::setStage(const QString &stage)
{
    const std::lock_guard lock(m_mutex);
    m_stage = stage;
}

QString Progress::stage() const
{
    const std::lock_guard lock(m_mutex);
    return m_stage;
}

} // namespace persistence
