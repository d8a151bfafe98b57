// The part of the window that edits: lock, drafts, and what was saved or taken back.
#include "ui/window/mainwindow.h"

#include "model/edit/draftkeeper.h"
#include "model/edit/edittitle.h"
#include "model/edit/fieldedits.h"
#include "model/items/activitymodel.h"
#include "model/items/draftlistmodel.h"
#include "model/items/fieldcolumn.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"
#include "model/workspace/workspacewatch.h"
#include "ui/editor/compareview.h"
#include "ui/editor/recordview.h"
#include "ui/editor/wholetext.h"
#include "ui/panels/activitypanel.h"
#include "ui/panels/draftspanel.h"
#include "ui/widgets/jobbar.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/actions.h"
#include "ui/window/activityrecorder.h"
#include "ui/window/browser.h"
#include "ui/window/comparedock.h"
#include "ui/window/copycommands.h"
#include "ui/window/draftsbutton.h"
#include "ui/window/editcommands.h"
#include "ui/window/historydock.h"
#include "ui/window/importnotice.h"
#include "ui/window/keycommands.h"
#include "ui/window/paneldock.h"
#include "ui/window/recordcommands.h"
#include "ui/window/relateddock.h"
#include "ui/window/statusline.h"
#include "ui/window/windowsession.h"

#include <QAction>
#include <QDateTime>
#include <QDialog>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kStepMs = 8'000;

/// "today", "yesterday", or the date.
QString dayText(qint64 milliseconds)
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(milliseconds).date();
    const qint64 ago = day.daysTo(QDate::currentDate());
    if (ago == 0)
        return MainWindow::tr("today");
    return ago == 1 ? MainWindow::tr("yesterday") : QLocale().toString(day, QLocale::ShortFormat);
}

/// "2 drafts from yesterday."
QString draftsText(const DraftKeeper &keeper)
{
    const QList<EditBuffer *> drafts = keeper.drafts();
    qint64 newest = 0;
    for (const EditBuffer *draft : drafts)
        newest = std::max(newest, keeper.status(draft).changedAt);
    const QString day = dayText(newest);
    return drafts.size() == 1 ? MainWindow::tr("1 draft from %1.").arg(day)
                              : MainWindow::tr("%1 drafts from %2.").arg(QLocale().toString(drafts.size()), day);
}

/// The longest record id in a list of what is saved.
constexpr qsizetype kMaxNameBytes = 200;

/// What saving would write, one line for each.
QString operationsText(const QList<EditBuffer *> &buffers)
{
    QStringList lines;
    for (const EditBuffer *buffer : buffers) {
        const Record &stored = buffer->stored();
        const auto id = bson::DocumentView(buffer->body()).find("_id");
        const QString name = id ? visibleText(RecordId(*id).toDisplayText().toUtf8(), kMaxNameBytes) : MainWindow::tr("without record id");
        const QString title =
            buffer->textError() ? MainWindow::tr("Nothing: the text has errors") : editTitle(stored, buffer->body(), buffer->isDeletion());
        lines.append(u"%1: %2"_s.arg(name, visibleText(title.toUtf8())));
    }
    return lines.join(u'\n');
}

} // namespace

void MainWindow::connectEditing()
{
    connect(m_commands, &EditCommands::unlockRequested, this, &MainWindow::askToUnlock);
    connect(m_browser->recordView(), &RecordView::unlockRequested, this, &MainWindow::askToUnlock);
    connect(m_browser->recordView(), &RecordView::showValuesRequested, this,
            [this] { (*m_actions)[ActionId::HideValues]->setChecked(false); });
    connect(m_browser->recordView(), &RecordView::compareRequested, this, &MainWindow::compareDraft);
    connect(m_history, &HistoryDock::sizeRequested, m_recordCommands, &RecordCommands::openHistorySize);
    connect(m_keyCommands, &KeyCommands::requested, m_recordCommands, &RecordCommands::run);
    connect(m_recordCommands, &RecordCommands::historyRequested, m_history, &HistoryDock::showAll);
    connect(m_recordCommands, &RecordCommands::historyLimitChanged, m_history, &HistoryDock::refresh);
    connect(m_commands, &EditCommands::failed, this, [this](const Error &error) { showFailure({}, error); });
    connect(m_commands, &EditCommands::marked, this, &MainWindow::tellMarked);
    connect(m_commands, &EditCommands::stepped, this, [this](const QString &title) { m_status->showMessage(title, kStepMs); });
    const auto connectDrafts = [this](auto *source) {
        using Source = std::remove_pointer_t<decltype(source)>;
        connect(source, &Source::goToRequested, m_browser, &Browser::goToDraft);
        connect(source, &Source::compareRequested, this, &MainWindow::compareDraft);
        connect(source, &Source::saveRequested, this, &MainWindow::saveDrafts);
        connect(source, &Source::discardRequested, this, [this](const QList<EditBuffer *> &buffers) { m_drafts->discard(buffers); });
    };
    connectDrafts(m_draftsPanel);
    connectDrafts(m_draftsButton);
    connect(m_draftsPanel, &DraftsPanel::operationsRequested, this, [this](const QList<EditBuffer *> &buffers) {
        m_browser->flush();
        openBytesWindow(this, tr("What saving will write"), operationsText(buffers).toUtf8(), {});
    });
}

