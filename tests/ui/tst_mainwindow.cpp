#include "model/edit/editing.h"
#include "model/find/filter.h"
#include "model/items/roles.h"
#include "model/items/valuecountsmodel.h"
#include "model/workspace/workspace.h"
#include "tests/ui/windowtest.h"
#include "ui/editor/keychip.h"
#include "ui/editor/recordheader.h"
#include "ui/editor/textpage.h"
#include "ui/editor/textview.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/panels/relatedvaluespanel.h"
#include "ui/records/recordspanel.h"
#include "ui/widgets/jobbar.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/exportrunner.h"
#include "ui/window/keptworkspaces.h"
#include "ui/window/pathbar.h"
#include "ui/window/samplefile.h"
#include "ui/window/welcomepage.h"

#include <QActionGroup>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <Qsci/qsciscintilla.h>

using namespace persistence;
using namespace Qt::StringLiterals;
using tests::textRecord;

namespace {

const QByteArray kHostile = "<img src='file:///etc/passwd'>&%1%2<b>x</b>";

} // namespace

/// The whole window, offscreen, on files of its own.
class tst_MainWindow : public tests::WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void tellsWhatToDoWhenNothingIsOpen();
    void opensTheSampleAndShowsARecord();
    void goesBackAndForward();
    void goesToATypedPath();
    void stepsThroughRecordsAndKeepsThePath();
    void stepsThroughThePanes();
    void remembersRecentFilesAndPlace();
    void remembersThePlaceAndFilterOfEachFile();
    void switchesTheTheme();
    void scalesTextsAndPictures();
    void groupsByKeyShapeAndRemembersIt();
    void showsHostileTextsAsTheyAre();
    void everyActionHasATextAMenuAndItsOwnKeys();
    void readsALargeRecordOffTheWindowsThread();
    void filtersTheGroupByARelatedValue();
    void exportsAGroupInThreeSteps();
    void offersAFolderThatIsThereForAnExport();
    void closesWhatIsOpen();
    void stopsAJobByEscWhereNothingNearerTakesIt();
    void closesTheBytesOfAProblemByKeys();
};

void tst_MainWindow::initTestCase()
{
    QDir(keptWorkspacesFolder()).removeRecursively();
}

void tst_MainWindow::init()
{
    showWindow();
}

void tst_MainWindow::tellsWhatToDoWhenNothingIsOpen()
{
    QVERIFY(!m_window->hasWorkspace());
    const auto *title = m_window->findChild<WelcomePage *>()->findChild<QLabel *>(u"emptyTitle"_s);
    QVERIFY(title && title->isVisible() && !title->text().isEmpty());
    QVERIFY(!action(ActionId::SaveCopy)->isEnabled());
    QVERIFY(action(ActionId::Open)->isEnabled());
}

void tst_MainWindow::opensTheSampleAndShowsARecord()
{
    const auto sample = sampleFile();
    QVERIFY(sample.isOk());
    open({*sample});
    selectRow(5);
    RecordView *view = recordView();
    QVERIFY(!view->header()->chips().isEmpty());
    QVERIFY(valueTree()->model()->rowCount() > 0);
    action(ActionId::ValueAsText)->trigger();
    QTRY_VERIFY(view->value()->text()->view()->text().startsWith("{\n"));
    QVERIFY(m_window->findChild<QLabel *>(u"footerText"_s)->text().startsWith(u"Locked: opened from a dump."_s));
    // A chip leads to its group.
    KeyChip *chip = view->header()->chips().front();
    const Group group = chip->part().group;
    chip->click();
    QCOMPARE(browser()->place().group, group);
}

