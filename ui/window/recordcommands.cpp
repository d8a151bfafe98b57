#include "ui/window/recordcommands.h"

#include "model/items/differencemodel.h"
#include "model/items/itemtext.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"
#include "ui/dialogs/bulkpreview.h"
#include "ui/dialogs/changerecordsdialog.h"
#include "ui/dialogs/deleterecordsdialog.h"
#include "ui/dialogs/historysizedialog.h"
#include "ui/dialogs/replacedialog.h"
#include "ui/editor/compareview.h"
#include "ui/panels/appliedmessage.h"
#include "ui/records/recordspanel.h"
#include "ui/tree/navigatorpanel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/jobbar.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plaintext.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"
#include "ui/window/recordchoices.h"

#include <QAction>
#include <QDialog>
#include <QMenu>

namespace persistence {

namespace {

/// Most changes are written before this; a bar that comes and goes would only move the window.
constexpr int kDelayMs = 400;

/// The longest record id in the title of a column.
constexpr qsizetype kMaxTitleBytes = 200;

Result<Comparison> comparisonOf(const Workspace &workspace, RecordRow first, RecordRow second)
{
    const auto reader = workspace.reader();
    if (!reader)
        return reader.error();
    Comparison comparison;
    for (const auto &[row, side, title] :
         {std::tuple(first, &comparison.before, &comparison.beforeTitle), std::tuple(second, &comparison.after, &comparison.afterTitle)}) {
        const auto record = (*reader)->record(row);
        if (!record)
            return record.error();
        *side = record->body;
        const auto id = bson::DocumentView(record->body).find("_id");
        *title = id ? visibleText(RecordId(*id).toDisplayText().toUtf8(), kMaxTitleBytes) : RecordCommands::tr("(no record id)");
    }
    return comparison;
}

} // namespace

RecordCommands::RecordCommands(const Actions &actions, Browser &browser, MessageBar &messages, JobBar &jobBar, QWidget *window)
    : QObject(window)
    , m_browser(browser)
    , m_messages(messages)
    , m_jobBar(jobBar)
    , m_window(window)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelayMs);
    connect(&m_delay, &QTimer::timeout, this, [this] {
        hideRunningTexts();
        m_jobBar.watch(m_running);
    });
    connect(m_browser.records(), &RecordsPanel::menuOpening, this,
            [this](QMenu *menu, const std::vector<RecordRow> &records) { fillRecordMenu(*menu, records); });
    connect(m_browser.navigator(), &NavigatorPanel::menuOpening, this,
            [this](QMenu *menu, const Group &group) { fillGroupMenu(*menu, group); });
    connectActions(actions);
}

RecordCommands::~RecordCommands() = default;

void RecordCommands::connectActions(const Actions &actions)
{
    connect(actions[ActionId::CompareRecords], &QAction::triggered, this, [this] {
        const std::vector<RecordRow> records = m_browser.records()->selectedRecords();
        if (records.size() == 2)
            compare(records[0], records[1]);
        else
            m_messages.showMessage(Tone::Info, tr("Select two records in the table to compare them."));
    });
    connect(actions[ActionId::ChangeRecords], &QAction::triggered, this,
            [this] { changeRecords(offeredRecords(m_browser, m_editing, m_messages, ChoiceOrder::Widest)); });
    connect(actions[ActionId::ReplaceInRecords], &QAction::triggered, this,
            [this] { replaceInRecords(offeredRecords(m_browser, m_editing, m_messages, ChoiceOrder::Widest)); });
    connect(m_browser.records(), &RecordsPanel::replaceRequested, actions[ActionId::ReplaceInRecords], &QAction::trigger);
    connect(actions[ActionId::DeleteRecords], &QAction::triggered, this,
            [this] { deleteRecords(offeredRecords(m_browser, m_editing, m_messages, ChoiceOrder::Selected)); });
}

void RecordCommands::setEditing(Editing *editing)
{
    for (const QPointer<QWidget> &dialog : std::exchange(m_dialogs, {})) {
        if (dialog)
            dialog->close();
    }
    m_comparison.stop();
    if (m_editing)
        m_editing->disconnect(this);
    m_editing = editing;
    m_isOverLimit = false;
    watch(nullptr);
    if (!editing)
        return;
    connect(editing, &Editing::changed, this, &RecordCommands::tellLimit);
    connect(editing, &Editing::started, this, &RecordCommands::watch);
    connect(editing, &Editing::finished, this, [this] { watch(nullptr); });
}

void RecordCommands::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    hideRunningTexts();
}

/// Where values are hidden: what the title of a change quotes, for as long as the change runs.
void RecordCommands::hideRunningTexts()
{
    if (m_areValuesHidden && m_running)
        m_running->setStage(titleWithoutTexts(m_running->stage()));
}

/// Shows how far a change is, with Cancel, once it takes longer; null: it ended.
void RecordCommands::watch(const std::shared_ptr<Progress> &progress)
{
    m_running = progress;
    if (progress) {
        m_delay.start();
        return;
    }
    m_delay.stop();
    if (m_jobBar.isActive())
        m_jobBar.finish();
}

