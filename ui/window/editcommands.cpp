#include "ui/window/editcommands.h"

#include "model/edit/newrecords.h"
#include "model/items/fieldcolumn.h"
#include "model/items/itemtext.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"
#include "ui/editor/recordview.h"
#include "ui/records/recordspanel.h"
#include "ui/tree/navigatorpanel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QMenu>

#include <algorithm>
#include <iterator>

namespace persistence {

namespace {

/// More are for the dialog that lists them.
constexpr size_t kMaxDeletedTogether = 200;

void describe(QAction *action, const QString &text, const QString &toolTip, bool isEnabled)
{
    action->setText(plainButtonText(text));
    setPlainToolTip(action, toolTip);
    action->setEnabled(isEnabled);
}

} // namespace

EditCommands::EditCommands(Actions &actions, Browser &browser, QObject *parent) : QObject(parent), m_actions(actions), m_browser(browser)
{
    connectActions();
    update();
}

EditCommands::~EditCommands() = default;

void EditCommands::setEditing(Editing *editing, DraftKeeper *drafts)
{
    m_titleJob.stop();
    m_recordJob.stop();
    m_titles = {};
    m_editing = editing;
    m_drafts = drafts;
    if (editing) {
        connect(editing, &Editing::lockChanged, this, &EditCommands::update);
        connect(editing, &Editing::changed, this, &EditCommands::readTitles);
        connect(editing, &Editing::failed, this, &EditCommands::failed);
        connect(drafts, &DraftKeeper::statusChanged, this, &EditCommands::update);
        readTitles();
    }
    update();
}

void EditCommands::connectActions()
{
    const auto on = [this](ActionId id, auto run) { connect(m_actions[id], &QAction::triggered, this, run); };
    on(ActionId::Save, &EditCommands::save);
    on(ActionId::SaveNext, [this] {
        m_browser.flush();
        m_browser.recordView()->save();
        m_browser.stepRecord(1);
    });
    on(ActionId::NewRecord, &EditCommands::beginRecord);
    on(ActionId::CloneRecord, &EditCommands::cloneRecord);
    on(ActionId::DeleteRecord, &EditCommands::deleteRecords);
    // In text and cells these keys mean something else.
    for (const ActionId id : {ActionId::CloneRecord, ActionId::DeleteRecord}) {
        m_actions[id]->setShortcutContext(Qt::WidgetShortcut);
        for (QWidget *pane : {static_cast<QWidget *>(m_browser.records()), static_cast<QWidget *>(m_browser.navigator())})
            pane->findChild<QAbstractItemView *>()->addAction(m_actions[id]);
    }
    on(ActionId::Undo, &EditCommands::undo);
    on(ActionId::Redo, &EditCommands::redo);
    on(ActionId::Unlock, &EditCommands::unlockRequested);
    on(ActionId::Lock, [this] {
        m_browser.flush();
        m_editing->lock(tr("Locked by you."));
    });
    connect(m_browser.recordView(), &RecordView::shown, this, &EditCommands::update);
    connect(m_browser.records(), &RecordsPanel::selectionChanged, this, &EditCommands::update);
    connect(m_browser.records(), &RecordsPanel::menuOpening, this, [this](QMenu *menu) { fillMenu(*menu); });
    connect(qApp, &QApplication::focusChanged, this, &EditCommands::update);
}

void EditCommands::update()
{
    const EditBuffer *buffer = m_browser.recordView()->buffer();
    const bool isOpen = m_editing != nullptr;
    const bool isLocked = !isOpen || m_editing->isLocked();
    const QString reason = isOpen ? m_editing->lockReason() : tr("Nothing is open.");
    const QList<EditBuffer *> drafts = m_browser.draftsToSave();
    const bool isTyping = m_browser.isEditingCell();
    const bool isDraft = !drafts.isEmpty() || isTyping;
    const bool isSound = isTyping || std::any_of(drafts.begin(), drafts.end(), [](const EditBuffer *draft) { return !draft->textError(); });
    for (const ActionId id : {ActionId::Save, ActionId::SaveNext}) {
        const QString why = isLocked             ? reason
                            : !isDraft           ? tr("There is nothing to save.")
                            : !isSound           ? tr("Text with errors cannot be saved. It is kept as you typed it.")
                            : drafts.size() <= 1 ? tr("Save the draft of this record")
                                                 : tr("Save the drafts of the selected records");
        const QString text = drafts.size() > 1 ? tr("Save %1 drafts").arg(drafts.size()) : tr("Save draft");
        describe(m_actions[id], id == ActionId::Save ? text : tr("Save draft and go to next record"), why, !isLocked && isSound);
    }
    const bool isInside = isInsideValue();
    const bool undoesStep = isInside && buffer->canUndo();
    const bool redoesStep = isInside && buffer->canRedo();
    const QString undoTitle = shownTitle(undoesStep ? buffer->undoTitle() : m_titles.undo);
    const QString redoTitle = shownTitle(redoesStep ? buffer->redoTitle() : m_titles.redo);
    const QString undoText = undoTitle.isEmpty() ? tr("Undo") : tr("Undo: %1").arg(undoTitle);
    const QString redoText = redoTitle.isEmpty() ? tr("Redo") : tr("Redo: %1").arg(redoTitle);
    describe(m_actions[ActionId::Undo], undoText, isLocked ? reason : undoText, !isLocked && !undoTitle.isEmpty());
    describe(m_actions[ActionId::Redo], redoText, isLocked ? reason : redoText, !isLocked && !redoTitle.isEmpty());
    describe(m_actions[ActionId::NewRecord], tr("New record"),
             isLocked ? reason : tr("Begin a record in this group, with its key filled in"), !isLocked);
    describe(m_actions[ActionId::CloneRecord], tr("Clone record"),
             isLocked ? reason : tr("Begin a second record with the same key and value"), !isLocked && buffer);
    describe(m_actions[ActionId::DeleteRecord], tr("Delete record"),
             isLocked ? reason : tr("Mark the selected records to be deleted when their drafts are saved"), !isLocked && buffer);
    m_actions[ActionId::Unlock]->setVisible(isLocked);
    m_actions[ActionId::Unlock]->setEnabled(isOpen && m_editing->canUnlock());
    m_actions[ActionId::Lock]->setVisible(!isLocked);
}

void EditCommands::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    update();
}

