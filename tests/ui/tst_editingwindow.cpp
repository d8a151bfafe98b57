#include "model/edit/draftkeeper.h"
#include "model/workspace/workspace.h"
#include "tests/support/recorddocument.h"
#include "ui/editor/footerstate.h"
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
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <functional>

using namespace persistence;
using namespace Qt::StringLiterals;

namespace {

QByteArray record(const QByteArray &id, int rating)
{
    return recordDocument(id, "app", {{"room", "GENERAL"}}, [&](bson::Builder &value) { value.appendInt32("rating", rating); });
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
    void bringsDraftsBackAndSaysHowMany();
    void asksBeforeItDiscardsAllDrafts();
    void bringsADiscardedDraftBack();
    void overwritesNothingThatChangedBehindTheDraft();
    void settlesAConflictFieldByField();
    void keepsTheDraftOfARecordThatWent();
    void deletesTheSelectedRecordsByDrafts();
    void beginsANewRecordAndAClone();
    void savesAndGoesOn();
    void readsTheDumpAgainButKeepsADamagedWorkspace();
    void hidesValuesInPresentationMode();

private:
    void unlock() const;
    void selectRow(int row) const;
    [[nodiscard]] RecordView *view() const { return m_window->browser()->recordView(); }
    [[nodiscard]] EditBuffer *buffer() const { return view()->buffer(); }
    [[nodiscard]] QString footer() const { return view()->findChild<QLabel *>(u"footerText"_s)->text(); }
    QAction *action(ActionId id) const { return m_window->actions()[id]; }
    void setRating(int rating) const;
    void changeBehind(const std::function<Edit(const Record &)> &edit);
    void clickFooter(FooterAction action) const;
    void reopen();
    [[nodiscard]] QString draftsButton() const { return m_window->findChild<QToolButton *>(u"draftsButton"_s)->text(); }
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
    QTRY_COMPARE(m_window->browser()->findChild<QTableView *>(u"recordTable"_s)->model()->rowCount(), 3);
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
    auto *table = m_window->browser()->findChild<QTableView *>(u"recordTable"_s);
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

void tst_EditingWindow::changeBehind(const std::function<Edit(const Record &)> &edit)
{
    const auto reader = m_window->editing()->workspace().reader();
    const Edit made = edit(*(*reader)->record(view()->record()));
    const QSignalSpy changed(m_window->editing(), &Editing::changed);
    m_window->editing()->run(
        u"Behind"_s, [made](Session &session, Progress &) { return session.apply(made); }, this);
    QTRY_COMPARE(changed.count(), 1);
}

void tst_EditingWindow::clickFooter(FooterAction action) const
{
    auto *button = view()->findChild<QPushButton *>(u"footerButton%1"_s.arg(int(action)));
    QVERIFY(button);
    button->click();
    // Replaced buttons go with the next turn of the event loop.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void tst_EditingWindow::reopen()
{
    const QStringList files = m_window->opened().files;
    m_window->close();
    m_window = std::make_unique<MainWindow>(*m_session, *m_theme);
    m_window->resize(1200, 800);
    m_window->show();
    m_window->open(files);
    QTRY_VERIFY(m_window->hasWorkspace());
    QTRY_COMPARE(m_window->browser()->findChild<QTableView *>(u"recordTable"_s)->model()->rowCount(), 3);
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
    m_window->browser()->findChild<QTableView *>(u"recordTable"_s)->setFocus();
    QTRY_COMPARE(action(ActionId::Undo)->text(), u"Undo: Set rating"_s);
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

void tst_EditingWindow::bringsDraftsBackAndSaysHowMany()
{
    unlock();
    selectRow(0);
    setRating(5);
    const QByteArray edited = buffer()->body();
    QTRY_COMPARE(draftsButton(), u"Save (1 draft)"_s);
    reopen();
    QCOMPARE(m_window->messageBar()->text(), u"1 draft from today."_s);
    QCOMPARE(draftsButton(), u"Save (1 draft)"_s);
    selectRow(0);
    QCOMPARE(buffer()->body(), edited);
    QTRY_COMPARE(footer(), u"Record modified. 1 change, not saved."_s);
}

void tst_EditingWindow::asksBeforeItDiscardsAllDrafts()
{
    unlock();
    selectRow(0);
    setRating(5);
    reopen();
    const auto buttons = m_window->messageBar()->findChildren<QPushButton *>();
    QCOMPARE(buttons.last()->text(), u"Discard all…"_s);
    buttons.last()->click();
    QCOMPARE(m_window->drafts()->drafts().size(), 1);
    QCOMPARE(m_window->messageBar()->text(), u"1 draft is thrown away; its record stays as it is saved."_s);
}

void tst_EditingWindow::bringsADiscardedDraftBack()
{
    unlock();
    selectRow(0);
    setRating(5);
    const QByteArray edited = buffer()->body();
    clickFooter(FooterAction::Discard);
    QVERIFY(!buffer()->isChanged());
    QCOMPARE(m_window->messageBar()->text(), u"1 draft was discarded."_s);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    m_window->messageBar()->findChild<QPushButton *>()->click();
    QCOMPARE(buffer()->body(), edited);
}

void tst_EditingWindow::overwritesNothingThatChangedBehindTheDraft()
{
    unlock();
    selectRow(0);
    setRating(5);
    const RecordRow row = view()->record();
    changeBehind([](const Record &record) {
        return editOf(u"Behind"_s, record, *setField(record, *bson::Path::parse("data.rating"), *FieldValue::fromJson("9")));
    });
    QTRY_COMPARE(footer(), u"This record changed since you opened it. Saving would overwrite that change."_s);
    view()->save();
    QTRY_VERIFY(!m_window->editing()->isBusy());
    QCOMPARE(storedRating(row), 9);
    clickFooter(FooterAction::Overwrite);
    QTRY_COMPARE(storedRating(row), 5);
    // One undo away.
    m_window->browser()->findChild<QTableView *>(u"recordTable"_s)->setFocus();
    QTRY_COMPARE(action(ActionId::Undo)->text(), u"Undo: Set rating"_s);
    action(ActionId::Undo)->trigger();
    QTRY_COMPARE(storedRating(row), 9);
}

void tst_EditingWindow::settlesAConflictFieldByField()
{
    unlock();
    selectRow(0);
    setRating(5);
    changeBehind([](const Record &record) {
        Record other = record;
        other.body = *setField(record, *bson::Path::parse("data.rating"), *FieldValue::fromJson("9"));
        return editOf(u"Behind"_s, record, *setField(other, *bson::Path::parse("data.note"), *FieldValue::fromJson("\"theirs\"")));
    });
    QTRY_COMPARE(footer(), u"This record changed since you opened it. Saving would overwrite that change."_s);
    clickFooter(FooterAction::ShowBoth);
    auto *dialog = m_window->findChild<QDialog *>(u"conflictView"_s);
    QVERIFY(dialog);
    auto *table = dialog->findChild<QTableView *>();
    QCOMPARE(table->model()->rowCount(), 1); // only conflicts
    auto *use = dialog->findChild<QPushButton *>(u"conflictUse"_s);
    QVERIFY(!use->isEnabled());
    dialog->findChild<QPushButton *>(u"conflictMine"_s)->click();
    use->click();
    const RecordRow row = view()->record();
    QTRY_COMPARE(footer(), u"Record modified. 1 change, not saved."_s);
    view()->save();
    QTRY_COMPARE(storedRating(row), 5);
    const auto reader = m_window->editing()->workspace().reader();
    QVERIFY((*reader)->record(row)->body.contains("theirs"));
}

void tst_EditingWindow::keepsTheDraftOfARecordThatWent()
{
    unlock();
    selectRow(0);
    setRating(5);
    const QByteArray edited = buffer()->body();
    changeBehind([](const Record &record) { return deletionOf({&record, 1}); });
    QTRY_COMPARE(footer(), u"This record was deleted since you opened it."_s);
    QCOMPARE(buffer()->body(), edited);
    clickFooter(FooterAction::SaveAsNew);
    QTRY_COMPARE(footer(), u"Record saved."_s);
    QTRY_COMPARE(m_window->browser()->findChild<QTableView *>(u"recordTable"_s)->model()->rowCount(), 3);
}

void tst_EditingWindow::deletesTheSelectedRecordsByDrafts()
{
    unlock();
    selectRow(0);
    auto *table = m_window->browser()->findChild<QTableView *>(u"recordTable"_s);
    table->selectAll();
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Delete);
    QTRY_COMPARE(m_window->drafts()->drafts().size(), 3);
    QCOMPARE(footer(), u"This record will be deleted."_s);
    QCOMPARE(table->model()->rowCount(), 3);
    clickFooter(FooterAction::Keep);
    QCOMPARE(m_window->drafts()->drafts().size(), 2);
    m_window->drafts()->save(m_window->drafts()->drafts());
    QTRY_COMPARE(table->model()->rowCount(), 1);
    table->setFocus();
    QTRY_COMPARE(action(ActionId::Undo)->text(), u"Undo: Save 2 drafts"_s);
    action(ActionId::Undo)->trigger();
    QTRY_COMPARE(table->model()->rowCount(), 3);
}

void tst_EditingWindow::beginsANewRecordAndAClone()
{
    unlock();
    selectRow(0);
    action(ActionId::CloneRecord)->trigger();
    QVERIFY(buffer()->isNew());
    QCOMPARE(footer(), u"New record, not saved."_s);
    view()->save();
    QTRY_COMPARE(footer(), u"Record saved."_s);
    QTRY_COMPARE(m_window->browser()->findChild<QTableView *>(u"recordTable"_s)->model()->rowCount(), 4);
    m_window->browser()->goTo({Group{AppRow{1}, {}, {}}, {}});
    action(ActionId::NewRecord)->trigger();
    QTRY_VERIFY(buffer() && buffer()->isNew());
    clickFooter(FooterAction::Discard);
    QVERIFY(m_window->drafts()->drafts().isEmpty());
    QVERIFY(!buffer());
}

void tst_EditingWindow::savesAndGoesOn()
{
    unlock();
    selectRow(0);
    setRating(5);
    const RecordRow first = view()->record();
    action(ActionId::SaveNext)->trigger();
    QTRY_COMPARE(storedRating(first), 5);
    QTRY_VERIFY(view()->record() != first && !view()->isBusy());
    QTRY_VERIFY(m_window->drafts()->drafts().isEmpty());
}

void tst_EditingWindow::readsTheDumpAgainButKeepsADamagedWorkspace()
{
    unlock();
    const QStringList files = m_window->opened().files;
    const QString kept = m_window->opened().workspace->path();
    m_window.reset();
    QFile file(kept);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.resize(file.size() / 2 + 100)); // no whole pages
    file.close();
    m_window = std::make_unique<MainWindow>(*m_session, *m_theme);
    m_window->show();
    m_window->open(files);
    QTRY_VERIFY(m_window->hasWorkspace());
    QVERIFY(QFile::exists(kept + u".earlier-1"_s));
    QVERIFY(m_window->messageBar()->text().contains(u"the dump was read again"_s));
}

void tst_EditingWindow::hidesValuesInPresentationMode()
{
    selectRow(0);
    action(ActionId::HideValues)->setChecked(true);
    QVERIFY(!view()->value()->isVisible());
    QVERIFY(!action(ActionId::CopyJson)->isEnabled());
    auto *hidden = view()->findChild<QWidget *>(u"hiddenValue"_s);
    QVERIFY(hidden->isVisible());
    hidden->findChild<QPushButton *>()->click();
    QVERIFY(view()->value()->isVisible());
    QVERIFY(action(ActionId::CopyJson)->isEnabled());
}

QTEST_MAIN(tst_EditingWindow)
#include "tst_editingwindow.moc"
