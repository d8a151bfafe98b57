#include "ui/window/copycommands.h"

#include "model/edit/draftkeeper.h"
#include "model/items/itemtext.h"
#include "ui/editor/recordview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/editor/valueview.h"
#include "ui/records/recordspanel.h"
#include "ui/records/recordtableview.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/jobbar.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kDelayMs = 300;

/// The fields that have a column, where a table can be made of them: a path that means several items is none.
std::vector<bson::Path> columnPaths(const QList<FieldColumn> &fields)
{
    std::vector<bson::Path> paths;
    for (const FieldColumn &field : fields) {
        std::vector<bson::PathStep> steps;
        for (const FieldStep &step : field.path.steps()) {
            if (step.kind == FieldStep::Kind::Name)
                steps.push_back({step.name, -1});
        }
        if (steps.size() == field.path.steps().size())
            paths.emplace_back(std::move(steps));
    }
    return paths;
}

} // namespace

CopyCommands::CopyCommands(const Actions &actions, Browser &browser, MessageBar &messages, JobBar &jobBar, QWidget *window)
    : QObject(window)
    , m_browser(browser)
    , m_messages(messages)
    , m_jobBar(jobBar)
    , m_window(window)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelayMs);
    connect(&m_delay, &QTimer::timeout, this, [this] {
        if (m_job.isRunning())
            m_jobBar.watch(m_job.progress());
    });
    connect(actions[ActionId::CopyAs], &QAction::triggered, this, &CopyCommands::openMenu);
    connect(m_browser.records(), &RecordsPanel::menuOpening, this, [this, &actions](QMenu *menu, const std::vector<RecordRow> &records) {
        // In presentation mode nothing of a value is copied.
        if (!m_editing || records.empty() || !actions[ActionId::CopyAs]->isEnabled())
            return;
        QMenu *forms = menu->addMenu(icon(IconId::Copy), tr("Copy as"));
        fillRecordForms(*forms, records);
        menu->addSeparator();
    });
}

CopyCommands::~CopyCommands() = default;

void CopyCommands::setEditing(Editing *editing)
{
    stop();
    m_job.stop();
    m_editing = editing;
}

/// At the current cell or field, as if the mouse had asked for it there.
void CopyCommands::openMenu()
{
    if (!m_editing)
        return;
    ValueTreeView *tree = m_browser.recordView()->value()->tree();
    const bool isInValue = m_browser.recordView()->isAncestorOf(QApplication::focusWidget());
    QAbstractItemView *view = tree;
    if (!isInValue)
        view = m_browser.records()->findChild<RecordTableView *>();
    auto *menu = new QMenu(m_window);
    menu->setObjectName(u"copyAsMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (isInValue)
        fillFieldForms(*menu);
    fillRecordForms(*menu, m_browser.selectedRecords());
    const QRect cell = view->visualRect(view->currentIndex()) & view->viewport()->rect();
    menu->popup(view->viewport()->mapToGlobal(cell.isEmpty() ? QPoint(0, 0) : QPoint(cell.left(), cell.bottom())));
}

void CopyCommands::fillFieldForms(QMenu &menu)
{
    ValueTreeView *tree = m_browser.recordView()->value()->tree();
    if (!tree->currentIndex().isValid())
        return;
    menu.addSection(tr("This field"));
    menu.addAction(tr("JSON"), tree, &ValueTreeView::copyJson);
    menu.addAction(tr("Path"), tree, &ValueTreeView::copyPath);
    menu.addAction(tr("JSON Pointer"), tree, &ValueTreeView::copyPointer);
}

void CopyCommands::fillRecordForms(QMenu &menu, const std::vector<RecordRow> &records)
{
    if (records.empty())
        return;
    menu.addSection(countedText(qint64(records.size()), tr("1 record"), tr("%1 records")));
    menu.addAction(tr("Tab-separated cells"), m_browser.records(), &RecordsPanel::copySelection);
    const std::pair<CopyForm, QString> forms[] = {
        {CopyForm::Csv, tr("CSV")},
        {CopyForm::Markdown, tr("Markdown table")},
        {CopyForm::JsonLines, tr("JSON, one record a line")},
        {CopyForm::JsonArray, tr("JSON array")},
        {CopyForm::TypeScript, tr("TypeScript fixture")},
        {CopyForm::MongoshFilter, tr("mongosh filter")},
    };
    for (const auto &entry : forms)
        menu.addAction(entry.second, this, [this, form = entry.first] { copy(form); });
}

void CopyCommands::copy(CopyForm form)
{
    if (!m_editing)
        return;
    stop();
    CopyRequest request{m_browser.selectedRecords(), form, columnPaths(m_browser.records()->shownFields())};
    if (request.rows.empty())
        return;
    auto work = [workspace = m_editing->sharedWorkspace(), request](Progress &progress) {
        return copyRecords(*workspace, request, progress);
    };
    m_job.start(std::move(work), [this, rows = request.rows](const Result<QByteArray> &text) {
        leaveBar();
        take(text, rows);
    });
    m_delay.start();
}

void CopyCommands::take(const Result<QByteArray> &text, const std::vector<RecordRow> &records)
{
    if (text) {
        QApplication::clipboard()->setText(QString::fromUtf8(*text));
        showCopied(qsizetype(records.size()));
        return;
    }
    if (text.error().kind == ErrorKind::Cancelled)
        return;
    QList<MessageBar::Button> buttons;
    if (text.error().kind == ErrorKind::TooLarge)
        buttons.append({tr("Export…"), [this, records] { emit exportRequested(records); }});
    m_messages.showMessage(Tone::Warning, text.error().message, buttons);
    m_messages.setDetail(text.error().detail);
}

/// What is copied is what is saved; who sees drafts in the table has to know.
void CopyCommands::showCopied(qsizetype records)
{
    const QList<EditBuffer *> drafts = m_browser.records()->selectedDrafts();
    if (drafts.isEmpty())
        m_messages.clear();
    else
        m_messages.showMessage(Tone::Info, tr("%1 records were copied as they are saved; their drafts were not.").arg(numberText(records)));
}

void CopyCommands::stop()
{
    if (m_job.isRunning())
        leaveBar();
    m_job.drop();
}

void CopyCommands::leaveBar()
{
    m_delay.stop();
    if (m_jobBar.isActive())
        m_jobBar.finish();
}

} // namespace persistence
