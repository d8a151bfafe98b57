#include "ui/window/mainwindow.h"

#include "model/base/job.h"
#include "model/workspace/workspace.h"
#include "ui/dialogs/aboutdialog.h"
#include "ui/dialogs/shortcutsdialog.h"
#include "ui/editor/recordview.h"
#include "ui/editor/textpage.h"
#include "ui/editor/valuetreeview.h"
#include "ui/editor/valueview.h"
#include "ui/panels/problemspanel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/jobbar.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plaintext.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"
#include "ui/window/importpage.h"
#include "ui/window/keptworkspaces.h"
#include "ui/window/pathbar.h"
#include "ui/window/samplefile.h"
#include "ui/window/windowsession.h"
#include "ui/window/statusline.h"
#include "ui/window/theme.h"
#include "ui/window/welcomepage.h"

#include <QAction>
#include <QCloseEvent>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QToolBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kStatusMs = 8'000;

QString lockedReason(const OpenedFiles &opened)
{
    if (opened.isDump)
        return MainWindow::tr("Locked: opened from a dump.");
    if (opened.workspace->isReadOnly())
        return MainWindow::tr("Locked: %1").arg(opened.workspace->readOnlyReason());
    return MainWindow::tr("Locked: this version shows records and does not change them.");
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

MainWindow::MainWindow(WindowSession &session, ThemeSwitch &theme, QWidget *parent)
    : QMainWindow(parent)
    , m_session(session)
    , m_theme(theme)
    , m_actions(new Actions(this))
    , m_opener(new Opener(this))
    , m_recent(new QMenu(tr("Open &recent"), this))
    , m_pages(new QStackedWidget(this))
    , m_welcome(new WelcomePage(this))
    , m_importPage(new ImportPage(this))
    , m_browser(new Browser(this))
    , m_messages(new MessageBar(this))
    , m_jobBar(new JobBar(this))
    , m_pathBar(new PathBar(this))
    , m_problems(new ProblemsPanel(this))
    , m_status(new StatusLine((*m_actions)[ActionId::ShowProblems], (*m_actions)[ActionId::LocalTime], (*m_actions)[ActionId::ToggleTheme]))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Persistence Browser"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    resize(1240, 780);
    m_recent->setIcon(icon(IconId::Clock));
    createToolBar();
    createCentral();
    createProblemsDock();
    setStatusBar(m_status);
    m_actions->fill(menuBar(), m_recent);
    connectActions();
    connectValueActions();
    connectViewActions();
    connectOpener();
    connectPanels();

    m_browser->restoreLayout(m_session.state(u"layout"_s));
    restoreGeometry(m_session.state(u"geometry"_s));
    restoreState(m_session.state(u"window"_s));
    setLocalTime(m_session.localTime());
    m_welcome->setRecentFiles(m_session.recentFiles());
    updateNavigation();
    updateTheme();
}

MainWindow::~MainWindow()
{
    m_opener->stop();
}

void MainWindow::open(const QStringList &files)
{
    if (!files.isEmpty())
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

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveSession();
    m_opener->stop();
    event->accept();
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

void MainWindow::createCentral()
{
    for (QWidget *page : {static_cast<QWidget *>(m_welcome), static_cast<QWidget *>(m_importPage), static_cast<QWidget *>(m_browser)})
        m_pages->addWidget(page);
    auto *central = new QWidget(this);
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_jobBar);
    setCentralWidget(central);
}

void MainWindow::createToolBar()
{
    auto *bar = addToolBar(tr("Navigation"));
    bar->setObjectName(u"navigationBar"_s);
    bar->setMovable(false);
    bar->setIconSize(QSize(18, 18));
    bar->addAction((*m_actions)[ActionId::Open]);
    bar->addSeparator();
    bar->addAction((*m_actions)[ActionId::Back]);
    bar->addAction((*m_actions)[ActionId::Forward]);
    bar->addAction((*m_actions)[ActionId::Up]);
    bar->addSeparator();
    bar->addWidget(m_pathBar);
    bar->addSeparator();
    bar->addAction((*m_actions)[ActionId::ToggleTheme]);
    // It has no way back but the context menu of the empty space.
    bar->toggleViewAction()->setEnabled(false);
    setContextMenuPolicy(Qt::NoContextMenu);
}

