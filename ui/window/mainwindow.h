#pragma once

#include "model/base/latestjob.h"
#include "ui/window/opener.h"

#include <QMainWindow>

class QMenu;
class QStackedWidget;
class QToolBar;

namespace persistence {

class Actions;
class ActivityPanel;
class ActivityRecorder;
class Browser;
class CompareDock;
class CopyCommands;
class DraftKeeper;
class DraftsButton;
class DraftsPanel;
class EditBuffer;
class EditCommands;
class Editing;
class ExportRunner;
class HistoryDock;
class ImportNotice;
class ImportPage;
class JobBar;
class KeyCommands;
class MessageBar;
class PanelDock;
class PathBar;
class ProblemsPanel;
class RecordCommands;
class RelatedDock;
class WindowSession;
class WorkspaceWatch;
class StatusLine;
struct StoredDraft;
class ThemeSwitch;
class WelcomePage;
enum class ActionId;
struct ExportOrder;
struct ExportResult;
struct ExportScope;
struct FieldColumn;

/// The window: places the panels and connects them. What they do is theirs; what can be done is in Actions; what is remembered is in
/// WindowSession.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// Both outlive the window.
    MainWindow(WindowSession &session, ThemeSwitch &theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    void open(const QStringList &files);
    /// Opens what was open at the end of the last session, if it is still there.
    void openLast();
    void openSample();
    /// Adds files to what is open: merges them into a workspace, opens them together with a dump.
    void importMore(const QStringList &files);

    [[nodiscard]] const Actions &actions() const { return *m_actions; }
    [[nodiscard]] Browser *browser() const { return m_browser; }
    [[nodiscard]] Opener *opener() const { return m_opener; }
    [[nodiscard]] ExportRunner *exports() const { return m_exports; }
    [[nodiscard]] MessageBar *messageBar() const { return m_messages; }
    /// Tells of imports that did not reach the end of their source, as long as that is so.
    [[nodiscard]] ImportNotice *importNotice() const { return m_importNotice; }
    [[nodiscard]] const OpenedFiles &opened() const { return m_current; }
    /// What is open as it is edited; null if nothing is.
    [[nodiscard]] Editing *editing() const { return m_editing.get(); }
    [[nodiscard]] DraftKeeper *drafts() const { return m_drafts.get(); }
    [[nodiscard]] bool hasWorkspace() const { return m_current.workspace != nullptr; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void createCentral();
    void createToolBar();
    void createDocks();
    void connectActions();
    void connectValueActions();
    void connectTextActions();
    void connectViewActions();
    void connectTreeActions();
    void connectOpener();
    void connectPanels();
    void connectEditing();
    void connectExport();
    void on(ActionId id, const std::function<void()> &run);

    void setEditing(std::unique_ptr<Editing> editing);
    [[nodiscard]] bool canLeave();
    [[nodiscard]] bool keepDrafts();
    void takeLock();
    void askToUnlock();
    void takeUpDrafts(const std::vector<StoredDraft> &drafts);
    void askToDiscardAll();
    void tellMarked(const QList<QPointer<EditBuffer>> &drafts, const FieldColumn *field);
    void takeDiscarded(const std::vector<StoredDraft> &drafts);
    void saveDrafts(const QList<EditBuffer *> &buffers);
    void compareDraft(EditBuffer *buffer);
    void showDraftCount();
    void setValuesHidden(bool areHidden);
    void refresh();
    void takeOpened(const OpenedFiles &opened);
    void takeMerged(const ImportResult &result);
    void takeStoppedMerge(const QStringList &files, const Error &error);
    void showImportOutcome(const ImportResult &result);
    void showFailure(const QStringList &files, const Error &error);
    void showWorking(const std::shared_ptr<Progress> &progress, const QStringList &files);
    void showIdle();
    void showCounts();
    void closeWorkspace();
    void chooseFiles(bool folder);
    void chooseImport();
    void chooseCopy();
    void chooseExport();
    /// The first scope is chosen.
    void chooseExportOf(QList<ExportScope> scopes);
    [[nodiscard]] QList<ExportScope> exportScopes() const;
    void showExported(const ExportOrder &order, const ExportResult &result);
    void fillRecentMenu();
    void updateNavigation();
    void updateTheme();
    void connectScale();
    void updateScale();
    void setLocalTime(bool localTime);
    void saveSession();
    void savePlace();

    WindowSession &m_session;
    ThemeSwitch &m_theme;
    OpenedFiles m_current;
    std::unique_ptr<Editing> m_editing;
    std::unique_ptr<DraftKeeper> m_drafts;    ///< goes before m_editing, which writes what was asked for
    std::shared_ptr<ImportProgress> m_import; ///< while one runs
    Actions *m_actions;
    Opener *m_opener;
    ExportRunner *m_exports;
    QMenu *m_recent;
    QToolBar *m_toolBar = nullptr;
    QStackedWidget *m_pages;
    WelcomePage *m_welcome;
    ImportPage *m_importPage;
    Browser *m_browser;
    EditCommands *m_commands;
    DraftsPanel *m_draftsPanel;
    DraftsButton *m_draftsButton;
    PanelDock *m_draftsDock = nullptr;
    std::unique_ptr<WorkspaceWatch> m_watch;
    MessageBar *m_messages;
    ImportNotice *m_importNotice;
    JobBar *m_jobBar;
    JobBar *m_changeBar; ///< for changes: they may be made while something is exported
    PathBar *m_pathBar;
    ProblemsPanel *m_problems;
    PanelDock *m_problemsDock = nullptr;
    HistoryDock *m_history;
    CompareDock *m_comparison;
    RelatedDock *m_related;
    ActivityPanel *m_activity;
    ActivityRecorder *m_recorder;
    KeyCommands *m_keyCommands;
    RecordCommands *m_recordCommands;
    CopyCommands *m_copyCommands;
    StatusLine *m_status;
    LatestJob m_countJob;
};

} // namespace persistence
