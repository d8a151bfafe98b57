#include "model/edit/session.h"

#include "model/workspace/changestore.h"
#include "model/workspace/recordbatch.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>

#include <algorithm>

#include <pwd.h>
#include <unistd.h>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Session)
};

/// Whether a record is listed elsewhere than before.
bool movesGroups(const RecordImage &image)
{
    if (!image.before || !image.after)
        return true;
    RecordIndex before, after;
    indexRecord(bson::DocumentView(*image.before), image.collection, before);
    indexRecord(bson::DocumentView(*image.after), image.collection, after);
    return before.appId != after.appId || filingsOf(before) != filingsOf(after);
}

Error nothingThere(ChangeRow row)
{
    return {ErrorKind::Failed, Texts::tr("There is no change %1 in the history.").arg(row.value), {}};
}

} // namespace

/// One change on its way: counts what it writes, and looks at the wish to cancel.
class Session::Writing final
{
public:
    Writing(Workspace &workspace, std::unique_ptr<ChangeStore> store, QString title, Progress *progress)
        : m_workspace(workspace)
        , m_store(std::move(store))
        , m_progress(progress)
    {
        m_applied.title = std::move(title);
    }

    [[nodiscard]] static Result<std::unique_ptr<Writing>> begin(Session &session, const ChangeHead &head, Progress *progress)
    {
        auto store = ChangeStore::begin(*session.m_workspace, head, progress);
        if (!store)
            return store.error();
        return std::make_unique<Writing>(*session.m_workspace, *std::move(store), head.title, progress);
    }

    [[nodiscard]] ChangeStore &store() { return *m_store; }

    [[nodiscard]] Result<void> write(const RecordImage &image)
    {
        if (m_progress && m_progress->isCancelled())
            return Error::cancelled();
        const auto row = m_store->write(image);
        if (!row)
            return row.error();
        if (m_progress) {
            ++m_progress->done;
            ++m_progress->records;
        }
        if (image.before == image.after)
            return {};
        ++m_applied.count;
        if (m_applied.count <= Applied::kMaxListed) {
            m_applied.records.push_back(*row);
            m_written.push_back(image.after ? std::optional(bodyChecksum(*image.after)) : std::nullopt);
        }
        m_applied.areGroupsChanged = m_applied.areGroupsChanged || movesGroups(image);
        return {};
    }

    /// Brings a record to \a target, whatever it is now.
    [[nodiscard]] Result<void> bring(RecordRow row, std::optional<QByteArray> target)
    {
        const auto current = m_store->current(row);
        if (!current)
            return current.error();
        const auto collection = m_store->history().collectionOf(row);
        if (!collection)
            return collection.error();
        return write({row, *current ? std::optional((*current)->body) : std::nullopt, std::move(target), *collection});
    }

    [[nodiscard]] Result<Applied> commit(bool isStep = false)
    {
        // Much of a large change is written only now.
        const FinalStage writing(m_progress, Texts::tr("%1: writing to the disk").arg(m_applied.title));
        if (!writing.isReached())
            return Error::cancelled();
        if (m_progress)
            m_progress->total = 0;
        const auto change = m_store->commit(isStep);
        if (!change)
            return change.error();
        if (auto read = readBack(); !read)
            return read.error();
        m_applied.change = *change;
        if (const auto limit = m_store->history().limit(); limit && *limit > 0) {
            if (const auto usage = m_store->history().usage())
                m_applied.isHistoryOverLimit = usage->bytes > usage->limit;
        }
        if (!m_applied.isListed())
            m_applied.records.clear();
        return std::move(m_applied);
    }

private:
    /// Reads what was written through another connection, before anybody says that it is saved. Of more than Applied::kMaxListed records
    /// the first ones.
    [[nodiscard]] Result<void> readBack() const
    {
        const auto reader = m_workspace.reader();
        if (!reader)
            return reader.error();
        // Of a record that was written twice the last time counts.
        QHash<RecordRow, std::optional<quint64>> last;
        for (size_t i = 0; i < m_written.size(); ++i)
            last.insert(m_applied.records[i], m_written[i]);
        for (auto written = last.cbegin(); written != last.cend(); ++written) {
            const auto record = (*reader)->record(written.key());
            const bool isGone = !record && record.error().kind == ErrorKind::Conflict;
            const bool isAsMeant = *written ? record && bodyChecksum(record->body) == **written : isGone;
            if (!isAsMeant)
                return Error{ErrorKind::Damaged,
                             Texts::tr("The change was written, but %1 does not read back as it was meant. The disk may be damaged: save a "
                                       "copy of the workspace elsewhere and verify it.")
                                 .arg(m_workspace.path()),
                             record ? QString() : record.error().detail};
        }
        return {};
    }