void MainWindow::createProblemsDock()
{
    m_problemsDock = new QDockWidget(tr("Problems"), this);
    m_problemsDock->setObjectName(u"problemsDock"_s);
    m_problemsDock->setWidget(m_problems);
    m_problemsDock->hide();
    addDockWidget(Qt::BottomDockWidgetArea, m_problemsDock);
}

void MainWindow::on(ActionId id, const std::function<void()> &run)
{
    connect((*m_actions)[id], &QAction::triggered, this, run);
}

void MainWindow::connectActions()
{
    on(ActionId::Open, [this] { chooseFiles(false); });
    on(ActionId::OpenFolder, [this] { chooseFiles(true); });
    on(ActionId::OpenSample, [this] { openSample(); });
    on(ActionId::Import, [this] { chooseImport(); });
    on(ActionId::SaveCopy, [this] { chooseCopy(); });
    on(ActionId::Close, [this] { closeWorkspace(); });
    on(ActionId::Quit, [this] { close(); });
    on(ActionId::Refresh, [this] {
        m_browser->refresh();
        m_problems->refresh();
        showCounts();
    });
    on(ActionId::Back, [this] { m_browser->goBack(); });
    on(ActionId::Forward, [this] { m_browser->goForward(); });
    on(ActionId::Up, [this] { m_browser->goUp(); });
    on(ActionId::GoTo, [this] { m_pathBar->edit(); });
    on(ActionId::PreviousRecord, [this] { m_browser->stepRecord(-1); });
    on(ActionId::NextRecord, [this] { m_browser->stepRecord(1); });
    on(ActionId::NextPane, [this] { m_browser->stepPane(1); });
    on(ActionId::PreviousPane, [this] { m_browser->stepPane(-1); });
    on(ActionId::Shortcuts, [this] { openShortcuts(this, m_actions->all()); });
    on(ActionId::About, [this] { openAbout(this); });
    connect(m_recent, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
}

void MainWindow::connectValueActions()
{
    ValueView *value = m_browser->recordView()->value();
    on(ActionId::CopyValue, [value] { value->tree()->copyValue(); });
    on(ActionId::CopyPath, [value] { value->tree()->copyPath(); });
    on(ActionId::CopyJson, [value] { value->tree()->copyJson(); });
    on(ActionId::OpenWhole, [value] { value->tree()->openWhole(); });
    on(ActionId::Find, [value] { value->openFind(); });
    on(ActionId::FindNext, [value] { value->findNext(); });
    on(ActionId::FindPrevious, [value] { value->findPrevious(); });
    on(ActionId::ValueAsTree, [value] { value->setForm(ValueView::Form::Tree); });
    on(ActionId::ValueAsText, [value] { value->setForm(ValueView::Form::Text); });
    QAction *whole = (*m_actions)[ActionId::WholeDocument];
    connect(whole, &QAction::toggled, value, &ValueView::setWholeDocument);
    connect(value, &ValueView::wholeDocumentChanged, whole, &QAction::setChecked);
    const auto showForm = [this](ValueView::Form form) {
        (*m_actions)[form == ValueView::Form::Tree ? ActionId::ValueAsTree : ActionId::ValueAsText]->setChecked(true);
    };
    connect(value, &ValueView::formChanged, this, showForm);
    showForm(value->form());
}

void MainWindow::connectViewActions()
{
    QAction *tree = (*m_actions)[ActionId::ShowTree];
    tree->setChecked(true);
    connect(tree, &QAction::toggled, m_browser, &Browser::setTreeVisible);
    QAction *problems = (*m_actions)[ActionId::ShowProblems];
    connect(problems, &QAction::toggled, m_problemsDock, &QDockWidget::setVisible);
    connect(m_problemsDock, &QDockWidget::visibilityChanged, problems,
            [this, problems] { problems->setChecked(!m_problemsDock->isHidden()); });
    connect((*m_actions)[ActionId::LocalTime], &QAction::toggled, this, &MainWindow::setLocalTime);
    connect((*m_actions)[ActionId::FullScreen], &QAction::toggled, this,
            [this](bool full) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, full)); });
    on(ActionId::ThemeSystem, [this] { m_theme.setTheme(Theme::System); });
    on(ActionId::ThemeLight, [this] { m_theme.setTheme(Theme::Light); });
    on(ActionId::ThemeDark, [this] { m_theme.setTheme(Theme::Dark); });
    on(ActionId::ToggleTheme, [this] { m_theme.setTheme(m_theme.isDark() ? Theme::Light : Theme::Dark); });
    connect(&m_theme, &ThemeSwitch::changed, this, &MainWindow::updateTheme);
}

