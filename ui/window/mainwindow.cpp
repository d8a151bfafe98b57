#include "ui/window/mainwindow.h"

#include "model/edit/draftkeeper.h"
#include "model/workspace/workspacewatch.h"
#include "model/items/activitymodel.h"
#include "model/items/navigatormodel.h"
#include "model/workspace/workspace.h"
#include "ui/dialogs/aboutdialog.h"
#include "ui/dialogs/shortcutsdialog.h"
#include "ui/editor/recordview.h"
#include "ui/editor/textpage.h"
#include "ui/editor/textview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/editor/valueview.h"
#include "ui/panels/activitypanel.h"
#include "ui/panels/draftspanel.h"
#include "ui/panels/problemspanel.h"
#include "ui/records/recordspanel.h"
#include "ui/tree/navigatorpanel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/jobbar.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/actions.h"
#include "ui/window/activityrecorder.h"
#include "ui/window/browser.h"
#include "ui/window/comparedock.h"
#include "ui/window/copycommands.h"
#include "ui/window/draftsbutton.h"
#include "ui/window/editcommands.h"
#include "ui/window/exportrunner.h"
#include "ui/window/historydock.h"
#include "ui/window/importnotice.h"
#include "ui/window/importpage.h"
#include "ui/window/keptdialog.h"
#include "ui/window/keptworkspaces.h"
#include "ui/window/keycommands.h"
#include "ui/window/paneldock.h"
#include "ui/window/pathbar.h"
#include "ui/window/recordcommands.h"
#include "ui/window/relateddock.h"
#include "ui/window/statusline.h"
#include "ui/window/theme.h"
#include "ui/window/welcomepage.h"
#include "ui/window/windowsession.h"

#include <QAction>
#include <QActionGroup>
#include <QCloseEvent>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr QSize kStartSize(1240, 780);

} // namespace

MainWindow::MainWindow(WindowSession &session, ThemeSwitch &theme, QWidget *parent)
    : QMainWindow(parent)
    , m_session(session)
    , m_theme(theme)
    , m_actions(new Actions(this))
    , m_opener(new Opener(this))
    , m_exports(new ExportRunner(this))
    , m_recent(new QMenu(tr("Open &recent"), this))
    , m_pages(new QStackedWidget(this))
    , m_welcome(new WelcomePage(this))
    , m_importPage(new ImportPage(this))
    , m_browser(new Browser(this))
    , m_commands(new EditCommands(*m_actions, *m_browser, this))
    , m_draftsPanel(new DraftsPanel(this))
    , m_draftsButton(new DraftsButton((*m_actions)[ActionId::Save], (*m_actions)[ActionId::ShowDrafts], m_draftsPanel->model(), this))
    , m_messages(new MessageBar(this))
    , m_importNotice(new ImportNotice(*m_opener, *m_messages, this))
    , m_jobBar(new JobBar(this))
    , m_changeBar(new JobBar(this))
    , m_pathBar(new PathBar(this))
    , m_problems(new ProblemsPanel(this))
    , m_history(new HistoryDock(*m_actions, *m_browser, this))
    , m_comparison(new CompareDock(*m_actions, *m_browser, *m_opener, this))
    , m_related(new RelatedDock(*m_actions, *m_browser, this))
    , m_activity(new ActivityPanel(this))
    , m_recorder(new ActivityRecorder(*m_activity->model(), *m_opener, *m_exports, this))
    , m_keyCommands(new KeyCommands(*m_actions, *m_browser, *m_messages, this))
    , m_recordCommands(new RecordCommands(*m_actions, *m_browser, *m_messages, *m_changeBar, this))
    , m_copyCommands(new CopyCommands(*m_actions, *m_browser, *m_messages, *m_jobBar, this))
    , m_status(new StatusLine((*m_actions)[ActionId::ShowProblems], (*m_actions)[ActionId::LocalTime], (*m_actions)[ActionId::ToggleTheme]))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Persistence Browser"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    // A screen at twice the scale may be smaller than that.
    resize(kStartSize.boundedTo(screen()->availableSize() * 0.95));
    m_recent->setIcon(icon(IconId::Clock));
    createToolBar();
    createCentral();
    createDocks();
    m_recorder->watchSearches(m_browser->records()->model());
    m_recorder->watchComparisons(m_comparison->model());
    setStatusBar(m_status);
    m_actions->fill(menuBar(), m_recent);
    connectActions();
    connectValueActions();
    connectViewActions();
    connectOpener();
    connectPanels();
    connectEditing();
    connectExport();

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
    m_exports->stop();
    m_opener->stop();
    setEditing({});
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!canLeave()) {
        event->ignore();
        return;
    }
    saveSession();
    m_exports->stop();
    m_opener->stop();
    event->accept();
}