QString EditCommands::shownTitle(const QString &title) const
{
    return visibleText((m_areValuesHidden ? titleWithoutTexts(title) : title).toUtf8());
}

void EditCommands::readTitles()
{
    auto work = [workspace = m_editing->sharedWorkspace()](Progress &) -> Result<Titles> {
        const auto history = workspace->history();
        if (!history)
            return history.error();
        const auto undo = (*history)->toUndo();
        if (!undo)
            return undo.error();
        const auto redo = (*history)->toRedo();
        if (!redo)
            return redo.error();
        return Titles{*undo ? (*undo)->title : QString(), *redo ? (*redo)->title : QString()};
    };
    m_titleJob.start(std::move(work), [this](Result<Titles> titles) {
        if (titles)
            m_titles = *titles;
        update();
    });
}

bool EditCommands::isInsideValue() const
{
    const RecordView *view = m_browser.recordView();
    return view->buffer() && view->isAncestorOf(QApplication::focusWidget());
}

void EditCommands::beginRecord()
{
    const auto work = [workspace = m_editing->sharedWorkspace(), group = m_browser.place().group](Progress &) -> Result<Record> {
        const auto reader = workspace->reader();
        if (!reader)
            return reader.error();
        return newRecordIn(**reader, group);
    };
    m_recordJob.start(work, [this](const Result<Record> &record) { showNew(record); });
}

void EditCommands::cloneRecord()
{
    m_browser.recordView()->flush();
    if (const EditBuffer *buffer = m_browser.recordView()->buffer())
        showNew(cloneOfRecord(buffer->edited()));
}