void MainWindow::connectOpener()
{
    connect(m_opener, &Opener::working, this, &MainWindow::showWorking);
    connect(m_opener, &Opener::idle, this, &MainWindow::showIdle);
    connect(m_jobBar, &JobBar::ticked, this, [this] {
        if (m_import && m_pages->currentWidget() == m_importPage)
            m_importPage->showCounts(m_import->counts());
    });
    connect(m_opener, &Opener::opened, this, &MainWindow::takeOpened);
    connect(m_opener, &Opener::merged, this, &MainWindow::takeMerged);
    connect(m_opener, &Opener::failed, this, &MainWindow::showFailure);
    connect(m_opener, &Opener::copySaved, this, [this](const QString &path) {
        m_messages->showMessage(Tone::Good, tr("Saved a complete copy as %1.").arg(displayName({path})));
    });
    connect(m_opener, &Opener::damaged, this, [this](const Error &error) {
        m_messages->showMessage(Tone::Bad, error.message);
        m_messages->setDetail(error.detail);
    });
}

void MainWindow::connectPanels()
{
    connect(m_welcome, &WelcomePage::openRequested, this, [this] { chooseFiles(false); });
    connect(m_welcome, &WelcomePage::openFolderRequested, this, [this] { chooseFiles(true); });
    connect(m_welcome, &WelcomePage::sampleRequested, this, &MainWindow::openSample);
    connect(m_welcome, &WelcomePage::recentRequested, this, &MainWindow::open);
    connect(m_browser, &Browser::placeChanged, this, &MainWindow::updateNavigation);
    connect(m_pathBar, &PathBar::placeRequested, m_browser, &Browser::goTo);
    connect(m_pathBar, &PathBar::failed, this, [this](const Error &error) { m_messages->showMessage(Tone::Warning, error.message); });
    connect(m_problems, &ProblemsPanel::failed, this, [this](const Error &error) { showFailure({}, error); });
}

void MainWindow::takeOpened(const OpenedFiles &opened)
{
    const bool isLast = m_session.lastFiles() == opened.files;
    m_current = opened;
    m_messages->clear();
    const QString name = displayName(opened.files);
    setWindowTitle(tr("%1 – Persistence Browser").arg(name));
    m_status->showFile(name, lockedReason(opened));
    m_browser->setWorkspace(opened.workspace, lockedReason(opened));
    m_pathBar->setWorkspace(opened.workspace);
    m_problems->setWorkspace(opened.workspace);
    m_pages->setCurrentWidget(m_browser);
    m_actions->setWorkspaceOpen(true);
    if (isLast)
        m_browser->restorePlace(m_session.state(u"place"_s));
    m_session.addRecentFiles(opened.files);
    m_session.setLastFiles(opened.files);
    updateNavigation();
    showCounts();
    if (opened.import)
        showImportOutcome(*opened.import);
}

void MainWindow::takeMerged(const ImportResult &result)
{
    m_browser->refresh();
    m_problems->refresh();
    showCounts();
    showImportOutcome(result);
}

