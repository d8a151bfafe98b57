#pragma once

#include "model/base/latestjob.h"
#include "model/items/differencemodel.h"

#include <QWidget>

namespace persistence {

class PlainLabel;
class TextView;

/// Two documents as JSON text, side by side. The texts are written by a job.
class TextPair final : public QWidget
{
    Q_OBJECT

public:
    explicit TextPair(QWidget *parent = nullptr);
    ~TextPair() override;

    /// Null shows nothing. Written when it becomes visible.
    void setComparison(std::shared_ptr<const Comparison> comparison);
    /// Goes to the next (1) or previous (-1) run of lines that differ, beyond the end to the first again.
    void stepDifference(int direction);

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Texts;
    void rebuild();
    void take(const Texts &texts);

    std::shared_ptr<const Comparison> m_comparison;
    bool m_isStale = false;
    PlainLabel *m_titles[2];
    TextView *m_views[2];
    PlainLabel *m_note;
    std::vector<std::pair<int, int>> m_runs; ///< where lines differ: the first one on each side
    int m_run = -1;                          ///< the one that was gone to
    LatestJob m_job;
};

} // namespace persistence