void tst_MainWindow::goesBackAndForward()
{
    open({writeFile(u"nav.bson"_s, textRecord("1", "app", "one"))});
    selectRow(0);
    const Place before = browser()->place();
    const Group group = recordView()->header()->chips().front()->part().group;
    browser()->goTo({group, {}});
    QCOMPARE(browser()->place().group, group);
    action(ActionId::Back)->trigger();
    QCOMPARE(browser()->place(), before);
    QVERIFY(before.record.isValid());
    action(ActionId::Forward)->trigger();
    QCOMPARE(browser()->place().group, group);
    action(ActionId::Up)->trigger();
    QVERIFY(!browser()->place().group.target.isValid());
    QVERIFY(browser()->place().group.model.isValid());
}

void tst_MainWindow::goesToATypedPath()
{
    open({writeFile(u"typed.bson"_s, textRecord("1", "app", "one") + textRecord("2", "app", "two"))});
    auto *edit = m_window->findChild<QLineEdit *>(u"pathEdit"_s);
    const auto type = [&](const QString &text) {
        action(ActionId::GoTo)->trigger();
        edit->setText(text);
        QTest::keyClick(edit, Qt::Key_Return);
    };
    type(u"app > misc > two"_s);
    QTRY_VERIFY(browser()->place().group.target.isValid());
    QTRY_COMPARE(m_window->findChild<PathBar *>()->text(), u"app > misc > two"_s);
    QVERIFY(tree()->hasFocus());
    action(ActionId::GoTo)->trigger();
    QTest::keyClick(edit, Qt::Key_Escape);
    QVERIFY(tree()->hasFocus());
    type(u"1"_s); // a record id
    QTRY_VERIFY(browser()->place().record.isValid());
    QVERIFY(table()->hasFocus());
    type(u"app > nowhere"_s);
    QTRY_VERIFY(m_window->messageBar()->isVisible());
    QVERIFY(edit->font().italic());
}

void tst_MainWindow::stepsThroughRecordsAndKeepsThePath()
{
    open({writeFile(u"steps.bson"_s, textRecord("1", "app", "one") + textRecord("2", "app", "two"))});
    selectRow(0);
    const RecordRow first = browser()->place().record;
    action(ActionId::NextRecord)->trigger();
    QVERIFY(browser()->place().record != first);
    action(ActionId::PreviousRecord)->trigger();
    QCOMPARE(browser()->place().record, first);
}

void tst_MainWindow::stepsThroughThePanes()
{
    open({writeFile(u"panes.bson"_s, textRecord("1", "app", "one") + textRecord("2", "app", "two"))});
    m_window->editing()->unlock(); // what only edits has lists of its own
    action(ActionId::NextPane)->trigger();
    QVERIFY(tree()->hasFocus() || table()->hasFocus());
    tree()->setFocus();
    action(ActionId::NextPane)->trigger();
    QVERIFY(table()->hasFocus());
    action(ActionId::NextPane)->trigger(); // no record is shown
    QVERIFY(tree()->hasFocus());
    selectRow(0);
    action(ActionId::PreviousPane)->trigger();
    QVERIFY(valueTree()->hasFocus());
    action(ActionId::ValueAsText)->trigger();
    table()->setFocus();
    action(ActionId::NextPane)->trigger();
    QVERIFY(recordView()->findChild<TextPage *>()->isAncestorOf(QApplication::focusWidget()));
}

