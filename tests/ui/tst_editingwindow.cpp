#include "model/edit/draftkeeper.h"
#include "model/items/recordtablemodel.h"
#include "model/workspace/workspace.h"
#include "tests/support/smallworkspace.h"
#include "tests/ui/windowtest.h"
#include "ui/editor/footerstate.h"
#include "ui/records/recordspanel.h"
#include "ui/widgets/messagebar.h"

#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <functional>

using namespace persistence;
using namespace Qt::StringLiterals;
using tests::record;

/// The whole window, offscreen: locking, saving, taking back.
class tst_EditingWindow : public tests::WindowTest
{
    Q_OBJECT

private slots:
    void init();

    void opensDumpsLockedAndSaysSo();
    void savesAnEditAndTakesItBack();
    void keepsADraftWhenAnotherRecordIsShown();
    void bringsDraftsBackAndSaysHowMany();
    void asksBeforeItDiscardsAllDrafts();
    void staysOpenWithDraftsThatCannotBeKept();
    void bringsADiscardedDraftBack();
    void overwritesNothingThatChangedBehindTheDraft();
    void settlesAConflictFieldByField();
    void keepsTheDraftOfARecordThatWent();
    void deletesTheSelectedRecordsByDrafts();
    void saysNothingMoreOfARecordThatIsDeleted();
    void beginsANewRecordAndAClone();
    void namesTheAppOfANewRecord();
    void savesAndGoesOn();
    void goesOnEvenIfSavingEndsBeforeTheNextRecordIsRead();
    void readsTheDumpAgainButKeepsADamagedWorkspace();
    void hidesValuesInPresentationMode();

private:
    void unlock() const;
    [[nodiscard]] QString footer() const { return recordView()->findChild<QLabel *>(u"footerText"_s)->text(); }
    /// At first "Record saved.", and after a while when that was.
    [[nodiscard]] bool saysSaved() const { return footer() == u"Record saved."_s || footer().startsWith(u"Saved "); }
    void setRating(int rating) const;
    void changeBehind(const std::function<Edit(const Record &)> &edit);
    void clickFooter(FooterAction action) const;
    void reopen();
    [[nodiscard]] QString draftsButton() const { return m_window->findChild<QToolButton *>(u"draftsButton"_s)->text(); }
    [[nodiscard]] int storedRating(RecordRow row) const;
};

void tst_EditingWindow::init()
{
    showWindow();
    openDump(record("1", "app", "room GENERAL", R"({"rating":1})") + record("2", "app", "room GENERAL", R"({"rating":2})") +
             record("3", "app", "room GENERAL", R"({"rating":3})"));
}

void tst_EditingWindow::unlock() const
{
    action(ActionId::Unlock)->trigger();
    QPushButton *button = m_window->messageBar()->findChild<QPushButton *>();
    QVERIFY(button);
    button->click();
    QVERIFY(!m_window->editing()->isLocked());
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
    applyBehind(edit(*(*reader)->record(recordView()->record())));
}

void tst_EditingWindow::clickFooter(FooterAction action) const
{
    auto *button = recordView()->findChild<QPushButton *>(u"footerButton%1"_s.arg(int(action)));
    QVERIFY(button);
    button->click();
    // Replaced buttons go with the next turn of the event loop.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void tst_EditingWindow::reopen()
{
    const QStringList files = m_window->opened().files;
    m_window->close();
    showWindow();
    open(files);
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
    showWindow();
    open(files);
    QVERIFY(!m_window->editing()->isLocked());
}

void tst_EditingWindow::savesAnEditAndTakesItBack()
{
    unlock();
    selectRow(0);
    setRating(5);
    QTRY_COMPARE(footer(), u"Record modified. 1 change, not saved."_s);
    const RecordRow row = recordView()->record();
    action(ActionId::Save)->trigger();
    QCOMPARE(footer(), u"Saving…"_s);
    QTRY_VERIFY2(saysSaved(), qPrintable(footer()));
    QCOMPARE(storedRating(row), 5);
    table()->setFocus();
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

void tst_EditingWindow::staysOpenWithDraftsThatCannotBeKept()
{
    unlock();
    selectRow(0);
    const QString path = m_window->opened().workspace->path();
    QVERIFY(QFile::rename(path, path + u".away"_s));
    setRating(5);
    const auto press = [this](const QString &text) {
        const auto buttons = m_window->messageBar()->findChildren<QPushButton *>();
        const auto found = std::ranges::find(buttons, text, &QPushButton::text);
        QVERIFY2(found != buttons.end(), qPrintable(text));
        (*found)->click();
    };
    QVERIFY(!m_window->close());
    QVERIFY(m_window->messageBar()->text().startsWith(u"Your drafts could not be kept on the disk, so this stays open: "));
    press(u"Discard all…"_s);
    press(u"Discard 1 draft"_s);
    QVERIFY(m_window->close());
    QVERIFY(QFile::rename(path + u".away"_s, path));
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
    const RecordRow row = recordView()->record();
    changeBehind([](const Record &record) {
        return editOf(u"Behind"_s, record, *setField(record, *bson::Path::parse("data.rating"), *FieldValue::fromJson("9")));
    });
    QTRY_COMPARE(footer(), u"This record changed since you opened it. Saving would overwrite that change."_s);
    recordView()->save();
    QTRY_VERIFY(!m_window->editing()->isBusy());
    QCOMPARE(storedRating(row), 9);
    clickFooter(FooterAction::Overwrite);
    QTRY_COMPARE(storedRating(row), 5);
    // One undo away.
    table()->setFocus();
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
    const RecordRow row = recordView()->record();
    QTRY_COMPARE(footer(), u"Record modified. 1 change, not saved."_s);
    recordView()->save();
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
    // Its record is looked for once more, in vain, when the draft has nothing to do with it any longer.
    recordView()->showRecord(recordView()->record());
    clickFooter(FooterAction::SaveAsNew);
    QTRY_VERIFY2(saysSaved(), qPrintable(footer()));
    QTRY_COMPARE(table()->model()->rowCount(), 3);
    QTRY_VERIFY(!recordView()->isBusy());
    QCOMPARE(browser()->place().record, recordView()->record());
    QTRY_COMPARE(browser()->records()->selectedRecords(), std::vector{recordView()->record()});
}

void tst_EditingWindow::deletesTheSelectedRecordsByDrafts()
{
    unlock();
    selectRow(0);
    table()->selectAll();
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Delete);
    QTRY_COMPARE(m_window->drafts()->drafts().size(), 3);
    QCOMPARE(footer(), u"This record will be deleted."_s);
    QCOMPARE(table()->model()->rowCount(), 3);
    clickFooter(FooterAction::Keep);
    QCOMPARE(m_window->drafts()->drafts().size(), 2);
    m_window->drafts()->save(m_window->drafts()->drafts());
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    table()->setFocus();
    QTRY_COMPARE(action(ActionId::Undo)->text(), u"Undo: Save 2 drafts"_s);
    action(ActionId::Undo)->trigger();
    QTRY_COMPARE(table()->model()->rowCount(), 3);
}

void tst_EditingWindow::saysNothingMoreOfARecordThatIsDeleted()
{
    unlock();
    selectRow(1);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Delete);
    QTRY_VERIFY(m_window->messageBar()->text().startsWith(u"This record will be deleted"));
    action(ActionId::Save)->trigger();
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    QTRY_VERIFY(m_window->messageBar()->isHidden());
    const auto *message = recordView()->findChild<MessageBar *>();
    QTRY_VERIFY(!recordView()->isBusy());
    QVERIFY2(message->isHidden(), qPrintable(message->text()));
    QVERIFY(!value()->isVisible());
    QTRY_VERIFY(action(ActionId::Undo)->isEnabled());
    action(ActionId::Undo)->trigger();
    QTRY_VERIFY(value()->isVisible());
    QTRY_COMPARE(table()->model()->rowCount(), 3);
}

