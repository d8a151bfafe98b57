#include "ui/widgets/jobbar.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kTickMs = 200;
constexpr int kBarSteps = 1'000;
/// Before this the rate says nothing about what is left.
constexpr qint64 kMinElapsedMs = 1'000;

QString timeLeft(qint64 milliseconds)
{
    const qint64 seconds = (milliseconds + 999) / 1'000;
    if (seconds < 60)
        return JobBar::tr("%1 s left").arg(seconds);
    return JobBar::tr("%1 min left").arg((seconds + 59) / 60);
}

} // namespace

JobBar::JobBar(QWidget *parent)
    : QFrame(parent)
    , m_stage(new PlainLabel({}, this))
    , m_numbers(new PlainLabel({}, this))
    , m_bar(new QProgressBar(this))
    , m_cancel(new QPushButton(icon(IconId::Stop), tr("Cancel"), this))
{
    setObjectName(u"jobBar"_s);
    setFrameShape(QFrame::StyledPanel);
    m_stage->setObjectName(u"jobStage"_s);
    m_stage->setElideMode(Qt::ElideMiddle);
    m_numbers->setElideMode(Qt::ElideRight);
    m_numbers->setDimmed(true);
    m_numbers->setObjectName(u"jobNumbers"_s);
    m_bar->setTextVisible(false);
    m_bar->setMaximumWidth(220);
    m_cancel->setObjectName(u"cancelJob"_s);
    connect(m_cancel, &QPushButton::clicked, this, &JobBar::cancel);
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, &JobBar::refresh);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(m_stage, 2);
    layout->addWidget(m_numbers, 3);
    layout->addWidget(m_bar, 1);
    layout->addWidget(m_cancel);
    hide();
}

void JobBar::watch(std::shared_ptr<Progress> progress)
{
    m_progress = std::move(progress);
    m_clock.start();
    m_timer.start();
    refresh();
    show();
}

void JobBar::finish()
{
    m_timer.stop();
    m_progress.reset();
    hide();
}

QString JobBar::describe(const Progress &progress, qint64 elapsed)
{
    const QLocale locale;
    const qint64 done = progress.done;
    const qint64 total = progress.total;
    QStringList parts;
    if (const qint64 records = progress.records)
        parts << (records == 1 ? tr("1 record") : tr("%1 records").arg(locale.toString(records)));
    if (elapsed >= kMinElapsedMs && done > 0) {
        const qint64 rate = done * 1'000 / elapsed;
        parts << tr("%1 a second")
                     .arg(done == progress.records ? locale.toString(rate) : locale.formattedDataSize(rate, 1, QLocale::DataSizeSIFormat));
        if (total > done)
            parts << timeLeft(qint64(double(total - done) * double(elapsed) / double(done)));
    }
    if (const qint64 problems = progress.problems)
        parts << (problems == 1 ? tr("1 problem so far") : tr("%1 problems so far").arg(locale.toString(problems)));
    return parts.join(u" · "_s);
}

void JobBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        cancel();
    else
        QFrame::keyPressEvent(event);
}

void JobBar::refresh()
{
    const qint64 total = m_progress->total;
    const qint64 done = m_progress->done;
    const QString stage = m_progress->stage();
    m_stage->setText(m_progress->isCancelled() ? tr("Stopping…") : stage.isEmpty() ? tr("Working…") : visibleSentence(stage));
    m_numbers->setText(describe(*m_progress, m_clock.elapsed()));
    m_cancel->setEnabled(m_progress->canCancel());
    setPlainToolTip(m_cancel, m_progress->canCancel() || m_progress->isCancelled()
                                  ? QString()
                                  : tr("Too late to cancel: what was done is being made to last"));
    m_bar->setRange(0, total > 0 ? kBarSteps : 0);
    if (total > 0)
        m_bar->setValue(int(double(qMin(done, total)) / double(total) * kBarSteps));
    emit ticked();
}

void JobBar::cancel()
{
    if (!m_progress || !m_progress->canCancel())
        return;
    m_progress->cancel();
    refresh();
}

} // namespace persistence
