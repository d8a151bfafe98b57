#pragma once

#include "model/base/latestjob.h"
#include "model/edit/editbuffer.h"
#include "model/find/recordhits.h"

#include <QPointer>

namespace persistence {

/// Knows what the filter of the list finds in the record on screen, as it is edited. Looks by a job; between an edit and its answer there
/// are no hits, so that none is ever shown in the wrong place. Lives on the thread of the window.
class HitWatch final : public QObject
{
    Q_OBJECT

public:
    explicit HitWatch(QObject *parent = nullptr);
    ~HitWatch() override;

    /// Null for no filter.
    void setMatcher(std::shared_ptr<const FilterMatcher> matcher);
    [[nodiscard]] const std::shared_ptr<const FilterMatcher> &matcher() const { return m_matcher; }
    /// Null for no record.
    void setBuffer(EditBuffer *buffer);

signals:
    /// Null for none, or none yet.
    void found(const std::shared_ptr<const persistence::RecordHits> &hits);

private:
    void look();

    std::shared_ptr<const FilterMatcher> m_matcher;
    QPointer<EditBuffer> m_buffer;
    bool m_isShown = false; ///< there are hits on screen
    LatestJob m_job;
};

} // namespace persistence
