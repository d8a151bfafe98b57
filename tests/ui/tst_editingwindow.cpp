#include "model/bson/builder.h"
#include "model/edit/draftkeeper.h"
#include "model/workspace/workspace.h"
#include "ui/editor/recordview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/editor/valueview.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"
#include "ui/window/mainwindow.h"
#include "ui/window/theme.h"
#include "ui/window/windowsession.h"

#include <QAction>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

namespace {

QByteArray record(const QByteArray &id, int rating)
{
    bson::Builder builder;
    builder.appendString("_id", id);
    builder.appendString("appId", "app");
    builder.openArray("associations");
    builder.openDocument("0");
    builder.appendString("model", "room");
    builder.appendString("id", "GENERAL");
    builder.close();
    builder.close();
    builder.openDocument("data");
    builder.appendInt32("rating", rating);
    builder.close();
    return builder.finish().toByteArray();
}

} // namespace

/// The whole window, offscreen: locking, saving, taking back.
class tst_EditingWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void opensDumpsLockedAndSaysSo();
    void savesAnEditAndTakesItBack();
    void keepsADraftWhenAnotherRecordIsShown();

private:
    void unlock() const;
    void selectRow(int row) const;
    [[nodiscard]] RecordView *view() const { return m_window->browser()->recordView(); }
    [[nodiscard]] EditBuffer *buffer() const { return view()->buffer(); }
    [[nodiscard]] QString footer() const { return view()->findChild<QLabel *>(u"footerText"_s)->text(); }
    QAction *action(ActionId id) const { return m_window->actions()[id]; }
    void setRating(int rating) const;
    [[nodiscard]] int storedRating(RecordRow row) const;

    QTemporaryDir m_folder;
    std::unique_ptr<WindowSession> m_session;
    std::unique_ptr<ThemeSwitch> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void tst_EditingWindow::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    m_theme = std::make_unique<ThemeSwitch>();
}

void tst_EditingWindow::init()
{
    const QString name = QLatin1String(QTest::currentTestFunction());
    m_session = std::make_unique<WindowSession>(m_folder.filePath(name + u".ini"_s));
    m_window = std::make_unique<MainWindow>(*m_session, *m_theme);
    m_window->resize(1200, 800);
    m_window->show();
    const QString path = m_folder.filePath(name + u".bson"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(record("1", 1) + record("2", 2) + record("3", 3));
    file.close();
    m_window->open({path});
    QTRY_VERIFY(m_window->hasWorkspace());
    QTRY_COMPARE(m_window->browser()->findChild<QTableView *>()->model()->rowCount(), 3);
}

void tst_EditingWindow::cleanup()
{
    m_window.reset();
}

void tst_EditingWindow::unlock() const
{
    action(ActionId::Unlock)->trigger();
    QPushButton *button = m_window->messageBar()->findChild<QPushButton *>();
    QVERIFY(button);
    button->click();
    QVERIFY(!m_window->editing()->isLocked());
}

void tst_EditingWindow::selectRow(int row) const
{
    auto *table = m_window->browser()->findChild<QTableView *>();
    table->setCurrentIndex(table->model()->index(row, 0));
    QTRY_VERIFY(!view()->isBusy());
}

void tst_EditingWindow::setRating(int rating) const
{
    const Record edited = buffer()->edited();
    const auto value = FieldValue::fromJson(QByteArray::number(rating));
    QVERIFY(buffer()->change(u"Set rating"_s, setField(edited, inValue(edited, *bson::Path::parse("rating")), *value)));
}

int tst_EditingWindow::storedRating(RecordRow row) const
{
    const auto reader = m_window->editing()->workspace().reader();
    const auto stored = (*reader)->record(row);
    const auto value = recordValue(bson::DocumentView(stored->body), Collection::Persistence);
    return value->toDocument().find("rating")->toInt32();
}

void tst_EditingWindow::opensDumpsLockedAndSaysSo()
{
    selectRow(0);
    QCOMPARE(footer(), u"Locked: opened from a dump."_s);
    QVERIFY(!action(ActionId::Save)->isEnabled());
    unlock();
    QVERIFY(footer() != u"Locked: opened from a dump."_s);
    // Remembered for the next time.
    const QStringList files = m_window->opened().files;
    m_window = std::make_unique<MainWindow>(*m_session, *m_theme);
    m_window->open(files);
    QTRY_VERIFY(m_window->hasWorkspace());
    QVERIFY(!m_window->editing()->isLocked());
}

void tst_EditingWindow::savesAnEditAndTakesItBack()
{
    unlock();
    selectRow(0);
    setRating(5);
    QTRY_COMPARE(footer(), u"Record modified. 1 change, not saved."_s);
    const RecordRow row = view()->record();
    action(ActionId::Save)->trigger();
    QCOMPARE(footer(), u"Saving…"_s);
    QTRY_COMPARE(footer(), u"Record saved."_s);
    QCOMPARE(storedRating(row), 5);
    m_window->browser()->findChild<QTableView *>()->setFocus();
    QTRY_COMPARE(action(ActionId::Undo)->text(), u"Undo: Edit a record"_s);
    action(ActionId::Undo)->trigger();
    QTRY_COMPARE(storedRating(row), 1);
    QTRY_COMPARE(buffer()->body(), buffer()->stored().body);
}

void tst_EditingWindow::keepsADraftWhenAnotherRecordIsShown()
{
    unlock();
    selectRow(0);
    setRating(5);
    const QByteArray edited = buffer()->body();
    selectRow(1);
    QVERIFY(!buffer()->isChanged());
    selectRow(0);
    QCOMPARE(buffer()->body(), edited);
    QVERIFY(buffer()->isChanged());
}

QTEST_MAIN(tst_EditingWindow)
#include "tst_editingwindow.moc"
