// The part of the window that opens, imports and closes, and says how it went.
#include "ui/window/mainwindow.h"

#include "model/edit/draftkeeper.h"
#include "model/workspace/workspace.h"
#include "ui/editor/recordview.h"
#include "ui/panels/problemspanel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/jobbar.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plaintext.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"
#include "ui/window/exportrunner.h"
#include "ui/window/historydock.h"
#include "ui/window/importnotice.h"
#include "ui/window/importpage.h"
#include "ui/window/keptworkspaces.h"
#include "ui/window/paneldock.h"
#include "ui/window/pathbar.h"
#include "ui/window/recordcommands.h"
#include "ui/window/samplefile.h"
#include "ui/window/statusline.h"
#include "ui/window/welcomepage.h"
#include "ui/window/windowsession.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QMimeData>
#include <QStackedWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kStatusMs = 8'000;

/// Why it opens locked; empty if it does not. A dump does until the user unlocks it, and what the user chose is remembered.
QString lockReason(const OpenedFiles &opened, const WindowSession &session)
{
    if (!session.isLocked(opened.workspace->path()).value_or(opened.isDump))
        return {};
    return opened.isDump ? MainWindow::tr("Locked: opened from a dump.") : MainWindow::tr("Locked: by you.");
}

QStringList localFiles(const QMimeData *data)
{
    QStringList files;
    for (const QUrl &url : data->urls()) {
        // Local files only: a page in a browser must not make the program open an address.
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    }
    return files;
}

bool allExist(const QStringList &files)
{
    return !files.isEmpty() && std::all_of(files.begin(), files.end(), [](const QString &file) { return QFileInfo::exists(file); });
}

} // namespace

void MainWindow::open(const QStringList &files)
{
    if (!files.isEmpty() && canLeave())
        m_opener->open(files);
}

void MainWindow::openLast()
{
    if (const QStringList files = m_session.lastFiles(); allExist(files))
        open(files);
}

void MainWindow::openSample()
{
    if (const auto sample = sampleFile())
        open({*sample});
    else
        showFailure({}, sample.error());
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!localFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QStringList files = localFiles(event->mimeData());
    if (files.isEmpty())
        return;
    event->acceptProposedAction();
    open(files);
}

void MainWindow::takeOpened(const OpenedFiles &opened)
{
    const bool isSame = hasWorkspace() && m_current.workspace->path() == opened.workspace->path();
    savePlace();
    setEditing({});
    m_current = opened;
    // Opened once more, it was typed into while it was being opened.
    if (const auto drafts = isSame ? readDrafts(*opened.workspace) : Result<std::vector<StoredDraft>>(opened.drafts))
        m_current.drafts = *drafts;
    m_messages->clear();
    const QString name = displayName(opened.files);
    setWindowTitle(tr("%1 – Persistence Browser").arg(name));
    m_status->showFile(name);
    setEditing(std::make_unique<Editing>(opened.workspace, lockReason(opened, m_session)));
    m_pathBar->setWorkspace(opened.workspace);
    m_problems->setWorkspace(opened.workspace);
    m_pages->setCurrentWidget(m_browser);
    m_actions->setWorkspaceOpen(true);
    m_browser->restorePlace(m_session.place(opened.files));
    m_session.addRecentFiles(opened.files);
    m_session.setLastFiles(opened.files);
    updateNavigation();
    showCounts();
    if (opened.import)
        showImportOutcome(*opened.import);
    if (const QString notice = opened.workspace->notice(); !notice.isEmpty())
        m_messages->showMessage(Tone::Warning, notice);
    else if (!opened.notice.isEmpty())
        m_messages->showMessage(Tone::Warning, opened.notice);
    else if (opened.workspace->isReadOnly())
        m_messages->showMessage(Tone::Warning, m_editing->lockReason());
    takeUpDrafts(std::exchange(m_current.drafts, {}));
}

void MainWindow::takeMerged(const ImportResult &result)
{
    refresh();
    showImportOutcome(result);
}

/// Cancelled, or failed on the way: what arrived until then is in the workspace.
void MainWindow::takeStoppedMerge(const QStringList &files, const Error &error)
{
    refresh();
    if (error.kind == ErrorKind::Cancelled)
        return m_status->showMessage(tr("The import was stopped."), kStatusMs);
    QList<MessageBar::Button> buttons;
    if (error.kind == ErrorKind::TooLarge)
        buttons.append({tr("Read it anyway"), [this, files] { m_opener->merge(m_current.workspace, files, HugeRatio::Allow); }});
    m_messages->showMessage(Tone::Bad, error.message, buttons);
    m_messages->setDetail(error.detail);
}

void MainWindow::refresh()
{
    m_browser->flush();
    m_browser->refresh();
    m_problems->refresh();
    m_importNotice->refresh();
    m_history->refresh();
    if (m_drafts)
        m_drafts->checkRecords();
    showCounts();
}