void MainWindow::setEditing(std::unique_ptr<Editing> editing)
{
    m_countJob.stop();
    m_watch.reset();
    m_browser->setEditing(nullptr, nullptr);
    m_commands->setEditing(nullptr, nullptr);
    m_keyCommands->setEditing(nullptr);
    m_recordCommands->setEditing(nullptr);
    m_copyCommands->setEditing(nullptr);
    m_history->setEditing(nullptr);
    m_comparison->setEditing(nullptr, {});
    m_related->setEditing(nullptr);
    m_recorder->setEditing(nullptr);
    m_importNotice->setEditing(nullptr);
    m_draftsPanel->setDrafts(nullptr, nullptr);
    m_drafts.reset();
    // Waits until what was asked for is written.
    m_editing = std::move(editing);
    if (!m_editing)
        return;
    m_drafts = std::make_unique<DraftKeeper>(*m_editing);
    m_watch = std::make_unique<WorkspaceWatch>(m_editing->workspace());
    m_browser->setEditing(m_editing.get(), m_drafts.get());
    m_commands->setEditing(m_editing.get(), m_drafts.get());
    m_keyCommands->setEditing(m_editing.get());
    m_recordCommands->setEditing(m_editing.get());
    m_copyCommands->setEditing(m_editing.get());
    m_history->setEditing(m_editing.get());
    m_comparison->setEditing(m_editing.get(), m_current.files);
    m_related->setEditing(m_editing.get());
    m_recorder->setEditing(m_editing.get());
    m_importNotice->setEditing(m_editing.get());
    m_draftsPanel->setDrafts(m_drafts.get(), m_editing->sharedWorkspace());
    connect(m_editing.get(), &Editing::lockChanged, this, &MainWindow::takeLock);
    connect(m_editing.get(), &Editing::changed, this, &MainWindow::showCounts);
    connect(m_watch.get(), &WorkspaceWatch::written, this, &MainWindow::refresh);
    connect(m_drafts.get(), &DraftKeeper::draftsChanged, this, &MainWindow::showDraftCount);
    connect(m_drafts.get(), &DraftKeeper::discarded, this, &MainWindow::takeDiscarded);
    connect(m_drafts.get(), &DraftKeeper::keepingFailed, this, [this](const Error &error) {
        m_messages->showMessage(
            Tone::Bad,
            tr("What you type cannot be kept on the disk for now: %1 It stays here, and keeping it is tried again.").arg(error.message));
        m_messages->setDetail(error.detail);
    });
    m_status->showLock(m_editing->lockReason());
    showDraftCount();
}

/// The window would stand still until a long change is written, or its process go on for minutes where nobody sees it.
bool MainWindow::canLeave()
{
    if (!m_changeBar->isActive())
        return keepDrafts();
    const QObject *message =
        m_messages->showMessage(Tone::Warning, tr("A change is still being written, so this stays open. Wait for it, or cancel it."),
                                {{tr("Cancel the change"), [this] { m_changeBar->cancel(); }}});
    connect(m_editing.get(), &Editing::finished, message, [this] { m_messages->clear(); });
    return false;
}

/// What cannot be kept on the disk would be lost with what is open, so that stays open.
bool MainWindow::keepDrafts()
{
    if (!m_drafts)
        return true;
    m_browser->flush();
    const auto kept = m_drafts->keepNow();
    if (kept || m_drafts->drafts().isEmpty())
        return true;
    m_messages->showMessage(Tone::Bad, tr("Your drafts could not be kept on the disk, so this stays open: %1").arg(kept.error().message),
                            {{tr("Discard all…"), [this] { askToDiscardAll(); }}});
    m_messages->setDetail(kept.error().detail);
    return false;
}

void MainWindow::takeLock()
{
    m_session.setLocked(m_editing->workspace().path(), m_editing->isLocked());
    m_status->showLock(m_editing->lockReason());
}

void MainWindow::askToUnlock()
{
    if (!m_editing || !m_editing->isLocked() || !m_editing->canUnlock())
        return;
    const QString text =
        m_current.isDump ? tr("Unlocked, this dump can be edited here: edits go to a workspace of its own, the dump file stays as it is.")
                         : tr("Unlocked, this workspace can be edited: each change is saved in the file at once, and can be undone.");
    m_messages->showMessage(Tone::Info, text, {{tr("Unlock"), [this] { m_editing->unlock(); }}, {tr("Keep locked"), {}}});
}

