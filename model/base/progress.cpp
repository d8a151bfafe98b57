#include "model/base/progress.h"

namespace persistence {

void Progress::cancel()
{
    Wish wish = Wish::None;
    if (!m_wish.compare_exchange_strong(wish, Wish::Stop) && wish == Wish::TooLate)
        m_wish.compare_exchange_strong(wish, Wish::StopLater);
}

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

FinalStage::FinalStage(Progress *progress, const QString &stage) : m_progress(progress)
{
    if (!progress)
        return;
    Progress::Wish none = Progress::Wish::None;
    m_isReached = progress->m_wish.compare_exchange_strong(none, Progress::Wish::TooLate);
    if (m_isReached)
        progress->setStage(stage);
}

FinalStage::~FinalStage()
{
    Progress::Wish wish = Progress::Wish::TooLate;
    if (m_progress && m_isReached && !m_progress->m_wish.compare_exchange_strong(wish, Progress::Wish::None))
        m_progress->m_wish = Progress::Wish::Stop;
}

} // namespace persistence