void MainWindow::showImportOutcome(const ImportResult &result)
{
    const QLocale locale;
    const QString read = locale.toString(result.read);
    const QString good = locale.toString(result.good);
    const QString problems = locale.toString(result.problems);
    const MessageBar::Button show{tr("Show problems"), [this] { m_problemsDock->bringUp(); }};
    if (result.problems > 0) {
        m_messages->showMessage(
            Tone::Warning,
            tr("Read %1 records: %2 are good, %3 could not be read. Their bytes are kept in Problems.").arg(read, good, problems), {show});
    } else if (!result.isComplete) {
        return; // the notice tells, now and whenever it is opened
    } else if (isEmpty(result)) {
        m_messages->showMessage(Tone::Warning, tr("The file is empty: nothing was imported."));
    } else if (result.read == 0) {
        m_messages->showMessage(Tone::Warning, tr("There are no persistent records of apps in this file. Records come from the collection "
                                                  "rocketchat_apps_persistence; a dump of the whole database has it."));
    } else {
        m_status->showMessage(tr("Read %1 records without a problem.").arg(read), kStatusMs);
    }
}

void MainWindow::showFailure(const QStringList &files, const Error &error)
{
    QList<MessageBar::Button> buttons;
    if (!files.isEmpty() && !allExist(files) && m_session.recentFiles().contains(files)) {
        buttons.append({tr("Remove from recent files"), [this, files] {
                            m_session.removeRecentFiles(files);
                            m_welcome->setRecentFiles(m_session.recentFiles());
                        }});
    }
    if (error.kind == ErrorKind::TooLarge && !files.isEmpty())
        buttons.append({tr("Read it anyway"), [this, files] { m_opener->open(files, HugeRatio::Allow); }});
    m_messages->showMessage(Tone::Bad, error.message, buttons);
    m_messages->setDetail(error.detail);
}

void MainWindow::showWorking(const std::shared_ptr<Progress> &progress, const QStringList &files)
{
    m_jobBar->watch(progress);
    m_import = std::dynamic_pointer_cast<ImportProgress>(progress);
    if (hasWorkspace() || !m_import)
        return;
    m_importPage->begin(displayName(files));
    m_importPage->showCounts(m_import->counts());
    m_pages->setCurrentWidget(m_importPage);
}

void MainWindow::showIdle()
{
    m_jobBar->finish();
    m_import.reset();
    if (!hasWorkspace())
        m_pages->setCurrentWidget(m_welcome);
}

void MainWindow::showCounts()
{
    using Counts = std::pair<qint64, qint64>;
    auto work = [workspace = m_current.workspace](Progress &) -> Result<Counts> {
        const auto reader = workspace->reader();
        if (!reader)
            return reader.error();
        const auto records = (*reader)->recordCount();
        const auto problems = (*reader)->problemCount();
        if (!records || !problems)
            return !records ? records.error() : problems.error();
        return Counts(*records, *problems);
    };
    m_countJob.start(std::move(work), [this](Result<Counts> counts) {
        if (counts)
            m_status->showCounts(counts->first, counts->second);
        else
            showFailure({}, counts.error());
    });
}

void MainWindow::closeWorkspace()
{
    if (!hasWorkspace() || !canLeave())
        return;
    m_exports->stop();
    m_opener->stop();
    saveSession();
    m_session.setLastFiles({});
    setEditing({});
    m_pathBar->setWorkspace(nullptr);
    m_problems->setWorkspace(nullptr);
    m_current = {};
    m_messages->clear();
    m_status->showNothing();
    setWindowTitle(tr("Persistence Browser"));
    m_actions->setWorkspaceOpen(false);
    m_welcome->setRecentFiles(m_session.recentFiles());
    m_pages->setCurrentWidget(m_welcome);
    updateNavigation();
}

void MainWindow::chooseFiles(bool folder)
{
    auto *dialog = new QFileDialog(this, folder ? tr("Open dump folder") : tr("Open workspace or dump"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::open);
    dialog->open();
}

void MainWindow::chooseImport()
{
    auto *dialog = new QFileDialog(this, tr("Import files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::importMore);
    dialog->open();
}

void MainWindow::importMore(const QStringList &files)
{
    if (!hasWorkspace())
        return;
    // A dump that nobody edits stays as it is: more files are opened together with it.
    if (m_current.isDump && m_editing->isLocked())
        open(m_current.files + files);
    else if (m_editing->isLocked())
        showFailure(
            {}, {ErrorKind::Permission, tr("Nothing was imported, because this workspace is locked. %1").arg(m_editing->lockReason()), {}});
    else
        m_opener->merge(m_current.workspace, files);
}

void MainWindow::chooseCopy()
{
    auto *dialog = new QFileDialog(this, tr("Save workspace copy as"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"pbw"_s);
    dialog->setNameFilters({tr("Workspace (*.pbw)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) { m_opener->saveCopy(m_current.workspace, path); });
    dialog->open();
}

void MainWindow::fillRecentMenu()
{
    m_recent->clear();
    const QList<QStringList> recent = m_session.recentFiles();
    const QStringList names = distinctNames(recent);
    for (qsizetype i = 0; i < recent.size(); ++i) {
        QAction *action =
            m_recent->addAction(icon(IconId::Document), plainButtonText(names[i]), this, [this, files = recent[i]] { open(files); });
        setPlainToolTip(action, recent[i].join(u'\n'));
    }
    m_recent->setToolTipsVisible(true);
    if (m_recent->isEmpty()) {
        m_recent->addAction(tr("Nothing was opened yet"))->setEnabled(false);
        return;
    }
    m_recent->addSeparator();
    m_recent->addAction(tr("&Clear this list"), this, [this] {
        m_session.clearRecentFiles();
        m_welcome->setRecentFiles({});
    });
}

} // namespace persistence
