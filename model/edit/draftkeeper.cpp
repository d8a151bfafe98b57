#include "model/edit/draftkeeper.h"

#include "model/edit/draftsaving.h"
#include "model/edit/draftwriting.h"
#include "model/workspace/workspace.h"

#include <QDateTime>

#include <algorithm>

namespace persistence {

namespace {

/// Writing that failed is tried again after this time, in ms.
constexpr int kRetryMs = 2'000;

std::shared_ptr<Workspace> writable(const Editing &editing)
{
    return editing.workspace().isReadOnly() ? nullptr : editing.sharedWorkspace();
}

} // namespace

struct DraftKeeper::Entry
{
    std::unique_ptr<EditBuffer> buffer;
    DraftStatus status;
    DraftRow row; ///< of the draft on the disk; invalid: there is none
    quint64 revision = 0;
    quint64 keptRevision = 0;
    bool isShown = false;
    bool isClosed = false; ///< its record went, or never came to be; it only waits for the disk

    [[nodiscard]] bool isDraft() const { return !isClosed && buffer->isChanged(); }
    [[nodiscard]] bool isKept() const { return revision == keptRevision; }
};

DraftKeeper::DraftKeeper(Editing &editing, QObject *parent) : QObject(parent), m_editing(editing)
{
    m_keepTimer.setSingleShot(true);
    connect(&m_keepTimer, &QTimer::timeout, this, &DraftKeeper::startKeeping);
    connect(&editing, &Editing::changed, this, &DraftKeeper::checkRecords);
}

DraftKeeper::~DraftKeeper()
{
    (void)keepNow();
}

void DraftKeeper::takeUp(const std::vector<StoredDraft> &drafts)
{
    for (const StoredDraft &draft : drafts)
        restore(draft);
    // Some may be saved already: the program ended between saving and discarding.
    for (const auto &entry : m_entries) {
        if (!entry->isDraft() && entry->row.isValid())
            ++entry->revision;
    }
    keepSoon(kKeepPauseMs);
    announce();
}

EditBuffer *DraftKeeper::open(const Record &record)
{
    Entry *entry = entryOf(record.row);
    EditBuffer *buffer = entry ? entry->buffer.get() : add(record);
    entryOf(buffer)->isShown = true;
    if (entry)
        takeRecord(buffer, record);
    return buffer;
}

EditBuffer *DraftKeeper::openNew(const Record &record)
{
    EditBuffer *buffer = add(record);
    entryOf(buffer)->isShown = true;
    takeEdit(*entryOf(buffer));
    return buffer;
}

Result<void> DraftKeeper::edit(const Record &record, const std::function<Result<void>(EditBuffer &)> &step)
{
    const Entry *known = entryOf(record.row);
    const bool wasShown = known && known->isShown;
    EditBuffer *buffer = open(record);
    auto edited = step(*buffer);
    entryOf(buffer)->isShown = wasShown;
    forgetIdle();
    return edited;
}

void DraftKeeper::markForDeletion(const Record &record)
{
    (void)edit(record, [](EditBuffer &buffer) {
        buffer.setDeletion(true);
        return Result<void>();
    });
}

void DraftKeeper::hold(EditBuffer *buffer)
{
    if (Entry *entry = entryOf(buffer))
        entry->isShown = true;
}

void DraftKeeper::release(EditBuffer *buffer)
{
    if (Entry *entry = entryOf(buffer))
        entry->isShown = false;
    forgetIdle();
}

QList<EditBuffer *> DraftKeeper::drafts() const
{
    QList<EditBuffer *> buffers;
    for (const auto &entry : m_entries) {
        if (entry->isDraft())
            buffers.append(entry->buffer.get());
    }
    return buffers;
}

EditBuffer *DraftKeeper::draftOf(RecordRow row) const
{
    const Entry *entry = entryOf(row);
    return entry && entry->isDraft() ? entry->buffer.get() : nullptr;
}

DraftStatus DraftKeeper::status(const EditBuffer *buffer) const
{
    const Entry *entry = entryOf(buffer);
    if (!entry)
        return {};
    DraftStatus status = entry->status;
    status.isKept = entry->isKept();
    return status;
}

DraftKeeper::Entry *DraftKeeper::entryOf(const EditBuffer *buffer) const
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [buffer](const auto &entry) { return buffer && entry->buffer.get() == buffer; });
    return found == m_entries.end() ? nullptr : found->get();
}