/// What no widget under the focus took: Esc stops what runs.
void MainWindow::keyPressEvent(QKeyEvent *event)
{
    JobBar *running = m_jobBar->isActive() ? m_jobBar : m_changeBar;
    if (event->key() == Qt::Key_Escape && running->isActive())
        running->cancel();
    else
        QMainWindow::keyPressEvent(event);
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
    layout->addWidget(m_importNotice->bar());
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_jobBar);
    layout->addWidget(m_changeBar);
    setCentralWidget(central);
}

void MainWindow::createToolBar()
{
    auto *bar = m_toolBar = addToolBar(tr("Navigation"));
    bar->setObjectName(u"navigationBar"_s);
    bar->setMovable(false);
    bar->addAction((*m_actions)[ActionId::Open]);
    bar->addSeparator();
    bar->addAction((*m_actions)[ActionId::Back]);
    bar->addAction((*m_actions)[ActionId::Forward]);
    bar->addAction((*m_actions)[ActionId::Up]);
    bar->addSeparator();
    bar->addWidget(m_pathBar);
    bar->addSeparator();
    bar->addWidget(m_draftsButton);
    bar->addAction((*m_actions)[ActionId::ShowHistory]);
    bar->addAction((*m_actions)[ActionId::Export]);
    bar->addAction((*m_actions)[ActionId::ToggleTheme]);
    // It has no way back but the context menu of the empty space.
    bar->toggleViewAction()->setEnabled(false);
    setContextMenuPolicy(Qt::NoContextMenu);
}

void MainWindow::createDocks()
{
    m_problemsDock = new PanelDock(tr("Problems"), u"problemsDock"_s, m_problems, (*m_actions)[ActionId::ShowProblems], this);
    m_draftsDock = new PanelDock(tr("Drafts"), u"draftsDock"_s, m_draftsPanel, (*m_actions)[ActionId::ShowDrafts], this);
    auto *activity = new PanelDock(tr("Activity"), u"activityDock"_s, m_activity, (*m_actions)[ActionId::ShowActivity], this);
    addDockWidget(Qt::BottomDockWidgetArea, m_problemsDock);
    addDockWidget(Qt::BottomDockWidgetArea, m_history);
    addDockWidget(Qt::BottomDockWidgetArea, m_comparison);
    tabifyDockWidget(m_problemsDock, m_history);
    tabifyDockWidget(m_history, m_comparison);
    addDockWidget(Qt::BottomDockWidgetArea, activity);
    tabifyDockWidget(m_comparison, activity);
    addDockWidget(Qt::BottomDockWidgetArea, m_draftsDock);
    addDockWidget(Qt::RightDockWidgetArea, m_related);
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
    on(ActionId::Export, [this] { chooseExport(); });
    on(ActionId::SaveCopy, [this] { chooseCopy(); });
    on(ActionId::KeptDumps, [this] { openKeptWorkspaces(this, hasWorkspace() ? m_current.workspace->path() : QString()); });
    on(ActionId::Close, [this] { closeWorkspace(); });
    on(ActionId::Quit, [this] { close(); });
    on(ActionId::Refresh, [this] { refresh(); });
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
    // In the value it finds; pressed again it filters the group by the same text, and pressed once more all records.
    on(ActionId::Find, [this, value] {
        const QString wanted = value->text()->view()->textBeingFound();
        if (m_browser->recordView()->isAncestorOf(focusWidget()) && wanted.isEmpty())
            value->openFind();
        else
            m_browser->records()->activateFilter(wanted);
    });
    on(ActionId::FindNext, [value] { value->findNext(); });
    on(ActionId::FindPrevious, [value] { value->findPrevious(); });
    connectTextActions();
    on(ActionId::ValueAsTree, [value] { value->setForm(ValueView::Form::Tree); });
    on(ActionId::ValueAsTable, [value] { value->setForm(ValueView::Form::Table); });
    on(ActionId::ValueAsText, [value] { value->setForm(ValueView::Form::Text); });
    QAction *whole = (*m_actions)[ActionId::WholeDocument];
    connect(whole, &QAction::toggled, value, &ValueView::setWholeDocument);
    connect(value, &ValueView::wholeDocumentChanged, whole, &QAction::setChecked);
    const auto showForm = [this](ValueView::Form form) {
        constexpr std::array kForms = {ActionId::ValueAsTree, ActionId::ValueAsTable, ActionId::ValueAsText};
        (*m_actions)[kForms[size_t(form)]]->setChecked(true);
    };
    connect(value, &ValueView::formChanged, this, showForm);
    showForm(value->form());
}