void tst_EditingWindow::beginsANewRecordAndAClone()
{
    unlock();
    selectRow(0);
    action(ActionId::CloneRecord)->trigger();
    QVERIFY(buffer()->isNew());
    QCOMPARE(footer(), u"New record, not saved."_s);
    recordView()->save();
    QTRY_VERIFY2(saysSaved(), qPrintable(footer()));
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    browser()->goTo({Group{AppRow{1}, {}, {}}, {}});
    action(ActionId::NewRecord)->trigger();
    QTRY_VERIFY(buffer() && buffer()->isNew());
    clickFooter(FooterAction::Discard);
    QVERIFY(m_window->drafts()->drafts().isEmpty());
    QVERIFY(!buffer());
}

void tst_EditingWindow::namesTheAppOfANewRecord()
{
    openDump(R"({"_id":"d","id":"app","info":{"id":"app","name":"Poll","nameSlug":"poll","version":"1.0.0"},"status":"manually_enabled"})"
             "\n" +
             record("1", "app", "room GENERAL", R"({"rating":1})"));
    unlock();
    selectRow(0);
    action(ActionId::CloneRecord)->trigger();
    QVERIFY(buffer()->isNew());
    QCOMPARE(recordView()->findChild<QLabel *>(u"recordApp"_s)->text(), u"Poll"_s);
}

void tst_EditingWindow::savesAndGoesOn()
{
    unlock();
    selectRow(0);
    setRating(5);
    const RecordRow first = recordView()->record();
    action(ActionId::SaveNext)->trigger();
    QTRY_COMPARE(storedRating(first), 5);
    QTRY_VERIFY(recordView()->record() != first && !recordView()->isBusy());
    QTRY_VERIFY(m_window->drafts()->drafts().isEmpty());
}

void tst_EditingWindow::goesOnEvenIfSavingEndsBeforeTheNextRecordIsRead()
{
    selectRow(0);
    EditBuffer *first = buffer();
    const RecordRow next = browser()->findChild<RecordTableModel *>()->recordAt(1);
    recordView()->showRecord(next);
    emit m_window->drafts()->saved(first);
    QTRY_VERIFY(!recordView()->isBusy());
    QCOMPARE(recordView()->record(), next);
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
    showWindow();
    open(files);
    QVERIFY(QFile::exists(kept + u".earlier-1"_s));
    QVERIFY(m_window->messageBar()->text().contains(u"the dump was read again"_s));
}

void tst_EditingWindow::hidesValuesInPresentationMode()
{
    selectRow(0);
    action(ActionId::HideValues)->setChecked(true);
    QVERIFY(!value()->isVisible());
    QVERIFY(!action(ActionId::CopyJson)->isEnabled());
    auto *hidden = recordView()->findChild<QWidget *>(u"hiddenValue"_s);
    QVERIFY(hidden->isVisible());
    hidden->findChild<QPushButton *>()->click();
    QVERIFY(value()->isVisible());
    QVERIFY(action(ActionId::CopyJson)->isEnabled());
}

QTEST_MAIN(tst_EditingWindow)
#include "tst_editingwindow.moc"
