#include "ui/editor/recordfooter.h"

#include "model/edit/diff.h"
#include "ui/editor/footerstrip.h"

#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Counting waits for a pause in typing.
constexpr int kCountPauseMs = 60;

QString timeText(qint64 milliseconds, bool localTime)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(milliseconds, localTime ? Qt::LocalTime : Qt::UTC);
    const QDate today = localTime ? QDate::currentDate() : QDateTime::currentDateTimeUtc().date();
    const QString clock = time.toString(u"HH:mm"_s);
    return time.date() == today ? clock : u"%1 %2"_s.arg(QLocale().toString(time.date(), QLocale::ShortFormat), clock);
}

} // namespace

RecordFooter::RecordFooter(FooterStrip *strip, QObject *parent) : QObject(parent), m_strip(strip)
{
    m_countTimer.setSingleShot(true);
    m_countTimer.setInterval(kCountPauseMs);
    m_justSaved.setSingleShot(true);
    m_justSaved.setInterval(kJustSavedMs);
    connect(&m_countTimer, &QTimer::timeout, this, &RecordFooter::count);
    connect(&m_justSaved, &QTimer::timeout, this, &RecordFooter::update);
    connect(strip, &FooterStrip::triggered, this, &RecordFooter::triggered);
}

void RecordFooter::setEditing(Editing *editing, DraftKeeper *drafts)
{
    showBuffer(nullptr);
    m_editing = editing;
    m_drafts = drafts;
    if (!editing)
        return;
    connect(editing, &Editing::lockChanged, this, &RecordFooter::update);
    connect(drafts, &DraftKeeper::statusChanged, this, &RecordFooter::take);
    connect(drafts, &DraftKeeper::saved, this, [this](EditBuffer *buffer) {
        if (buffer == m_buffer)
            m_justSaved.start();
    });
}

void RecordFooter::showBuffer(EditBuffer *buffer)
{
    if (m_buffer)
        m_buffer->disconnect(this);
    if (m_buffer != buffer)
        m_justSaved.stop();
    m_buffer = buffer;
    m_changes = 0;
    m_countJob.drop();
    if (buffer) {
        connect(buffer, &EditBuffer::changed, this, [this] {
            if (m_buffer->isChanged())
                m_justSaved.stop();
            m_countTimer.start();
            update();
        });
        count();
    }
    update();
}

void RecordFooter::setLocalTime(bool localTime)
{
    m_localTime = localTime;
    update();
}

FooterFacts RecordFooter::facts() const
{
    FooterFacts facts;
    if (m_editing) {
        facts.lockText = m_editing->lockReason();
        facts.canUnlock = m_editing->canUnlock();
    }
    if (!m_buffer || !m_drafts)
        return facts;
    facts.isNew = m_buffer->isNew();
    facts.isDeletion = m_buffer->isDeletion();
    facts.isChanged = m_buffer->isChanged();
    facts.isLayoutOnly = m_buffer->isLayoutOnly();
    facts.textError = m_buffer->textError();
    facts.changes = m_changes;
    const DraftStatus status = m_drafts->status(m_buffer);
    facts.isSaving = status.save == SaveState::Saving;
    facts.isJustSaved = m_justSaved.isActive();
    if (status.save == SaveState::Failed)
        facts.failure = status.failure.message;
    facts.isChangedBehind = status.behind == Behind::Changed;
    facts.isGoneBehind = status.behind == Behind::Gone;
    if (status.savedAt != 0)
        facts.savedTime = timeText(status.savedAt, m_localTime);
    return facts;
}

void RecordFooter::update()
{
    m_strip->showState(m_buffer ? footerState(facts()) : FooterState());
}

void RecordFooter::count()
{
    m_countJob.drop();
    if (!m_buffer || m_buffer->isNew() || m_buffer->body() == m_buffer->stored().body) {
        m_changes = 0;
        update();
        return;
    }
    auto work = [before = m_buffer->stored().body, after = m_buffer->body()](Progress &) -> Result<int> {
        return int(differences(bson::DocumentView(before), bson::DocumentView(after)).size());
    };
    m_countJob.start(std::move(work), [this](Result<int> changes) {
        m_changes = *changes;
        update();
    });
}

void RecordFooter::take(EditBuffer *buffer)
{
    if (buffer == m_buffer)
        update();
}

} // namespace persistence