DraftKeeper::Entry *DraftKeeper::entryOf(RecordRow row) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [row](const auto &entry) {
        return row.isValid() && !entry->isClosed && entry->buffer->stored().row == row;
    });
    return found == m_entries.end() ? nullptr : found->get();
}

EditBuffer *DraftKeeper::add(const Record &record)
{
    auto entry = std::make_unique<Entry>();
    entry->buffer = std::make_unique<EditBuffer>(record);
    connect(entry->buffer.get(), &EditBuffer::changed, this, [this, entry = entry.get()] { takeEdit(*entry); });
    m_entries.push_back(std::move(entry));
    return m_entries.back()->buffer.get();
}

void DraftKeeper::restore(const StoredDraft &stored)
{
    const Record record = recordOf(stored);
    Entry *entry = entryOf(record.row);
    EditBuffer *buffer = entry ? entry->buffer.get() : add(record);
    entry = entryOf(buffer);
    buffer->restore(stored.draft);
    entry->row = stored.draft.row;
    entry->status.changedAt = stored.draft.changedAt;
    // As it is on the disk, unless it was brought back.
    if (stored.draft.row.isValid())
        entry->keptRevision = entry->revision;
    if (record.row.isValid())
        takeRecord(buffer, stored.record);
}

void DraftKeeper::takeEdit(Entry &entry)
{
    ++entry.revision;
    if (entry.status.save != SaveState::Saving)
        entry.status.save = SaveState::Idle;
    entry.status.changedAt = QDateTime::currentMSecsSinceEpoch();
    keepSoon(kKeepPauseMs);
    announce();
    emit statusChanged(entry.buffer.get());
}

void DraftKeeper::announce()
{
    QList<std::pair<const EditBuffer *, DraftKind>> present;
    for (const auto &entry : m_entries) {
        if (entry->isDraft())
            present.append({entry->buffer.get(), entry->buffer->toDraft().kind});
    }
    if (present == m_announced)
        return;
    m_announced = present;
    emit draftsChanged();
}

void DraftKeeper::save(const QList<EditBuffer *> &buffers)
{
    auto saving = std::make_shared<std::vector<DraftSaving>>();
    for (EditBuffer *buffer : buffers) {
        Entry *entry = entryOf(buffer);
        if (!entry || !entry->isDraft() || buffer->textError() || entry->status.save == SaveState::Saving ||
            entry->status.behind != Behind::Nothing)
            continue;
        entry->status.save = SaveState::Saving;
        saving->push_back({buffer, buffer->stored(), buffer->body(), buffer->isDeletion(), entry->row, {}});
        emit statusChanged(buffer);
    }
    if (saving->empty())
        return;
    const auto work = [saving](Session &session, Progress &) { return saveDrafts(session, *saving); };
    m_editing.run(tr("Saving"), work, this, [this, saving](const Result<Applied> &result) { takeSaved(*saving, result); });
}

void DraftKeeper::takeSaved(const std::vector<DraftSaving> &saving, const Result<Applied> &result)
{
    for (const DraftSaving &draft : saving) {
        Entry *entry = entryOf(draft.buffer);
        if (!entry)
            continue;
        entry->status.save = result ? SaveState::Saved : SaveState::Failed;
        if (!result) {
            entry->status.failure = result.error();
        } else {
            entry->status.savedAt = QDateTime::currentMSecsSinceEpoch();
            if (draft.saved)
                draft.buffer->setStored(*draft.saved);
            entry->status.save = SaveState::Saved;
            // The change took the draft from the disk; if a late write puts it there again, that is put right.
            if (!m_keepJob)
                entry->row = {};
            ++entry->revision;
            keepSoon(kKeepPauseMs);
            emit saved(draft.buffer);
            if (draft.isDeletion)
                close(*entry);
        }
        emit statusChanged(draft.buffer);
    }
    announce();
    if (!result && result.error().kind == ErrorKind::Conflict)
        checkRecords();
    forgetIdle();
}

