#include "model/edit/editing.h"
#include "model/items/activitymodel.h"
#include "model/workspace/workspace.h"
#include "tests/support/smallworkspace.h"
#include "tests/ui/windowtest.h"
#include "ui/dialogs/rekeydialog.h"
#include "ui/editor/associationedit.h"
#include "ui/panels/activitypanel.h"
#include "ui/panels/historypanel.h"
#include "ui/records/recordspanel.h"
#include "ui/tree/navigatorpanel.h"
#include "ui/widgets/jobbar.h"
#include "ui/widgets/messagebar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QThread>

#include <algorithm>

using namespace persistence;
using namespace Qt::StringLiterals;
using tests::record;

/// The whole window, offscreen: history, comparing, and changes of many records.
class tst_ManyRecords : public tests::WindowTest
{
    Q_OBJECT

private slots:
    void init();

    void comparesTwoSelectedRecords();
    void changesSelectedRecordsAndUndoesThatByTheMessage();
    void takesTheMessageBackWhenItsChangeIsUndoneInAnotherWay();
    void listsWhatWasDoneInTheActivityLog();
    void changesTheKeysThatTheFilterFound();
    void movesAGroupToAnotherApp();
    void deletesAGroupFromTheTree();
    void showsTheHistoryOfTheRecordByKey();
    void staysOpenWhileALongChangeIsWritten();
    void offersNothingThatWritesWhileLocked();

private:
    void selectRows(int first, int last) const;
    /// An entry of that menu.
    static QAction *entryOf(const QMenu *menu, const QString &text);
    /// The menu that a right click on \a view opens at a row.
    QMenu *menuOf(QAbstractItemView *view, const QModelIndex &index) const;
    template <typename Widget>
    Widget *top(const QString &name) const;
};

void tst_ManyRecords::init()
{
    showWindow();
    openDump(record("r1", "app", "room <b>&%1", R"({"rating":1})") + record("r2", "app", "room <b>&%1", R"({"rating":2})") +
             record("r3", "app", "room <b>&%1", R"({"rating":3})"));
    m_window->editing()->unlock();
}

void tst_ManyRecords::selectRows(int first, int last) const
{
    const auto center = [this](int row) { return table()->visualRect(table()->model()->index(row, 0)).center(); };
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, center(first));
    if (last != first)
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::ShiftModifier, center(last));
}

QMenu *tst_ManyRecords::menuOf(QAbstractItemView *view, const QModelIndex &index) const
{
    emit view->customContextMenuRequested(view->visualRect(index).center());
    for (QMenu *menu : m_window->findChildren<QMenu *>()) {
        if (menu->isVisible() && menu->testAttribute(Qt::WA_DeleteOnClose))
            return menu;
    }
    return nullptr;
}

QAction *tst_ManyRecords::entryOf(const QMenu *menu, const QString &text)
{
    const auto actions = menu->actions();
    const auto found = std::find_if(actions.begin(), actions.end(), [&](const QAction *entry) { return entry->text() == text; });
    return found == actions.end() ? nullptr : *found;
}

template <typename Widget>
Widget *tst_ManyRecords::top(const QString &name) const
{
    return m_window->findChild<Widget *>(name);
}

void tst_ManyRecords::comparesTwoSelectedRecords()
{
    selectRows(0, 0);
    action(ActionId::CompareRecords)->trigger();
    QVERIFY(m_window->messageBar()->isVisible());
    selectRows(0, 1);
    action(ActionId::CompareRecords)->trigger();
    QTRY_VERIFY(top<QWidget>(u"compareWindow"_s));
    auto *differences = top<QWidget>(u"compareWindow"_s)->findChild<QTableView *>(u"differenceTable"_s);
    QTRY_COMPARE(differences->model()->rowCount(), 2); // the record id and the rating
    QCOMPARE(differences->model()->headerData(2, Qt::Horizontal).toString(), u"r1"_s);
}