    Workspace &m_workspace;
    std::unique_ptr<ChangeStore> m_store;
    Progress *m_progress;
    Applied m_applied;
    std::vector<std::optional<quint64>> m_written; ///< checksums of the documents of m_applied.records; nothing: removed
};

Session::Session(std::shared_ptr<Workspace> workspace, const QString &author, QObject *parent)
    : QObject(parent)
    , m_workspace(std::move(workspace))
    , m_author(author)
{
}

Session::~Session() = default;

QString Session::userName()
{
    const passwd *entry = ::getpwuid(::getuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : qEnvironmentVariable("USER");
}

Result<Applied> Session::announce(Result<Applied> applied)
{
    if (applied && applied->isWritten())
        emit changed(*applied);
    return applied;
}

Result<Applied> Session::apply(const Edit &edit)
{
    if (edit.isEmpty() && edit.drafts.empty())
        return Applied();
    const ChangeSource source = edit.images.size() > 1 ? ChangeSource::BulkEdit : ChangeSource::Edit;
    auto done = [&]() -> Result<Applied> {
        auto writing = Writing::begin(*this, {source, edit.title, m_author, {}}, nullptr);
        if (!writing)
            return writing.error();
        for (const RecordImage &image : edit.images) {
            if (auto written = (*writing)->write(image); !written)
                return written.error();
        }
        for (const DraftRow draft : edit.drafts) {
            if (auto discarded = (*writing)->store().discardDraft(draft); !discarded)
                return discarded.error();
        }
        return (*writing)->commit();
    }();
    return announce(std::move(done));
}

Result<Applied> Session::applyToMany(const QString &title, std::span<const RecordRow> rows, const BodyVerb &verb, Progress &progress)
{
    progress.setStage(title);
    progress.total = qint64(rows.size());
    auto done = [&]() -> Result<Applied> {
        const ChangeSource source = rows.size() > 1 ? ChangeSource::BulkEdit : ChangeSource::Edit;
        auto writing = Writing::begin(*this, {source, title, m_author, {}}, &progress);
        if (!writing)
            return writing.error();
        for (const RecordRow row : rows) {
            const auto record = (*writing)->store().current(row);
            if (!record)
                return record.error();
            if (!*record)
                continue;
            auto after = verb(**record);
            if (!after)
                return after.error();
            if (auto written = (*writing)->write({row, (*record)->body, *std::move(after), (*record)->collection}); !written)
                return written.error();
        }
        return (*writing)->commit();
    }();
    return announce(std::move(done));
}

/// Writes the images of \a change the other way round. Images that are so already are passed over, so that a half-reverted change can be
/// finished.
Result<Applied> Session::takeBack(const Change &change, ChangeSource source, const QString &title, ChangeState state, Progress &progress)
{
    progress.setStage(title);
    progress.total = change.images + change.added;
    const bool isStep = source != ChangeSource::Revert;
    auto done = [&]() -> Result<Applied> {
        auto writing = Writing::begin(*this, {source, title, m_author, change.row}, &progress);
        if (!writing)
            return writing.error();
        ChangeStore &store = (*writing)->store();
        // What an import added has no images: such records go, unless they were edited since.
        if (change.import != 0) {
            const auto added = store.history().recordsOfImport(change.import);
            if (!added)
                return added.error();
            for (const RecordRow row : *added) {
                auto asItCame = store.history().version(row, change.row);
                if (!asItCame)
                    return asItCame.error();
                const auto collection = store.history().collectionOf(row);
                if (!collection)
                    return collection.error();
                if (auto written = (*writing)->write({row, *std::move(asItCame), std::nullopt, *collection}); !written)
                    return written.error();
            }
        }
        const auto reversed = store.history().images(change.row, [&](RecordImage image) -> Result<void> {
            std::swap(image.before, image.after);
            if (!isStep) {
                if (change.import != 0) {
                    const auto import = store.history().importOf(image.record);
                    if (!import)
                        return import.error();
                    if (*import == change.import)
                        return {};
                }
                const auto record = store.current(image.record);
                if (!record)
                    return record.error();
                const bool isSoAlready = *record ? image.after == (*record)->body : !image.after;
                if (isSoAlready)
                    return {};
            }
            return (*writing)->write(image);
        });
        if (!reversed)
            return reversed.error();
        if (isStep) {
            if (auto set = store.setState(change.row, state); !set)
                return set.error();
        }
        return (*writing)->commit(isStep);
    }();
    return announce(std::move(done));
}

Result<Applied> Session::undo(Progress &progress)
{
    auto history = m_workspace->history();
    if (!history)
        return history.error();
    const auto change = (*history)->toUndo();
    if (!change)
        return change.error();
    if (!*change)
        return Error{ErrorKind::Failed, Texts::tr("There is nothing to undo."), {}};
    return takeBack(**change, ChangeSource::Undo, Texts::tr("Undo: %1").arg((*change)->title), ChangeState::Undone, progress);
}

Result<Applied> Session::redo(Progress &progress)
{
    auto history = m_workspace->history();
    if (!history)
        return history.error();
    const auto change = (*history)->toRedo();
    if (!change)
        return change.error();
    if (!*change)
        return Error{ErrorKind::Failed, Texts::tr("There is nothing to redo."), {}};
    const QString title = Texts::tr("Redo: %1").arg((*change)->title);
    progress.setStage(title);
    progress.total = (*change)->images;
    auto done = [&]() -> Result<Applied> {
        auto writing = Writing::begin(*this, {ChangeSource::Redo, title, m_author, (*change)->row}, &progress);
        if (!writing)
            return writing.error();
        const auto repeated =
            (*writing)->store().history().images((*change)->row, [&](const RecordImage &image) { return (*writing)->write(image); });
        if (!repeated)
            return repeated.error();
        if (auto set = (*writing)->store().setState((*change)->row, ChangeState::Stands); !set)
            return set.error();
        return (*writing)->commit(true);
    }();
    return announce(std::move(done));
}

Result<Applied> Session::revertChange(ChangeRow row, Progress &progress)
{
    auto history = m_workspace->history();
    if (!history)
        return history.error();
    const auto change = (*history)->change(row);
    if (!change)
        return change.error();
    if (!*change)
        return nothingThere(row);
    const QString title = Texts::tr("Revert change %1: %2").arg(QString::number(row.value), (*change)->title);
    return takeBack(**change, ChangeSource::Revert, title, ChangeState::Stands, progress);
}

Result<Applied> Session::revertSince(ChangeRow first, Progress &progress)
{
    const QString title = Texts::tr("Revert everything since change %1").arg(first.value);
    progress.setStage(title);
    auto done = [&]() -> Result<Applied> {
        auto writing = Writing::begin(*this, {ChangeSource::Revert, title, m_author, {}}, &progress);
        if (!writing)
            return writing.error();
        History &history = (*writing)->store().history();
        const auto oldest = history.change(first);
        if (!oldest)
            return oldest.error();
        if (!*oldest)
            return nothingThere(first);
        const auto touched = history.touchedSince(first);
        if (!touched)
            return touched.error();
        const auto imports = history.importsSince(first);
        if (!imports)
            return imports.error();
        progress.total = qint64(touched->size());
        for (const RecordRow row : *touched) {
            const auto import = history.importOf(row);
            if (!import)
                return import.error();
            std::optional<QByteArray> target;
            if (std::find(imports->begin(), imports->end(), *import) == imports->end()) {
                auto before = history.version(row, ChangeRow{first.value - 1});
                if (!before)
                    return before.error();
                target = *std::move(before);
            }
            if (auto brought = (*writing)->bring(row, std::move(target)); !brought)
                return brought.error();
        }
        return (*writing)->commit();
    }();
    return announce(std::move(done));
}

Result<Applied> Session::revertRecord(RecordRow record, ChangeRow change, Progress &progress)
{
    const QString title = change.isValid() ? Texts::tr("Revert a record to what it was after change %1").arg(change.value)
                                           : Texts::tr("Revert a record to what it was first");
    progress.setStage(title);
    auto done = [&]() -> Result<Applied> {
        auto writing = Writing::begin(*this, {ChangeSource::Revert, title, m_author, {}}, &progress);
        if (!writing)
            return writing.error();
        auto target = (*writing)->store().history().version(record, change);
        if (!target)
            return target.error();
        if (auto brought = (*writing)->bring(record, *std::move(target)); !brought)
            return brought.error();
        return (*writing)->commit();
    }();
    return announce(std::move(done));
}

Result<Applied> Session::compactHistory(ChangeRow first, Progress &progress)
{
    progress.setStage(Texts::tr("Compacting the history"));
    auto done = [&]() -> Result<Applied> {
        const auto history = m_workspace->history();
        if (!history)
            return history.error();
        const auto span = (*history)->span();
        if (!span)
            return span.error();
        const qint64 count = std::min(first.value - 1, span->newest.value) - span->oldest.value + 1;
        if (count <= 0 || !span->oldest.isValid())
            return Applied();
        const QString title = count == 1 ? Texts::tr("Compact the history: 1 change removed")
                                         : Texts::tr("Compact the history: %1 changes removed").arg(count);
        auto writing = Writing::begin(*this, {ChangeSource::Compaction, title, m_author, {}}, &progress);
        if (!writing)
            return writing.error();
        if (auto dropped = (*writing)->store().dropHistoryBefore(ChangeRow{std::min(first.value, span->newest.value + 1)}); !dropped)
            return dropped.error();
        return (*writing)->commit(true);
    }();
    return announce(std::move(done));
}

Result<void> Session::setHistoryLimit(qint64 bytes)
{
    return ChangeStore::setHistoryLimit(*m_workspace, bytes);
}

} // namespace persistence