void MainWindow::connectTextActions()
{
    ValueView *value = m_browser->recordView()->value();
    TextPage *page = value->text();
    // Each works on the text, so it shows it first.
    const auto onText = [this, value](ActionId id, const std::function<void()> &run) {
        on(id, [value, run] {
            value->setForm(ValueView::Form::Text);
            run();
        });
    };
    onText(ActionId::Replace, [page] { page->view()->openReplace(); });
    onText(ActionId::GoToLine, [page] { page->view()->openGoToLine(); });
    onText(ActionId::GoToError, [page] { page->goToError(); });
    onText(ActionId::RepairText, [page] { page->repair(); });
    onText(ActionId::FormatText, [page] { page->format(); });
    onText(ActionId::MinifyText, [page] { page->minify(); });
    onText(ActionId::UnfoldAll, [page] { page->view()->unfoldAll(); });
    onText(ActionId::FoldAll, [page] { page->view()->foldToLevel(1); });
    onText(ActionId::FoldToLevel2, [page] { page->view()->foldToLevel(2); });
    onText(ActionId::FoldToLevel3, [page] { page->view()->foldToLevel(3); });
    onText(ActionId::ZoomIn, [page] { page->view()->zoomBy(1); });
    onText(ActionId::ZoomOut, [page] { page->view()->zoomBy(-1); });
    onText(ActionId::ZoomReset, [page] { page->view()->setZoom(0); });
    QAction *sort = (*m_actions)[ActionId::SortFields];
    connect(sort, &QAction::toggled, page, [value, page](bool sorted) {
        if (sorted)
            value->setForm(ValueView::Form::Text);
        page->setSorted(sorted);
    });
    connect(page, &TextPage::sortingEnded, sort, [sort] { sort->setChecked(false); });
}

void MainWindow::connectViewActions()
{
    QAction *tree = (*m_actions)[ActionId::ShowTree];
    tree->setChecked(true);
    connect(tree, &QAction::toggled, m_browser, &Browser::setTreeVisible);
    connectTreeActions();
    connectScale();
    connect((*m_actions)[ActionId::LocalTime], &QAction::toggled, this, &MainWindow::setLocalTime);
    connect((*m_actions)[ActionId::FullScreen], &QAction::toggled, this,
            [this](bool full) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, full)); });
    connect((*m_actions)[ActionId::HideValues], &QAction::toggled, this, &MainWindow::setValuesHidden);
    on(ActionId::ThemeSystem, [this] { m_theme.setTheme(Theme::System); });
    on(ActionId::ThemeLight, [this] { m_theme.setTheme(Theme::Light); });
    on(ActionId::ThemeDark, [this] { m_theme.setTheme(Theme::Dark); });
    on(ActionId::ToggleTheme, [this] { m_theme.setTheme(m_theme.isDark() ? Theme::Light : Theme::Dark); });
    connect(&m_theme, &ThemeSwitch::changed, this, &MainWindow::updateTheme);
}

