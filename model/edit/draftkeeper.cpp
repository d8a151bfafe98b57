#include "model/edit/draftkeeper.h"

#include "model/workspace/workspace.h"

#include <QDateTime>

#include <algorithm>

namespace persistence {

namespace {

/// The one edit that saves a draft.
Edit editOfDraft(const EditBuffer &buffer)
{
    if (buffer.isNew())
        return additionOf(buffer.body(), buffer.stored().collection);
    if (buffer.isDeletion())
        return deletionOf({&buffer.stored(), 1});
    return editOf(DraftKeeper::tr("Edit a record"), buffer.stored(), buffer.body());
}

} // namespace

DraftKeeper::DraftKeeper(Editing &editing, QObject *parent) : QObject(parent), m_editing(editing)
{
}

DraftKeeper::~DraftKeeper() = default;

EditBuffer *DraftKeeper::open(const Record &record)
{
    for (const auto &entry : m_entries) {
        if (entry->buffer->stored().row != record.row)
            continue;
        entry->isShown = true;
        if (!entry->buffer->isChanged())
            entry->buffer->setStored(record);
        return entry->buffer.get();
    }
    auto entry = std::make_unique<Entry>();
    entry->buffer = std::make_unique<EditBuffer>(record);
    entry->isShown = true;
    EditBuffer *buffer = entry->buffer.get();
    connect(buffer, &EditBuffer::changed, this, [this, buffer] {
        if (Entry *edited = entryOf(buffer); edited && edited->status.save != SaveState::Saving)
            edited->status.save = SaveState::Idle;
        emit draftsChanged();
    });
    m_entries.push_back(std::move(entry));
    return buffer;
}

void DraftKeeper::release(EditBuffer *buffer)
{
    if (Entry *entry = entryOf(buffer))
        entry->isShown = false;
    forgetIdle();
}

DraftStatus DraftKeeper::status(const EditBuffer *buffer) const
{
    const Entry *entry = const_cast<DraftKeeper *>(this)->entryOf(buffer);
    return entry ? entry->status : DraftStatus();
}

int DraftKeeper::draftCount() const
{
    return int(std::count_if(m_entries.begin(), m_entries.end(), [](const auto &entry) { return entry->buffer->isChanged(); }));
}

void DraftKeeper::save(EditBuffer *buffer)
{
    Entry *entry = entryOf(buffer);
    if (!entry || !buffer->isChanged() || buffer->textError() || entry->status.save == SaveState::Saving)
        return;
    const Edit edit = editOfDraft(*buffer);
    entry->status.save = SaveState::Saving;
    auto stored = std::make_shared<std::optional<Record>>();
    const auto work = [edit, stored](Session &session, Progress &) -> Result<Applied> {
        auto applied = session.apply(edit);
        if (!applied || applied->records.empty() || !edit.images.front().after)
            return applied;
        const auto reader = session.workspace().reader();
        if (!reader)
            return reader.error();
        auto record = (*reader)->record(applied->records.front());
        if (!record)
            return record.error();
        *stored = *std::move(record);
        return applied;
    };
    emit statusChanged(buffer);
    m_editing.run(edit.title, work, this, [this, buffer = QPointer(buffer), stored](const Result<Applied> &result) {
        takeSaved(buffer, result, *stored);
    });
}

DraftKeeper::Entry *DraftKeeper::entryOf(const EditBuffer *buffer)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [buffer](const auto &entry) { return entry->buffer.get() == buffer; });
    return found == m_entries.end() ? nullptr : found->get();
}

void DraftKeeper::takeSaved(const QPointer<EditBuffer> &buffer, const Result<Applied> &result, const std::optional<Record> &stored)
{
    Entry *entry = entryOf(buffer);
    if (!entry)
        return;
    if (!result) {
        entry->status.save = SaveState::Failed;
        entry->status.failure = result.error();
        emit statusChanged(buffer);
        return;
    }
    if (stored)
        buffer->setStored(*stored);
    entry->status.save = SaveState::Saved;
    entry->status.savedAt = QDateTime::currentMSecsSinceEpoch();
    emit saved(buffer);
    emit statusChanged(buffer);
    emit draftsChanged();
    forgetIdle();
}

void DraftKeeper::forgetIdle()
{
    std::erase_if(m_entries, [](const auto &entry) {
        return !entry->isShown && !entry->buffer->isChanged() && entry->status.save != SaveState::Saving;
    });
}

} // namespace persistence
