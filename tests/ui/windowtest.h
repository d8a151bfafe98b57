#pragma once

#include "model/edit/verbs.h"
#include "ui/editor/recordview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/editor/valueview.h"
#include "ui/records/recordtableview.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"
#include "ui/window/mainwindow.h"
#include "ui/window/theme.h"
#include "ui/window/windowsession.h"

#include <QAction>
#include <QTemporaryDir>
#include <QTreeView>

#include <memory>

namespace persistence::tests {

/// A document of a record whose name, key and only field are \a text, or the beginning of it.
[[nodiscard]] QByteArray textRecord(const QByteArray &id, const QByteArray &app, const QByteArray &text);

/// What tests of the whole window have in common. Each test has a folder and settings of its own, which go with its window when it ends.
class WindowTest : public QObject
{
    Q_OBJECT

private slots:
    void cleanup();

private:
    void begin();

protected:
    WindowTest();
    ~WindowTest() override;

    /// Shows a window in which nothing is open; in place of the one before, if there is one, as after a restart.
    void showWindow();
    /// In the folder of this test.
    [[nodiscard]] QString filePath(const QString &name) const { return m_folder->filePath(name); }
    /// Returns its path.
    QString writeFile(const QString &name, const QByteArray &content) const;
    /// Waits until all records are in the table, and counted in the status line.
    void open(const QStringList &files) const;
    /// Opens a dump of \a lines, see tests::record().
    void openDump(const QByteArray &lines) const;
    /// The path of a workspace file with all that is open.
    [[nodiscard]] QString savedCopy(const QString &name) const;
    /// Waits until its record is shown.
    void selectRow(int row) const;
    /// Writes to the workspace without the editors of the window.
    void applyBehind(const Edit &edit) const;

    [[nodiscard]] QAction *action(ActionId id) const { return m_window->actions()[id]; }
    [[nodiscard]] Browser *browser() const { return m_window->browser(); }
    [[nodiscard]] QTreeView *tree() const { return browser()->findChild<QTreeView *>(QStringLiteral("navigator")); }
    [[nodiscard]] RecordTableView *table() const { return browser()->findChild<RecordTableView *>(); }
    [[nodiscard]] RecordView *recordView() const { return browser()->recordView(); }
    [[nodiscard]] EditBuffer *buffer() const { return recordView()->buffer(); }
    [[nodiscard]] ValueView *value() const { return recordView()->value(); }
    [[nodiscard]] ValueTreeView *valueTree() const { return value()->tree(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<WindowSession> m_session;
    ThemeSwitch m_theme;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace persistence::tests