void MainWindow::connectTreeActions()
{
    QAction *shapes = (*m_actions)[ActionId::GroupByKeyShape];
    connect(shapes, &QAction::toggled, this, [this](bool isOn) {
        m_browser->navigator()->setMode(isOn ? NavigatorMode::Shapes : NavigatorMode::Models);
        m_session.setState(u"groupByKeyShape"_s, QByteArray(isOn ? "1" : "0"));
    });
    connect(m_browser->navigator(), &NavigatorPanel::modeChanged, shapes,
            [shapes](NavigatorMode mode) { shapes->setChecked(mode == NavigatorMode::Shapes); });
    shapes->setChecked(m_session.state(u"groupByKeyShape"_s) == "1");
    QAction *sizes = (*m_actions)[ActionId::SizesInTree];
    connect(sizes, &QAction::toggled, this, [this](bool isOn) {
        m_browser->navigator()->setSizesShown(isOn);
        m_session.setState(u"sizesInTree"_s, QByteArray(isOn ? "1" : "0"));
    });
    sizes->setChecked(m_session.state(u"sizesInTree"_s) == "1");
}

void MainWindow::connectScale()
{
    connect(m_actions->scales(), &QActionGroup::triggered, this,
            [this](const QAction *action) { m_theme.setScale(action->data().toInt()); });
    connect(&m_theme, &ThemeSwitch::scaleChanged, this, &MainWindow::updateScale);
    updateScale();
}

void MainWindow::updateScale()
{
    constexpr int kToolIcon = 18;
    m_toolBar->setIconSize(QSize(kToolIcon, kToolIcon) * m_theme.scale() / 100);
    const auto actions = m_actions->scales()->actions();
    for (QAction *action : actions)
        action->setChecked(action->data().toInt() == m_theme.scale());
    m_session.setScale(m_theme.scale());
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
    connect(m_opener, &Opener::mergeStopped, this, &MainWindow::takeStoppedMerge);
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
    connect(m_pathBar, &PathBar::placeRequested, this, [this](const Place &place) {
        m_browser->goTo(place);
        // The box or the button that had the focus is not there any more.
        const bool isGroup = !place.record.isValid() && m_browser->navigator()->isVisible();
        QWidget *pane = isGroup ? static_cast<QWidget *>(m_browser->navigator()) : m_browser->records();
        pane->setFocus(Qt::OtherFocusReason);
    });
    m_browser->records()->setPlace([this] { return m_pathBar->text(); });
    connect(m_browser->records(), &RecordsPanel::placeWanted, this, [this](const QString &place) {
        if (place.isEmpty())
            m_browser->goTo({});
        else
            m_pathBar->goTo(place);
    });
    connect(m_pathBar, &PathBar::failed, this, [this](const Error &error) { m_messages->showMessage(Tone::Warning, error.message); });
    connect(m_importNotice, &ImportNotice::told, m_problems, &ProblemsPanel::setIncomplete);
    connect(m_importNotice, &ImportNotice::told, m_status, &StatusLine::showIncomplete);
    connect((*m_actions)[ActionId::ShowProblems], &QAction::triggered, this, [this] {
        if (!m_problemsDock->isHidden())
            m_importNotice->bringBack();
    });
    connect(m_importNotice, &ImportNotice::failed, this, [this](const Error &error) {
        // That the file is not there any more is said where somebody writes; here it would stand in place of "Saved a complete copy".
        if (error.kind != ErrorKind::Conflict)
            showFailure({}, error);
    });
    connect(m_problems, &ProblemsPanel::failed, this, [this](const Error &error) { showFailure({}, error); });
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
    m_history->setTimeZone(localTime ? TimeZone::Local : TimeZone::Utc);
    m_related->setLocalTime(localTime);
    m_activity->model()->setTimeZone(localTime ? TimeZone::Local : TimeZone::Utc);
    m_comparison->setTimeZone(localTime ? TimeZone::Local : TimeZone::Utc);
    m_recordCommands->setLocalTime(localTime);
    m_draftsPanel->setTimeZone(localTime ? TimeZone::Local : TimeZone::Utc);
    m_session.setLocalTime(localTime);
}

void MainWindow::saveSession()
{
    m_session.setState(u"geometry"_s, saveGeometry());
    m_session.setState(u"window"_s, saveState());
    m_session.setState(u"layout"_s, m_browser->saveLayout());
    savePlace();
}

void MainWindow::savePlace()
{
    if (hasWorkspace())
        m_session.setPlace(m_current.files, m_browser->savePlace());
}

} // namespace persistence