void DraftKeeper::rebase(EditBuffer *buffer)
{
    Entry *entry = entryOf(buffer);
    if (!entry || !entry->status.now)
        return;
    const Record now = *std::exchange(entry->status.now, std::nullopt);
    entry->status.behind = Behind::Nothing;
    buffer->setStored(now);
}

void DraftKeeper::saveAsNew(EditBuffer *buffer)
{
    Entry *entry = entryOf(buffer);
    if (!entry || entry->status.behind != Behind::Gone || entry->status.save == SaveState::Saving)
        return;
    entry->status.behind = Behind::Nothing;
    Record fresh = buffer->edited();
    fresh.row = {};
    fresh.version = 0;
    buffer->setStored(fresh);
    save({buffer});
}

void DraftKeeper::discard(const QList<EditBuffer *> &buffers)
{
    std::vector<StoredDraft> gone;
    for (EditBuffer *buffer : buffers) {
        Entry *entry = entryOf(buffer);
        if (!entry || entry->status.save == SaveState::Saving || (!entry->isDraft() && !buffer->hasText()))
            continue;
        StoredDraft draft{buffer->toDraft(), buffer->isNew() ? std::nullopt : std::optional(buffer->stored())};
        if (entry->isDraft())
            gone.push_back(std::move(draft));
        buffer->discard();
        if (buffer->isNew() || entry->status.behind == Behind::Gone)
            close(*entry); // there is nothing that it could go back to
        else
            rebase(buffer);
    }
    forgetIdle();
    announce();
    if (!gone.empty())
        emit discarded(gone);
}

void DraftKeeper::bringBack(const std::vector<StoredDraft> &drafts)
{
    for (StoredDraft draft : drafts) {
        draft.draft.row = {};
        restore(draft);
    }
    keepSoon(0);
    announce();
}

void DraftKeeper::close(Entry &entry)
{
    entry.isClosed = true;
    entry.isShown = false;
    ++entry.revision;
    keepSoon(kKeepPauseMs);
    emit closed(entry.buffer.get());
}

void DraftKeeper::keepSoon(int pause)
{
    if (!m_keepJob && !m_keepTimer.isActive())
        m_keepTimer.start(pause);
}

std::shared_ptr<DraftWriting> DraftKeeper::wantedWriting() const
{
    auto writing = std::make_shared<DraftWriting>();
    for (const auto &entry : m_entries) {
        // What never was on the disk need not be taken from it.
        if (!entry->isDraft() && !entry->row.isValid())
            entry->keptRevision = entry->revision;
        if (entry->isKept())
            continue;
        DraftWriting::Item item{entry->buffer.get(), entry->revision, entry->row, std::nullopt};
        if (entry->isDraft()) {
            item.draft = entry->buffer->toDraft();
            item.draft->row = entry->row;
        }
        writing->items.push_back(std::move(item));
    }
    return writing;
}

void DraftKeeper::startKeeping()
{
    auto workspace = writable(m_editing);
    m_writing = wantedWriting();
    if (m_writing->items.empty() || !workspace) {
        forgetIdle();
        return;
    }
    auto work = [writing = m_writing, workspace = std::move(workspace)](Progress &) { return writing->run(*workspace); };
    m_keepJob = Job::start(std::make_shared<Progress>(), std::move(work), [this](Result<void> result) {
        m_keepJob.reset();
        takeKept(*std::exchange(m_writing, nullptr));
        if (!result && !std::exchange(m_isKeepingFailing, true))
            emit keepingFailed(result.error());
        m_isKeepingFailing = !result;
        if (std::any_of(m_entries.begin(), m_entries.end(), [](const auto &entry) { return !entry->isKept(); }))
            keepSoon(result ? kKeepPauseMs : kRetryMs);
    });
}