void tst_MainWindow::remembersRecentFilesAndPlace()
{
    const QString dump = writeFile(u"remember.bson"_s, textRecord("1", "app", "one"));
    open({dump});
    selectRow(0);
    const Group group = recordView()->header()->chips().front()->part().group;
    browser()->goTo({group, browser()->place().record});
    m_window->close();
    showWindow();
    QCOMPARE(m_session->recentFiles().front(), QStringList{dump});
    QSignalSpy opened(m_window->opener(), &Opener::opened);
    m_window->openLast();
    QVERIFY(opened.wait(20'000));
    QCOMPARE(browser()->place().group, group);
    QVERIFY(browser()->place().record.isValid());
    QTRY_VERIFY(!recordView()->isBusy());
}

void tst_MainWindow::remembersThePlaceAndFilterOfEachFile()
{
    const QString first = writeFile(u"first.bson"_s, textRecord("1", "app", "one") + textRecord("2", "app", "two"));
    const QString second = writeFile(u"second.bson"_s, textRecord("1", "other", "three"));
    const auto filterText = [this] { return browser()->findChild<QLineEdit *>(u"filterEdit"_s)->text(); };
    open({first});
    selectRow(0);
    const Group group = recordView()->header()->chips().front()->part().group;
    browser()->goTo({group, browser()->place().record});
    const Place place = browser()->place();
    browser()->records()->setFilter(*Filter::parse("on"));
    open({second});
    QVERIFY(filterText().isEmpty());
    showWindow(); // without a goodbye, as after a crash
    QSignalSpy opened(m_window->opener(), &Opener::opened);
    m_window->openLast();
    QVERIFY(opened.wait(20'000));
    QCOMPARE(m_window->opened().files, QStringList{second});
    QCOMPARE(browser()->place(), Place());
    open({first});
    QCOMPARE(browser()->place(), place);
    QCOMPARE(filterText(), u"on"_s);
    QTRY_COMPARE(table()->model()->rowCount(), 1);
}

void tst_MainWindow::switchesTheTheme()
{
    const auto lightness = [] { return QApplication::palette().color(QPalette::Window).lightness(); };
    action(ActionId::ThemeDark)->trigger();
    QVERIFY(lightness() < 80);
    QVERIFY(m_session->theme() == Theme::Dark);
    action(ActionId::ToggleTheme)->trigger();
    QVERIFY(lightness() > 200);
    QVERIFY(action(ActionId::ThemeLight)->isChecked());
    action(ActionId::ThemeSystem)->trigger();
}

void tst_MainWindow::scalesTextsAndPictures()
{
    const qreal before = QApplication::font().pointSizeF();
    const int icons = m_window->style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_window->actions().scales()->actions().last()->trigger();
    QCOMPARE(QApplication::font().pointSizeF(), before * 2);
    QTRY_COMPARE(m_window->font().pointSizeF(), before * 2);
    QCOMPARE(m_window->style()->pixelMetric(QStyle::PM_SmallIconSize), icons * 2);
    QCOMPARE(m_session->scale(), 200);
    m_theme.setScale(100);
    QCOMPARE(QApplication::font().pointSizeF(), before);
    QCOMPARE(m_session->scale(), 100);
    m_theme.setScale(7);
    QCOMPARE(m_theme.scale(), 80);
    m_theme.setScale(100);
}

void tst_MainWindow::groupsByKeyShapeAndRemembersIt()
{
    m_window->openSample();
    QVERIFY(QSignalSpy(m_window->opener(), &Opener::opened).wait(20'000));
    action(ActionId::GroupByKeyShape)->trigger();
    const QModelIndex shape = tree()->model()->index(0, 0, tree()->model()->index(0, 0));
    tree()->setCurrentIndex(shape);
    QTRY_COMPARE(table()->model()->rowCount(), shape.data(CountRole).toInt());
    showWindow();
    QVERIFY(action(ActionId::GroupByKeyShape)->isChecked());
}

void tst_MainWindow::showsHostileTextsAsTheyAre()
{
    open({writeFile(u"hostile & <b>.bson"_s, textRecord(kHostile, kHostile, kHostile))});
    selectRow(0);
    browser()->goTo({recordView()->header()->chips().front()->part().group, browser()->place().record});
    QTRY_VERIFY(m_window->findChild<PathBar *>()->text().contains(QString::fromUtf8(kHostile)));
    for (const QLabel *label : m_window->findChildren<QLabel *>())
        QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        if (!widget->toolTip().isEmpty() && widget->toolTip().contains(u"passwd"_s))
            QVERIFY2(widget->toolTip().startsWith(u"<qt>"_s) && !widget->toolTip().contains(u"<img"_s), qPrintable(widget->toolTip()));
    }
    for (const auto *button : m_window->findChild<PathBar *>()->findChildren<QToolButton *>())
        QVERIFY(!QString(button->text()).remove(u"&&"_s).contains(u'&'));
    QCOMPARE(m_window->findChild<QLabel *>(u"recordId"_s)->text(), QString::fromUtf8(kHostile));
    value()->setForm(ValueView::Form::Text);
    QTRY_VERIFY(value()->text()->view()->text().contains("<img src="));
}

void tst_MainWindow::everyActionHasATextAMenuAndItsOwnKeys()
{
    QSet<QAction *> inMenus;
    const std::function<void(const QMenu *)> collect = [&](const QMenu *menu) {
        for (QAction *entry : menu->actions()) {
            QVERIFY2(!inMenus.contains(entry), qPrintable(entry->text()));
            inMenus.insert(entry);
            if (entry->menu())
                collect(entry->menu());
        }
    };
    for (const QAction *entry : m_window->menuBar()->actions())
        collect(entry->menu());
    QSet<QString> keys;
    for (QAction *entry : m_window->actions().all()) {
        QVERIFY(!entry->text().isEmpty());
        QVERIFY2(inMenus.contains(entry), qPrintable(entry->text()));
        QVERIFY(!entry->toolTip().isEmpty());
        for (const QKeySequence &key : entry->shortcuts()) {
            QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
            keys.insert(key.toString());
        }
    }
    QVERIFY(keys.contains(u"Ctrl+L"_s) && keys.contains(u"F9"_s) && keys.contains(u"Alt+PgDown"_s));
}

void tst_MainWindow::readsALargeRecordOffTheWindowsThread()
{
    open({writeFile(u"large.bson"_s, textRecord("large", "app", QByteArray(15'000'000, 'x')))});
    RecordView *view = recordView();
    view->value()->setForm(ValueView::Form::Text);
    bool wasBuilding = false;
    QSignalSpy shown(view, &RecordView::shown);
    connect(view, &RecordView::shown, this, [&] { wasBuilding = view->value()->text()->isBuilding(); });
    table()->setCurrentIndex(table()->model()->index(0, 0));
    QCOMPARE(shown.size(), 0); // a job reads it; the window goes on
    QVERIFY(shown.wait(20'000));
    QVERIFY(wasBuilding); // and another one writes the text
    QTRY_VERIFY_WITH_TIMEOUT(view->value()->text()->isAsking(), 20'000);
}

void tst_MainWindow::filtersTheGroupByARelatedValue()
{
    open({writeFile(u"related.bson"_s, textRecord("1", "app", "x") + textRecord("2", "app", "x") + textRecord("3", "app", "y"))});
    action(ActionId::RelatedValues)->trigger();
    auto *panel = m_window->findChild<RelatedValuesPanel *>();
    QVERIFY(panel->isVisible());
    selectRow(0);
    valueTree()->setCurrentIndex(valueTree()->model()->index(0, 1));
    QTRY_COMPARE(panel->model()->rowCount(), 2); // a value, and the record without that field
    auto *list = panel->findChild<QTableView *>(u"relatedTable"_s);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(panel->model()->index(0, 0)).center());
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    action(ActionId::RelatedValues)->trigger();
    QVERIFY(!panel->isVisible());
}

/// Ctrl+Shift+E, Enter, and the button that opens the file.
void tst_MainWindow::exportsAGroupInThreeSteps()
{
    m_session->setState(u"exportFolder"_s, m_folder->path().toUtf8());
    open({writeFile(u"export.bson"_s, textRecord("r1", "app", "one") + textRecord("r2", "app", "two"))});
    QSignalSpy exported(m_window->exports(), &ExportRunner::exported);
    action(ActionId::Export)->trigger();
    auto *dialog = m_window->findChild<ExportDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY(exported.wait(20'000));
    QVERIFY2(m_window->messageBar()->text().startsWith(u"Exported 2 of 2 records, "), qPrintable(m_window->messageBar()->text()));
    QVERIFY(m_window->messageBar()->text().endsWith(u"to export.xlsx."));
    QVERIFY(QFile::exists(filePath(u"export.xlsx"_s)));
    // With a filter, what it found comes first.
    browser()->records()->setFilter(*Filter::parse("id:one"));
    QTRY_COMPARE(browser()->records()->shownRecords().size(), size_t(1));
    action(ActionId::Export)->trigger();
    QTRY_VERIFY(m_window->findChild<ExportDialog *>());
    QCOMPARE(m_window->findChild<ExportDialog *>()->findChild<QPushButton *>(u"exportButton"_s)->text(), u"Export 1 record"_s);
    m_window->findChild<ExportDialog *>()->reject();
}

void tst_MainWindow::offersAFolderThatIsThereForAnExport()
{
    const QByteArray home = qgetenv("HOME");
    qputenv("HOME", m_folder->path().toUtf8()); // has no folder for documents
    open({writeFile(u"home.bson"_s, textRecord("r1", "app", "one"))});
    action(ActionId::Export)->trigger();
    auto *dialog = m_window->findChild<ExportDialog *>();
    const QString file = dialog->findChild<QLineEdit *>(u"exportFile"_s)->text();
    dialog->reject();
    qputenv("HOME", home);
    QVERIFY2(QFileInfo(file).dir().exists(), qPrintable(file));
}

void tst_MainWindow::closesWhatIsOpen()
{
    open({writeFile(u"closed.bson"_s, textRecord("1", "app", "one"))});
    selectRow(0);
    action(ActionId::Close)->trigger();
    QVERIFY(!m_window->hasWorkspace());
    QVERIFY(!action(ActionId::Close)->isEnabled());
    QVERIFY(!recordView()->record().isValid());
    QVERIFY(m_session->lastFiles().isEmpty());
}

void tst_MainWindow::stopsAJobByEscWhereNothingNearerTakesIt()
{
    auto *bar = m_window->centralWidget()->findChild<JobBar *>(u"jobBar"_s, Qt::FindDirectChildrenOnly);
    const auto stops = [&](QWidget *focus) {
        const auto progress = std::make_shared<Progress>();
        bar->watch(progress);
        focus->setFocus();
        QTest::keyClick(focus, Qt::Key_Escape);
        bar->finish();
        return progress->isCancelled();
    };
    QVERIFY(stops(m_window.get()));
    open({writeFile(u"esc.bson"_s, textRecord("1", "app", "one"))});
    QVERIFY(stops(table()));
    QVERIFY(stops(tree()));
    // A filter with a text takes it, and the empty one does not.
    auto *filter = browser()->records()->findChild<QLineEdit *>(u"filterEdit"_s);
    QVERIFY(filter);
    filter->setText(u"one"_s);
    QVERIFY(!stops(filter));
    QCOMPARE(filter->text(), QString());
    QVERIFY(stops(filter));
}

void tst_MainWindow::closesTheBytesOfAProblemByKeys()
{
    open({writeFile(u"bytes.json"_s, textRecord("1", "app", "one") + "\nnot json\n")});
    auto *problems = m_window->findChild<QTableView *>(u"problemsTable"_s);
    const auto keys = {QKeySequence(Qt::Key_Escape), QKeySequence(QKeySequence::Close)};
    for (const QKeySequence &key : keys) {
        QTRY_COMPARE(problems->model()->rowCount(), 1);
        emit problems->activated(problems->model()->index(0, 0));
        const QPointer dialog(m_window->findChild<QDialog *>(u"wholeText"_s));
        dialog->activateWindow();
        QTRY_COMPARE(QApplication::activeWindow(), dialog.data());
        QWidget *text = dialog->findChild<QsciScintilla *>();
        text->setFocus();
        QTest::keySequence(text, key);
        QTRY_VERIFY2(!dialog, qPrintable(key.toString()));
    }
    QVERIFY(m_window->hasWorkspace());
}

QTEST_MAIN(tst_MainWindow)
#include "tst_mainwindow.moc"