void tst_ManyRecords::changesSelectedRecordsAndUndoesThatByTheMessage()
{
    selectRows(1, 2);
    QMenu *menu = menuOf(table(), table()->model()->index(1, 0));
    QVERIFY(menu);
    const auto actions = menu->actions();
    const auto change = std::find_if(actions.begin(), actions.end(), [](QAction *a) { return a->text() == u"Change records…"; });
    QVERIFY(change != actions.end());
    (*change)->trigger();
    menu->close();
    auto *dialog = top<QWidget>(u"changeRecordsDialog"_s);
    QVERIFY(dialog && dialog->isVisible());
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"changePath"_s), u"rating"_s);
    QTest::keyClicks(dialog->findChild<QPlainTextEdit *>(u"changeValue"_s), u"9"_s);
    auto *button = dialog->findChild<QPushButton *>(u"changeButton"_s);
    QTRY_COMPARE(button->text(), u"Change 2 records"_s);
    QSignalSpy changed(m_window->editing(), &Editing::changed);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(changed.wait(20'000));
    QCOMPARE(m_window->messageBar()->text(), u"Set rating (2 records)"_s);
    QTest::mouseClick(m_window->messageBar()->findChild<QPushButton *>(), Qt::LeftButton);
    QVERIFY(changed.wait(20'000));
    QCOMPARE(changed.last().first().value<Applied>().title, u"Undo: Set rating"_s);
}

void tst_ManyRecords::takesTheMessageBackWhenItsChangeIsUndoneInAnotherWay()
{
    selectRows(1, 2);
    action(ActionId::DeleteRecords)->trigger();
    auto *button = top<QWidget>(u"deleteRecordsDialog"_s)->findChild<QPushButton *>(u"deleteButton"_s);
    QTRY_COMPARE(button->text(), u"Delete 2 records"_s);
    QTRY_VERIFY(button->isEnabled());
    button->click();
    QTRY_COMPARE(m_window->messageBar()->text(), u"Delete 2 records"_s);
    QTRY_COMPARE(action(ActionId::Undo)->text(), u"Undo: Delete 2 records"_s);
    QVERIFY(m_window->messageBar()->isVisible());
    action(ActionId::Undo)->trigger();
    QTRY_VERIFY(!m_window->messageBar()->isVisible());
}

void tst_ManyRecords::listsWhatWasDoneInTheActivityLog()
{
    const auto *log = m_window->findChild<ActivityModel *>();
    const auto newest = [log] {
        return log->index(0, ActivityModel::OperationColumn).data().toString() + u": "_s +
               log->index(0, ActivityModel::OutcomeColumn).data().toString();
    };
    QVERIFY2(newest().startsWith(u"Opening "_s), qPrintable(newest()));
    QVERIFY2(newest().endsWith(u": 3 read, 3 good, 0 problems"_s), qPrintable(newest()));
    const auto deletion = [](Session &session, Progress &progress) {
        return session.applyToMany(
            u"Delete"_s, std::vector{RecordRow{1}}, [](const Record &) { return Result<std::optional<QByteArray>>(std::nullopt); },
            progress);
    };
    m_window->editing()->run(u"Delete"_s, deletion, m_window.get());
    QTRY_COMPARE(newest(), u"Delete: 1 record"_s);
    m_window->editing()->run(u"Delete"_s, deletion, m_window.get());
    QTRY_COMPARE(newest(), u"Delete: nothing to write"_s);
    m_window->editing()->run(
        u"Redo"_s, [](Session &session, Progress &progress) { return session.redo(progress); }, m_window.get());
    QTRY_COMPARE(newest(), u"Redo: There is nothing to redo."_s);
    m_window->open({filePath(u"none.bson"_s)});
    QTRY_VERIFY2(newest().startsWith(u"Opening none.bson: "_s) && newest().contains(u"No such file"_s), qPrintable(newest()));
    action(ActionId::ShowActivity)->trigger();
    auto *list = m_window->findChild<QTableView *>(u"activityTable"_s);
    QTRY_VERIFY(list->isVisible());
    const int all = list->model()->rowCount();
    m_window->findChild<ActivityPanel *>()->findChild<QCheckBox *>(u"onlyWrites"_s)->click();
    QCOMPARE(list->model()->rowCount(), all - 2);
}

void tst_ManyRecords::changesTheKeysThatTheFilterFound()
{
    browser()->records()->setFilter(*Filter::parse("data.rating<=2"));
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    // The last rows come before the news that there are no more.
    QTRY_VERIFY(!browser()->records()->isReading());
    selectRows(0, 0);
    action(ActionId::ChangeKeys)->trigger();
    auto *dialog = top<RekeyDialog>(u"rekeyDialog"_s);
    QVERIFY(dialog && dialog->isVisible());
    auto *records = dialog->findChild<QComboBox *>(u"selectionBox"_s);
    QCOMPARE(records->count(), 3);
    QVERIFY2(records->currentText().startsWith(u"Filtered: 2 records with data.rating<=2"), qPrintable(records->currentText()));
    QCOMPARE(records->itemText(1), u"All: 3 records"_s);
    QCOMPARE(records->itemText(2), u"Selected: 1 record"_s);
    auto *id = dialog->findChild<AssociationEdit *>(u"rekeyTo"_s)->idField();
    QTRY_VERIFY(id->hasFocus());
    QTest::keyClicks(id, u"general"_s);
    QTRY_VERIFY(!dialog->isPlanning());
    auto *button = dialog->findChild<QPushButton *>(u"changeKeys"_s);
    QCOMPARE(button->text(), u"Change 2 keys"_s);
    QVERIFY2(button->isEnabled(), qPrintable(id->text() + button->toolTip()));
    QSignalSpy changed(m_window->editing(), &Editing::changed);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE(m_window->messageBar()->text(), u"Change key of 2 records"_s);
    QTRY_VERIFY(action(ActionId::Undo)->text().contains(u"Change key"_s));
    action(ActionId::Undo)->trigger();
    QTRY_COMPARE(changed.size(), 2);
    QCOMPARE(changed.last().first().value<Applied>().count, 2);
}

void tst_ManyRecords::movesAGroupToAnotherApp()
{
    QMenu *menu = menuOf(tree(), tree()->model()->index(0, 0));
    QVERIFY(menu && entryOf(menu, u"Move to another app…"_s));
    entryOf(menu, u"Move to another app…"_s)->trigger();
    menu->close();
    auto *dialog = top<QDialog>(u"appChooser"_s);
    QVERIFY(dialog && dialog->isVisible());
    QTest::keyClicks(dialog->findChild<QComboBox *>(u"chosenApp"_s), u"other"_s);
    auto *button = dialog->findChild<QPushButton *>(u"moveRecords"_s);
    QCOMPARE(button->text(), u"Move 3 records"_s);
    QSignalSpy changed(m_window->editing(), &Editing::changed);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(changed.wait(20'000));
    const auto apps = (*m_window->editing()->workspace().reader())->apps();
    QCOMPARE(apps->size(), 1);
    QCOMPARE(apps->first().appId, "other");
    QCOMPARE(apps->first().records, 3);
}

void tst_ManyRecords::deletesAGroupFromTheTree()
{
    QMenu *menu = menuOf(tree(), tree()->model()->index(0, 0));
    QVERIFY(menu);
    const auto actions = menu->actions();
    const auto remove = std::find_if(actions.begin(), actions.end(), [](QAction *a) { return a->text() == u"Delete group…"; });
    QVERIFY(remove != actions.end());
    QVERIFY((*remove)->shortcut().isEmpty());
    (*remove)->trigger();
    menu->close();
    auto *button = top<QPushButton>(u"deleteButton"_s);
    QTRY_COMPARE(button->text(), u"Delete 3 records"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE(table()->model()->rowCount(), 0);
    QTRY_VERIFY(action(ActionId::Undo)->isEnabled());
    action(ActionId::Undo)->trigger();
    QTRY_COMPARE((*m_window->editing()->workspace().reader())->recordCount().value(), 3);
}

void tst_ManyRecords::showsTheHistoryOfTheRecordByKey()
{
    selectRows(0, 0);
    QTRY_VERIFY(browser()->place().record.isValid());
    QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::AltModifier);
    auto *panel = m_window->findChild<HistoryPanel *>();
    QTRY_VERIFY(panel->isVisible());
    QCOMPARE(panel->scope(), HistoryPanel::Scope::Record);
    QVERIFY(action(ActionId::ShowHistory)->isChecked());
    QTest::keyClick(m_window.get(), Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(!panel->isVisible());
}

void tst_ManyRecords::staysOpenWhileALongChangeIsWritten()
{
    m_window->editing()->unlock();
    const auto untilCancelled = [](Session &, Progress &progress) -> Result<Applied> {
        while (!progress.isCancelled())
            QThread::yieldCurrentThread();
        return Error::cancelled();
    };
    m_window->editing()->run(u"Long"_s, untilCancelled, m_window.get());
    const auto isShown = [this] { return std::ranges::any_of(m_window->findChildren<JobBar *>(), &JobBar::isActive); };
    QTRY_VERIFY(isShown());
    QVERIFY(!m_window->close());
    action(ActionId::Close)->trigger();
    QVERIFY(m_window->hasWorkspace());
    QVERIFY(m_window->messageBar()->text().startsWith(u"A change is still being written, so this stays open."_s));
    m_window->messageBar()->findChild<QPushButton *>()->click();
    QTRY_VERIFY(!m_window->editing()->isBusy());
    QVERIFY(m_window->messageBar()->isHidden());
    QVERIFY(m_window->close());
}

void tst_ManyRecords::offersNothingThatWritesWhileLocked()
{
    m_window->editing()->lock(u"Locked: opened from a dump."_s);
    selectRows(0, 1);
    QMenu *menu = menuOf(table(), table()->model()->index(0, 0));
    QVERIFY(menu);
    for (const QAction *entry : menu->actions()) {
        if (entry->text() == u"Change records…" || entry->text() == u"Delete 2 records…")
            QVERIFY(!entry->isEnabled());
        if (entry->text() == u"Compare")
            QVERIFY(entry->isEnabled());
    }
    menu->close();
    action(ActionId::DeleteRecords)->trigger();
    QVERIFY(m_window->messageBar()->text().contains(u"locked"));
    QVERIFY(!top<QWidget>(u"deleteRecordsDialog"_s));
    auto *unlock = m_window->messageBar()->findChild<QPushButton *>();
    QVERIFY(unlock);
    QCOMPARE(unlock->text(), u"Unlock"_s);
    unlock->click();
    QVERIFY(!m_window->editing()->isLocked());
}

QTEST_MAIN(tst_ManyRecords)
#include "tst_manyrecords.moc"