void MainWindow::showImportOutcome(const ImportResult &result)
{
    const QLocale locale;
    const QString read = locale.toString(result.read);
    const QString good = locale.toString(result.good);
    const QString problems = locale.toString(result.problems);
    const MessageBar::Button show{tr("Show problems"), [this] { (*m_actions)[ActionId::ShowProblems]->setChecked(true); }};
    if (!result.isComplete) {
        QStringList reasons;
        for (const ImportSummary &import : result.imports) {
            if (!import.incompleteReason.isEmpty())
                reasons << import.incompleteReason;
        }
        m_messages->showMessage(Tone::Warning,
                                tr("The file is incomplete: %1 What arrived is here: %2 records.").arg(reasons.join(u' '), good),
                                result.problems > 0 ? QList{show} : QList<MessageBar::Button>());
    } else if (result.problems > 0) {
        m_messages->showMessage(
            Tone::Warning,
            tr("Read %1 records: %2 are good, %3 could not be read. Their bytes are kept in Problems.").arg(read, good, problems), {show});
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
    m_countJob = Job::start(std::make_shared<Progress>(), std::move(work), [this](Result<Counts> counts) {
        if (counts)
            m_status->showCounts(counts->first, counts->second);
        else
            showFailure({}, counts.error());
    });
}

void MainWindow::closeWorkspace()
{
    if (!hasWorkspace())
        return;
    m_opener->stop();
    m_countJob.reset();
    saveSession();
    m_session.setLastFiles({});
    m_browser->setWorkspace(nullptr, {});
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
    // A dump stays as it is: more files are opened together with it.
    if (m_current.isDump)
        open(m_current.files + files);
    else if (m_current.workspace->isReadOnly())
        showFailure({}, {ErrorKind::Permission,
                         tr("Nothing was imported, because this workspace is locked: %1").arg(m_current.workspace->readOnlyReason()),
                         {}});
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
    for (const QStringList &files : m_session.recentFiles()) {
        QAction *action =
            m_recent->addAction(icon(IconId::Document), plainButtonText(displayName(files)), this, [this, files] { open(files); });
        setPlainToolTip(action, files.join(u'\n'));
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

void MainWindow::updateNavigation()
{
    const Place &place = m_browser->place();
    const bool isOpen = hasWorkspace();
    (*m_actions)[ActionId::Back]->setEnabled(isOpen && m_browser->canGoBack());
    (*m_actions)[ActionId::Forward]->setEnabled(isOpen && m_browser->canGoForward());
    (*m_actions)[ActionId::Up]->setEnabled(isOpen && place.group.app.isValid());
    m_actions->setRecordShown(isOpen && place.record.isValid());
    m_pathBar->showGroup(place.group);
}

void MainWindow::updateTheme()
{
    (*m_actions)[ActionId::ToggleTheme]->setIcon(icon(m_theme.isDark() ? IconId::Light : IconId::Dark));
    const ActionId id = m_theme.theme() == Theme::Light  ? ActionId::ThemeLight
                        : m_theme.theme() == Theme::Dark ? ActionId::ThemeDark
                                                         : ActionId::ThemeSystem;
    (*m_actions)[id]->setChecked(true);
    m_session.setTheme(m_theme.theme());
}

void MainWindow::setLocalTime(bool localTime)
{
    QAction *action = (*m_actions)[ActionId::LocalTime];
    action->setChecked(localTime);
    action->setIconText(localTime ? tr("Local time") : tr("UTC"));
    m_browser->setLocalTime(localTime);
    m_session.setLocalTime(localTime);
}

void MainWindow::saveSession()
{
    m_session.setState(u"geometry"_s, saveGeometry());
    m_session.setState(u"window"_s, saveState());
    m_session.setState(u"layout"_s, m_browser->saveLayout());
    if (hasWorkspace())
        m_session.setState(u"place"_s, m_browser->savePlace());
}

} // namespace persistence