void MainWindow::takeUpDrafts(const std::vector<StoredDraft> &drafts)
{
    m_drafts->takeUp(drafts);
    if (m_drafts->drafts().isEmpty())
        return;
    m_messages->showMessage(Tone::Warning, draftsText(*m_drafts),
                            {{tr("Review"), [this] { m_draftsDock->bringUp(); }}, {tr("Discard all…"), [this] { askToDiscardAll(); }}});
}

void MainWindow::askToDiscardAll()
{
    const qsizetype count = m_drafts ? m_drafts->drafts().size() : 0;
    if (count == 0)
        return;
    const QString text = count == 1 ? tr("1 draft is thrown away; its record stays as it is saved.")
                                    : tr("%1 drafts are thrown away; their records stay as they are saved.").arg(count);
    const QString button = count == 1 ? tr("Discard 1 draft") : tr("Discard %1 drafts").arg(count);
    m_messages->showMessage(Tone::Warning, text, {{button, [this] { m_drafts->discard(m_drafts->drafts()); }}, {tr("Keep"), {}}});
}

/// Del in the table means the whole record, whichever cell is current: that is said, and what may have been meant is offered.
void MainWindow::tellMarked(const QList<QPointer<EditBuffer>> &drafts, const FieldColumn *field)
{
    const auto keep = [drafts] {
        for (const auto &draft : drafts) {
            if (draft)
                draft->setDeletion(false);
        }
    };
    QList<MessageBar::Button> buttons{{tr("Keep"), keep}};
    if (field && drafts.size() == 1) {
        buttons.append({tr("Remove only %1").arg(field->shownTitle()), [this, keep, draft = drafts.first(), path = field->path] {
                            keep();
                            const auto removed = draft ? editFieldRemoval(*draft, path) : Result<void>();
                            if (!removed)
                                showFailure({}, removed.error());
                        }});
    }
    const QString text =
        drafts.size() == 1
            ? tr("This record will be deleted as a whole when its draft is saved.")
            : tr("%1 records will be deleted as a whole when their drafts are saved.").arg(QLocale().toString(drafts.size()));
    const QObject *message = m_messages->showMessage(Tone::Warning, text, buttons);
    connect(m_drafts.get(), &DraftKeeper::draftsChanged, message, [this, drafts] {
        const QList<EditBuffer *> kept = m_drafts->drafts();
        const auto isMarked = [&kept](const QPointer<EditBuffer> &draft) { return kept.contains(draft) && draft->isDeletion(); };
        if (std::none_of(drafts.begin(), drafts.end(), isMarked))
            m_messages->clear();
    });
}

void MainWindow::takeDiscarded(const std::vector<StoredDraft> &drafts)
{
    const QString text = drafts.size() == 1 ? tr("1 draft was discarded.") : tr("%1 drafts were discarded.").arg(drafts.size());
    m_messages->showMessage(Tone::Info, text, {{tr("Undo"), [this, drafts, keeper = QPointer(m_drafts.get())] {
                                                    if (keeper)
                                                        keeper->bringBack(drafts);
                                                }}});
}

void MainWindow::saveDrafts(const QList<EditBuffer *> &buffers)
{
    m_browser->flush();
    m_drafts->save(buffers);
}

void MainWindow::compareDraft(EditBuffer *buffer)
{
    if (!buffer)
        return;
    m_browser->flush();
    Comparison comparison{buffer->stored().body, buffer->body(), tr("Saved"), tr("Draft")};
    if (buffer->isDeletion())
        comparison.after.reset();
    QDialog *window = openDifferences(this, tr("Draft against what is saved"), comparison, m_session.localTime());
    window->setObjectName(u"draftComparison"_s);
    window->findChild<CompareView *>()->setValuesHidden((*m_actions)[ActionId::HideValues]->isChecked());
}

void MainWindow::setValuesHidden(bool areHidden)
{
    m_browser->setValuesHidden(areHidden);
    m_comparison->setValuesHidden(areHidden);
    m_related->setValuesHidden(areHidden);
    m_activity->model()->setValuesHidden(areHidden);
    m_actions->setValuesHidden(areHidden);
    m_commands->setValuesHidden(areHidden);
    m_recordCommands->setValuesHidden(areHidden);
    m_history->setValuesHidden(areHidden);
    // A message may name what was replaced; windows that compare stay open beside this one.
    m_messages->clear();
    for (CompareView *view : findChildren<CompareView *>())
        view->setValuesHidden(areHidden);
}

void MainWindow::showDraftCount()
{
    m_status->showDrafts(m_drafts ? int(m_drafts->drafts().size()) : 0);
}

} // namespace persistence
