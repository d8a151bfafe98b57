#include "model/items/fieldvalues.h"

#include <algorithm>

namespace persistence {

FieldValues::FieldValues(QObject *parent) : QObject(parent)
{
}

FieldValues::~FieldValues() = default;

void FieldValues::setGroup(std::shared_ptr<Workspace> workspace, const Group &group)
{
    if (workspace == m_workspace && group == m_group)
        return;
    const bool isOther = workspace != m_workspace;
    m_workspace = std::move(workspace);
    m_group = group;
    forget();
    // Nothing of the workspace before may be in use behind this.
    if (isOther)
        m_job.stop();
}

void FieldValues::forget()
{
    m_kept.clear();
    drop();
}

void FieldValues::setHidden(bool areHidden)
{
    m_areHidden = areHidden;
    drop();
}

/// Who waits has to ask again.
void FieldValues::drop()
{
    const bool wasCounting = m_job.isRunning();
    stop();
    if (wasCounting)
        emit counted();
}

std::shared_ptr<const ValueCounts> FieldValues::find(const FieldPath &path) const
{
    const auto found = std::find_if(m_kept.begin(), m_kept.end(), [&](const Counted &kept) { return kept.path == path; });
    return m_areHidden || found == m_kept.end() ? nullptr : found->counts;
}

void FieldValues::want(const FieldPath &path)
{
    if (!m_workspace || m_areHidden || (m_job.isRunning() && m_wanted == path))
        return;
    m_wanted = path;
    auto work = [workspace = m_workspace, group = m_group, path](Progress &progress) {
        return countValues(*workspace, group, nullptr, path, progress, kMaxListed);
    };
    m_job.start(std::move(work), [this, path](Result<ValueCounts> counts) {
        // Offers are a help: where values cannot be read there are none, and the filter itself will say why.
        auto kept = std::make_shared<const ValueCounts>(counts ? *std::move(counts) : ValueCounts());
        m_kept.prepend({path, std::move(kept)});
        m_kept.resize(std::min(m_kept.size(), kMaxKept));
        emit counted();
    });
}

void FieldValues::stop()
{
    m_job.drop();
}

} // namespace persistence
