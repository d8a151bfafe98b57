#pragma once

#include "model/base/progress.h"

#include <QElapsedTimer>
#include <QFrame>
#include <QTimer>

#include <memory>

class QProgressBar;
class QPushButton;

namespace persistence {

class PlainLabel;

/// Shows how far a job is: stage, records, rate, time left, problems so far, and Cancel. It looks at the progress from time to time, so
/// a job never waits for the screen. Hidden while nothing runs.
class JobBar final : public QFrame
{
    Q_OBJECT

public:
    explicit JobBar(QWidget *parent = nullptr);

    /// Follows a job from now on; \a progress is shared with it.
    void watch(std::shared_ptr<Progress> progress);
    /// The job ended.
    void finish();
    /// Whether a job is being followed.
    [[nodiscard]] bool isActive() const { return m_progress != nullptr; }
    /// Asks the job to stop, as the button does. Does nothing where that is too late, or nothing is followed.
    void cancel();

    /// The line that says how far a job is, after \a elapsed milliseconds.
    static QString describe(const Progress &progress, qint64 elapsed);

signals:
    /// Several times a second while a job runs.
    void ticked();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void refresh();

    std::shared_ptr<Progress> m_progress;
    QElapsedTimer m_clock;
    QTimer m_timer;
    PlainLabel *m_stage;
    PlainLabel *m_numbers;
    QProgressBar *m_bar;
    QPushButton *m_cancel;
};

} // namespace persistence