void RecordCommands::fillRecordMenu(QMenu &menu, const std::vector<RecordRow> &records)
{
    if (!m_editing || records.empty())
        return;
    if (records.size() == 2) {
        menu.addAction(icon(IconId::Compare), tr("Compare"), this,
                       [this, first = records[0], second = records[1]] { compare(first, second); });
    }
    addChanges(
        menu, [this] { return offeredRecords(m_browser, m_editing, m_messages, ChoiceOrder::Selected); },
        countedText(qint64(records.size()), tr("Delete 1 record…"), tr("Delete %1 records…")));
}

void RecordCommands::fillGroupMenu(QMenu &menu, const Group &group)
{
    if (m_editing)
        addChanges(
            menu, [this, group] { return offeredGroup(group, m_editing, m_messages); }, tr("Delete group…"));
}

void RecordCommands::addChanges(QMenu &menu, const Selections &selections, const QString &deletion)
{
    QAction *change =
        menu.addAction(icon(IconId::ChangeRecords), tr("Change records…"), this, [this, selections] { changeRecords(selections()); });
    QAction *replace =
        menu.addAction(icon(IconId::ReplaceTexts), tr("Replace in records…"), this, [this, selections] { replaceInRecords(selections()); });
    QAction *remove = menu.addAction(icon(IconId::Delete), deletion, this, [this, selections] { deleteRecords(selections()); });
    menu.setToolTipsVisible(true);
    for (QAction *action : {change, replace, remove}) {
        action->setEnabled(!m_editing->isLocked());
        setPlainToolTip(action, m_editing->lockReason());
    }
}

void RecordCommands::compare(RecordRow first, RecordRow second)
{
    if (!m_editing)
        return;
    auto work = [workspace = m_editing->sharedWorkspace(), first, second](Progress &) { return comparisonOf(*workspace, first, second); };
    m_comparison.start(std::move(work), [this](const Result<Comparison> &comparison) {
        if (comparison)
            openDifferences(m_window, tr("Compare two records"), *comparison, m_localTime)
                ->findChild<CompareView *>()
                ->setValuesHidden(m_areValuesHidden);
        else
            showError(comparison.error());
    });
}

void RecordCommands::changeRecords(const QList<RecordSelection> &selections)
{
    if (!m_editing || selections.isEmpty())
        return;
    auto *dialog = new ChangeRecordsDialog(m_editing->sharedWorkspace(), selections, m_window);
    dialog->findChild<BulkPreview *>()->setValuesHidden(m_areValuesHidden);
    connect(dialog, &ChangeRecordsDialog::requested, this, &RecordCommands::run);
    m_dialogs.append(dialog);
    dialog->open();
}

void RecordCommands::replaceInRecords(const QList<RecordSelection> &selections)
{
    if (!m_editing || selections.isEmpty())
        return;
    QStringList fields;
    for (const FieldColumn &field : m_browser.records()->fields()) {
        // A name with signs that cannot be seen can be typed, but is not offered.
        const QString path = QString::fromUtf8(field.path.toText());
        if (path == visibleText(path.toUtf8()))
            fields.append(path);
    }
    auto *dialog = new ReplaceDialog(m_editing->sharedWorkspace(), selections, fields, m_window);
    dialog->findChild<BulkPreview *>()->setValuesHidden(m_areValuesHidden);
    connect(dialog, &ReplaceDialog::requested, this, &RecordCommands::run);
    m_dialogs.append(dialog);
    dialog->open();
}

void RecordCommands::deleteRecords(const QList<RecordSelection> &selections)
{
    if (!m_editing || selections.isEmpty())
        return;
    auto *dialog = new DeleteRecordsDialog(m_editing->sharedWorkspace(), selections, m_window);
    dialog->setExportOffered(true);
    dialog->setValuesHidden(m_areValuesHidden);
    connect(dialog, &DeleteRecordsDialog::requested, this, &RecordCommands::run);
    connect(dialog, &DeleteRecordsDialog::exportRequested, this, &RecordCommands::exportRequested);
    m_dialogs.append(dialog);
    dialog->open();
}

void RecordCommands::openHistorySize()
{
    if (!m_editing)
        return;
    auto *dialog = new HistorySizeDialog(*m_editing, m_window);
    connect(dialog, &HistorySizeDialog::limitChanged, this, &RecordCommands::historyLimitChanged);
    m_dialogs.append(dialog);
    dialog->open();
}

void RecordCommands::run(const QString &title, const Editing::Work &work)
{
    if (!m_editing)
        return;
    m_editing->run(title, work, this, [this](const Result<Applied> &result) {
        if (!result) {
            showError(result.error());
        } else if (m_editing) {
            Applied shown = *result;
            if (m_areValuesHidden)
                shown.title = titleWithoutTexts(shown.title);
            showApplied(m_messages, *m_editing, shown);
        }
    });
}

/// Once for each time that the limit is passed.
void RecordCommands::tellLimit(const Applied &applied)
{
    const bool isNew = applied.isHistoryOverLimit && !m_isOverLimit;
    m_isOverLimit = applied.isHistoryOverLimit;
    if (isNew) {
        m_messages.showMessage(
            Tone::Warning, tr("The history takes more than its limit. Nothing was removed."),
            {{tr("Show history"), [this] { emit historyRequested(); }}, {tr("Size limit…"), [this] { openHistorySize(); }}});
    }
}

void RecordCommands::showError(const Error &error)
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    m_messages.showMessage(Tone::Bad, error.message);
    m_messages.setDetail(error.detail);
}

} // namespace persistence
