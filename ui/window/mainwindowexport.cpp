// The part of the window that exports what is shown, and says how it went.
#include "ui/window/mainwindow.h"

#include "model/find/filter.h"
#include "model/items/itemtext.h"
#include "model/workspace/workspace.h"
#include "ui/dialogs/redactionchoice.h"
#include "ui/records/recordspanel.h"
#include "ui/widgets/jobbar.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"
#include "ui/window/copycommands.h"
#include "ui/window/exportrunner.h"
#include "ui/window/places.h"
#include "ui/window/recordchoices.h"
#include "ui/window/recordcommands.h"
#include "ui/window/keptworkspaces.h"
#include "ui/window/windowsession.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QStandardPaths>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Characters of a filter that the name of a choice shows.
constexpr int kShownFilter = 60;

/// One that is there: not every home has a folder for documents.
QString exportFolder(const QByteArray &last)
{
    for (const QString &folder : {QString::fromUtf8(last), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)}) {
        if (!folder.isEmpty() && QDir(folder).exists())
            return folder;
    }
    return QDir::homePath();
}

} // namespace

void MainWindow::connectExport()
{
    connect(m_exports, &ExportRunner::working, m_jobBar, &JobBar::watch);
    connect(m_exports, &ExportRunner::idle, m_jobBar, &JobBar::finish);
    connect(m_recordCommands, &RecordCommands::exportRequested, this, [this](const QString &name, const std::vector<RecordRow> &records) {
        chooseExportOf({ExportScope{name, qint64(records.size()), {}, records, {}}});
    });
    connect(m_copyCommands, &CopyCommands::exportRequested, this, [this](const std::vector<RecordRow> &records) {
        chooseExportOf({ExportScope{tr("Selection"), qint64(records.size()), {}, records, {}}});
    });
    connect(m_exports, &ExportRunner::exported, this, &MainWindow::showExported);
    connect(m_exports, &ExportRunner::failed, this, [this](const Error &error) { showFailure({}, error); });
}

/// What is selected, what the filter found, the group that is shown, and everything; as far as these differ.
QList<ExportScope> MainWindow::exportScopes() const
{
    const Workspace &workspace = *m_current.workspace;
    QList<ExportScope> scopes;
    std::vector<RecordRow> selected = m_browser->records()->selectedRecords();
    if (selected.size() > 1)
        scopes.append({tr("Selection"), qint64(selected.size()), {}, std::move(selected), {}});
    const QString filter = QString::fromUtf8(m_browser->records()->filter().toText());
    std::vector<RecordRow> shown = filter.isEmpty() ? std::vector<RecordRow>() : m_browser->records()->shownRecords();
    if (!shown.empty())
        scopes.append({tr("Filtered: %1").arg(filter.left(kShownFilter)), qint64(shown.size()), {}, std::move(shown), filter});
    const Group group = m_browser->place().group;
    if (group != Group()) {
        if (const auto count = recordsIn(workspace, group))
            scopes.append({tr("This group: %1").arg(placeName(workspace, group)), *count, group, {}, {}});
    }
    if (const auto count = recordsIn(workspace, Group()))
        scopes.append({tr("All records"), *count, {}, {}, {}});
    return scopes;
}

void MainWindow::chooseExport()
{
    if (hasWorkspace())
        chooseExportOf(exportScopes());
}

void MainWindow::chooseExportOf(QList<ExportScope> scopes)
{
    if (!hasWorkspace())
        return;
    if (m_jobBar->isActive()) {
        m_messages->showMessage(Tone::Warning, tr("Something else is running. Cancel it or wait for it, then export."));
        return;
    }
    ExportContext context;
    context.workspace = m_current.workspace;
    context.scopes = std::move(scopes);
    if (context.scopes.isEmpty())
        return;
    context.sources = m_current.files;
    context.sourceName = displayName(m_current.files);
    const QString place = placeName(*m_current.workspace, m_browser->place().group);
    context.stem = place.isEmpty() ? QFileInfo(m_current.files.value(0)).completeBaseName() : place;
    context.folder = exportFolder(m_session.state(u"exportFolder"_s));
    if (const ExportFormatInfo *last = exportFormat(QString::fromUtf8(m_session.state(u"exportFormat"_s))))
        context.format = last->format;
    auto *dialog = new ExportDialog(std::move(context), this);
    dialog->findChild<RedactionChoice *>()->setValuesHidden((*m_actions)[ActionId::HideValues]->isChecked());
    connect(dialog, &ExportDialog::ordered, this, [this](const ExportOrder &order) {
        m_session.setState(u"exportFormat"_s, exportFormat(order.request.options.format).id);
        m_session.setState(u"exportFolder"_s, QFileInfo(order.path).absolutePath().toUtf8());
        m_messages->clear();
        m_exports->start(m_current.workspace, order);
    });
    dialog->open();
}

void MainWindow::showExported(const ExportOrder &order, const ExportResult &result)
{
    QStringList text = {result.fields > 0
                            ? tr("Exported %1 of %2 records, %3 fields, to %4.")
                                  .arg(numberText(result.records), numberText(order.scope.records), numberText(result.fields),
                                       QFileInfo(order.path).fileName())
                            : tr("Exported %1 of %2 records to %3.")
                                  .arg(numberText(result.records), numberText(order.scope.records), QFileInfo(order.path).fileName())};
    if (result.inexact > 0)
        text.append(tr("Records with something that this format cannot write exactly: %1.").arg(numberText(result.inexact)));
    text += result.notes;
    const QString path = QFileInfo(order.path).absoluteFilePath();
    QList<MessageBar::Button> buttons;
    if (order.request.options.format != ExportFormat::Workspace)
        buttons.append({tr("Open"), [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); }});
    buttons.append({tr("Show file"), [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath())); }});
    buttons.append({tr("Copy path"), [path] { QGuiApplication::clipboard()->setText(path); }});
    const bool isWhole = result.inexact == 0 && result.notes.isEmpty();
    m_messages->showMessage(isWhole ? Tone::Good : Tone::Warning, text.join(u' '), buttons);
}

} // namespace persistence