void DraftKeeper::takeKept(const DraftWriting &writing)
{
    if (!writing.isDone)
        return;
    for (const DraftWriting::Item &item : writing.items) {
        Entry *entry = entryOf(item.buffer);
        if (!entry)
            continue;
        entry->row = item.row;
        entry->keptRevision = item.revision;
        if (entry->isKept())
            emit statusChanged(item.buffer);
    }
    forgetIdle();
}

Result<void> DraftKeeper::keepNow()
{
    m_keepTimer.stop();
    if (m_keepJob) {
        // Waits for it.
        m_keepJob.reset();
        takeKept(*std::exchange(m_writing, nullptr));
    }
    const auto workspace = writable(m_editing);
    const auto writing = wantedWriting();
    if (writing->items.empty() || !workspace)
        return {};
    auto result = writing->run(*workspace);
    takeKept(*writing);
    return result;
}

void DraftKeeper::checkRecords()
{
    std::vector<std::pair<QPointer<EditBuffer>, RecordRow>> rows;
    for (EditBuffer *buffer : drafts()) {
        if (!buffer->isNew())
            rows.push_back({buffer, buffer->stored().row});
    }
    m_checkJob.drop();
    if (rows.empty())
        return;
    using Records = std::vector<std::optional<Record>>;
    auto work = [workspace = m_editing.sharedWorkspace(), rows](Progress &progress) -> Result<Records> {
        const auto reader = workspace->reader();
        if (!reader)
            return reader.error();
        Records records;
        for (const auto &[buffer, row] : rows) {
            if (progress.isCancelled())
                return Error::cancelled();
            auto record = (*reader)->record(row);
            if (!record && record.error().kind != ErrorKind::Conflict)
                return record.error();
            records.push_back(record ? std::optional(*std::move(record)) : std::nullopt);
        }
        return records;
    };
    m_checkJob.start(std::move(work), [this, rows](const Result<Records> &records) {
        for (size_t i = 0; records && i < rows.size(); ++i)
            takeRecord(rows[i].first, (*records)[i]);
    });
}

/// What the record is now, as it was read: a buffer without changes takes it up, a draft learns that it changed behind it.
void DraftKeeper::takeRecord(EditBuffer *buffer, const std::optional<Record> &record)
{
    Entry *entry = entryOf(buffer);
    if (!entry || entry->isClosed || entry->status.save == SaveState::Saving)
        return;
    const bool isAsItWas = record && record->body == buffer->stored().body;
    const bool isAsMeant = record && record->body == buffer->body() && !buffer->textError() && !buffer->isDeletion();
    if (record && (isAsItWas || isAsMeant || !entry->isDraft())) {
        entry->status.behind = Behind::Nothing;
        entry->status.now.reset();
        if (record->version != buffer->stored().version || !isAsItWas)
            buffer->setStored(*record);
    } else {
        entry->status.behind = record ? Behind::Changed : Behind::Gone;
        entry->status.now = record;
    }
    emit statusChanged(buffer);
}

void DraftKeeper::forgetIdle()
{
    const auto isIdle = [](const std::unique_ptr<Entry> &entry) {
        return !entry->isShown && !entry->isDraft() && entry->isKept() && entry->status.save != SaveState::Saving;
    };
    for (const auto &entry : m_entries) {
        if (!isIdle(entry))
            continue;
        // Later, because it may be telling of its change just now.
        entry->buffer->disconnect(this);
        entry->buffer.release()->deleteLater();
    }
    std::erase_if(m_entries, [](const auto &entry) { return !entry->buffer; });
}

} // namespace persistence