void EditCommands::showNew(const Result<Record> &record)
{
    if (record)
        m_browser.goToDraft(m_drafts->openNew(*record));
    else
        emit failed(record.error());
}

void EditCommands::save()
{
    m_browser.flush();
    m_drafts->save(m_browser.draftsToSave());
}

/// What can be done with the drafts among the selected records.
void EditCommands::fillMenu(QMenu &menu)
{
    const QList<EditBuffer *> drafts = m_browser.records()->selectedDrafts();
    if (!m_drafts || drafts.isEmpty())
        return;
    const QString count = QString::number(drafts.size());
    menu.addAction(icon(IconId::Save), drafts.size() == 1 ? tr("Save draft") : tr("Save %1 drafts").arg(count), this,
                   [this, drafts] { m_drafts->save(drafts); })
        ->setEnabled(!m_editing->isLocked());
    menu.addAction(icon(IconId::Undo), drafts.size() == 1 ? tr("Discard draft") : tr("Discard %1 drafts").arg(count), this,
                   [this, drafts] { m_drafts->discard(drafts); });
    menu.addSeparator();
}

void EditCommands::deleteRecords()
{
    m_browser.flush();
    // A record that is not in the workspace yet has nothing to be deleted but its draft.
    QList<EditBuffer *> fresh;
    const QList<EditBuffer *> drafts = m_browser.records()->selectedDrafts();
    std::copy_if(drafts.begin(), drafts.end(), std::back_inserter(fresh), [](const EditBuffer *draft) { return draft->isNew(); });
    m_drafts->discard(fresh);
    const std::vector<RecordRow> rows = m_browser.selectedRecords();
    if (rows.empty())
        return;
    if (rows.size() > kMaxDeletedTogether) {
        emit failed({ErrorKind::Failed,
                     tr("More than %1 records are selected. Nothing was changed; delete so many of them by the menu of their group.")
                         .arg(kMaxDeletedTogether),
                     {}});
        return;
    }
    using Records = std::vector<Record>;
    const auto work = [workspace = m_editing->sharedWorkspace(), rows](Progress &) -> Result<Records> {
        const auto reader = workspace->reader();
        if (!reader)
            return reader.error();
        Records records;
        for (const RecordRow row : rows) {
            auto record = (*reader)->record(row);
            if (!record)
                return record.error();
            records.push_back(*std::move(record));
        }
        return records;
    };
    m_recordJob.start(work, [this](const Result<Records> &records) {
        if (!records) {
            emit failed(records.error());
            return;
        }
        QList<QPointer<EditBuffer>> marked;
        for (const Record &record : *records) {
            m_drafts->markForDeletion(record);
            marked.append(m_drafts->draftOf(record.row));
        }
        emit this->marked(marked, m_browser.records()->currentField());
    });
}

void EditCommands::undo()
{
    EditBuffer *buffer = m_browser.recordView()->buffer();
    if (isInsideValue() && buffer->canUndo())
        buffer->undo();
    else
        step(m_titles.undo, tr("Undo: %1"), &Session::undo);
}

void EditCommands::redo()
{
    EditBuffer *buffer = m_browser.recordView()->buffer();
    if (isInsideValue() && buffer->canRedo())
        buffer->redo();
    else
        step(m_titles.redo, tr("Redo: %1"), &Session::redo);
}

void EditCommands::step(const QString &title, const QString &name, Result<Applied> (Session::*way)(Progress &))
{
    if (!m_editing || title.isEmpty())
        return;
    const auto work = [way](Session &session, Progress &progress) { return (session.*way)(progress); };
    m_editing->run(name.arg(title), work, this, [this](const Result<Applied> &result) {
        if (result)
            emit stepped(shownTitle(result->title));
        else if (result.error().kind != ErrorKind::Cancelled)
            emit failed(result.error());
    });
}

} // namespace persistence
