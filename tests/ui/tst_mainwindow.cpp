#include "model/edit/editing.h"
#include "model/find/filter.h"
#include "model/items/roles.h"
#include "model/items/valuecountsmodel.h"
#include "model/workspace/workspace.h"
#include "tests/support/recorddocument.h"
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
#include "ui/window/importnotice.h"
#include "ui/window/keptworkspaces.h"
#include "ui/window/pathbar.h"
#include "ui/window/samplefile.h"
#include "ui/window/welcomepage.h"

#include <QActionGroup>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <Qsci/qsciscintilla.h>

#include <algorithm>

using namespace persistence;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kHostile = "<img src='file:///etc/passwd'>&%1%2<b>x</b>";

QByteArray record(const QByteArray &id, const QByteArray &app, const QByteArray &text)
{
    const QByteArray name = text.left(100);
    return recordDocument(id, app, {{"room", name}, {"misc", name}}, [&](bson::Builder &value) { value.appendString(name, text); });
}

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
    void keepsTheWorkspaceOfAnUnchangedDump();
    void opensAWorkspaceThatWasSavedAsACopy();
    void savesACopyOfAWorkspaceThatIsNotThereAnyMore();
    void saysThatTheWorkspaceIsNotThereAnyMoreWhereARecordIsRead();
    void makesADamagedKeptWorkspaceAgain();
    void importsMoreFilesIntoAWorkspace();
    void opensFilesThatAreDropped();
    void saysWhatIsWrongWithAFile();
    void saysHowManyRecordsCouldNotBeRead();
    void goesBackAndForward();
    void goesToATypedPath();
    void stepsThroughRecordsAndKeepsThePath();
    void stepsThroughThePanes();
    void remembersRecentFilesAndPlace();
    void remembersThePlaceAndFilterOfEachFile();
    void switchesTheTheme();
    void scalesTextsAndPictures();
    void groupsByKeyShapeAndRemembersIt();
    void removesAKeptDumpAfterAsking();
    void offersToReadAHugeGzipAnyway();
    void showsHostileTextsAsTheyAre();
    void everyActionHasATextAMenuAndItsOwnKeys();
    void readsALargeRecordOffTheWindowsThread();
    void filtersTheGroupByARelatedValue();
    void exportsAGroupInThreeSteps();
    void offersAFolderThatIsThereForAnExport();
    void closesWhatIsOpen();
    void leavesAWorkspaceAsOneFile();
    void stopsAJobByEscWhereNothingNearerTakesIt();
    void closesTheBytesOfAProblemByKeys();
    void saysThatAFileIsEmpty_data();
    void saysThatAFileIsEmpty();
    void namesTheFoldersOfFilesOfTheSameName();
    void goesOnWithAHugeGzipThatIsImported();
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

void tst_MainWindow::keepsTheWorkspaceOfAnUnchangedDump()
{
    const QString dump = writeFile(u"kept.bson"_s, record("1", "app", "one"));
    QSignalSpy opened(m_window->opener(), &Opener::opened);
    open({dump});
    open({dump});
    QVERIFY(opened[0][0].value<OpenedFiles>().import.has_value());
    QVERIFY(!opened[1][0].value<OpenedFiles>().import.has_value());
    // Another content is another workspace.
    writeFile(u"kept.bson"_s, record("1", "app", "one") + record("2", "app", "two"));
    open({dump});
    QVERIFY(opened[2][0].value<OpenedFiles>().import.has_value());
    QTRY_COMPARE(table()->model()->rowCount(), 2);
}

void tst_MainWindow::opensAWorkspaceThatWasSavedAsACopy()
{
    open({writeFile(u"copied.bson"_s, record("1", "app", "one"))});
    const QString copy = filePath(u"copy.pbw"_s);
    QSignalSpy saved(m_window->opener(), &Opener::copySaved);
    m_window->opener()->saveCopy(m_window->opened().workspace, copy);
    QVERIFY(saved.wait());
    open({copy});
    QVERIFY(!m_window->opened().isDump);
    QCOMPARE(table()->model()->rowCount(), 1);
}

void tst_MainWindow::savesACopyOfAWorkspaceThatIsNotThereAnyMore()
{
    open({writeFile(u"gone.bson"_s, record("1", "app", "one"))});
    const std::shared_ptr<Workspace> workspace = m_window->opened().workspace;
    QVERIFY(QFile::remove(workspace->path()));
    const QSignalSpy saved(m_window->opener(), &Opener::copySaved);
    QSignalSpy looked(m_window->findChild<ImportNotice *>(), &ImportNotice::failed);
    m_window->opener()->saveCopy(workspace, filePath(u"rescued.pbw"_s));
    QVERIFY(looked.count() > 0 || looked.wait());
    QCOMPARE(saved.count(), 1);
    QCOMPARE(m_window->messageBar()->text(), u"Saved a complete copy as rescued.pbw."_s);
}

void tst_MainWindow::saysThatTheWorkspaceIsNotThereAnyMoreWhereARecordIsRead()
{
    open({writeFile(u"gone.bson"_s, record("1", "app", "one"))});
    QVERIFY(QFile::remove(m_window->opened().workspace->path()));
    table()->setCurrentIndex(table()->model()->index(0, 0));
    const QList<MessageBar *> messages = recordView()->findChildren<MessageBar *>();
    QTRY_VERIFY(std::any_of(messages.begin(), messages.end(), [](const MessageBar *message) {
        return message->isVisible() && message->text().contains(u"was moved, deleted or replaced"_s);
    }));
}

void tst_MainWindow::makesADamagedKeptWorkspaceAgain()
{
    const QString dump = writeFile(u"damaged.bson"_s, record("1", "app", "one"));
    open({dump});
    action(ActionId::Close)->trigger();
    QFile kept(keptWorkspacePath({dump}));
    QVERIFY(kept.open(QIODevice::ReadWrite));
    QVERIFY(kept.resize(kept.size() / 2 + 100)); // no whole pages
    kept.close();
    open({dump});
    QVERIFY(m_window->opened().import.has_value());
}

void tst_MainWindow::importsMoreFilesIntoAWorkspace()
{
    open({writeFile(u"first.bson"_s, record("1", "app", "one"))});
    const QString copy = filePath(u"more.pbw"_s);
    QSignalSpy saved(m_window->opener(), &Opener::copySaved);
    m_window->opener()->saveCopy(m_window->opened().workspace, copy);
    QVERIFY(saved.wait());
    open({copy});
    QSignalSpy merged(m_window->opener(), &Opener::merged);
    m_window->importMore({writeFile(u"second.bson"_s, record("1", "app", "one") + record("2", "app", "two"))});
    QVERIFY(merged.wait());
    QCOMPARE(merged[0][0].value<ImportResult>().unchanged, 1);
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    // A dump stays as it is: more files are opened together with it.
    open({filePath(u"first.bson"_s)});
    QSignalSpy opened(m_window->opener(), &Opener::opened);
    m_window->importMore({filePath(u"second.bson"_s)});
    QVERIFY(opened.wait());
    QCOMPARE(m_window->opened().files.size(), 2);
}

void tst_MainWindow::opensFilesThatAreDropped()
{
    QMimeData data;
    data.setUrls({QUrl(u"https://example.org/dump.bson"_s), QUrl::fromLocalFile(writeFile(u"dropped.bson"_s, record("1", "app", "one")))});
    QSignalSpy opened(m_window->opener(), &Opener::opened);
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &drop);
    QVERIFY(opened.wait());
    QCOMPARE(opened[0][0].value<OpenedFiles>().files, QStringList{filePath(u"dropped.bson"_s)}); // never the address
}

void tst_MainWindow::saysWhatIsWrongWithAFile()
{
    QSignalSpy failed(m_window->opener(), &Opener::failed);
    m_window->open({filePath(u"not there.bson"_s)});
    QVERIFY(failed.wait());
    QVERIFY(m_window->messageBar()->isVisible());
    QVERIFY(m_window->messageBar()->text().contains(u"not there.bson"_s));
    QVERIFY(!m_window->hasWorkspace());
}

void tst_MainWindow::saysHowManyRecordsCouldNotBeRead()
{
    open({writeFile(u"bad.json"_s, R"({"_id":"1","appId":"a","associations":[],"data":{}})"
                                   "\nnot json\n"
                                   R"({"_id":"2","appId":"a","associations":[],"data":{}})")});
    QVERIFY(m_window->messageBar()->text().startsWith(u"Read 3 records: 2 are good, 1 could not be read."_s));
    QTRY_COMPARE(action(ActionId::ShowProblems)->iconText(), u"1 problem"_s);
    auto *problems = m_window->findChild<QTableView *>(u"problemsTable"_s);
    QTRY_COMPARE(problems->model()->rowCount(), 1);
    emit problems->activated(problems->model()->index(0, 0));
    QVERIFY(m_window->findChild<QWidget *>(u"wholeText"_s)->findChild<TextView *>()->text().startsWith("not json"));
}

void tst_MainWindow::goesBackAndForward()
{
    open({writeFile(u"nav.bson"_s, record("1", "app", "one"))});
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
    open({writeFile(u"typed.bson"_s, record("1", "app", "one") + record("2", "app", "two"))});
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
    open({writeFile(u"steps.bson"_s, record("1", "app", "one") + record("2", "app", "two"))});
    selectRow(0);
    const RecordRow first = browser()->place().record;
    action(ActionId::NextRecord)->trigger();
    QVERIFY(browser()->place().record != first);
    action(ActionId::PreviousRecord)->trigger();
    QCOMPARE(browser()->place().record, first);
}

void tst_MainWindow::stepsThroughThePanes()
{
    open({writeFile(u"panes.bson"_s, record("1", "app", "one") + record("2", "app", "two"))});
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
    const QString dump = writeFile(u"remember.bson"_s, record("1", "app", "one"));
    open({dump});
    selectRow(0);
    const Group group = recordView()->header()->chips().front()->part().group;
    browser()->goTo({group, browser()->place().record});
    m_window->close();
    showWindow();
    QCOMPARE(m_session->recentFiles().front(), QStringList{dump});
    QSignalSpy opened(m_window->opener(), &Opener::opened);
    m_window->openLast();
    QVERIFY(opened.wait());
    QCOMPARE(browser()->place().group, group);
    QVERIFY(browser()->place().record.isValid());
    QTRY_VERIFY(!recordView()->isBusy());
}

void tst_MainWindow::remembersThePlaceAndFilterOfEachFile()
{
    const QString first = writeFile(u"first.bson"_s, record("1", "app", "one") + record("2", "app", "two"));
    const QString second = writeFile(u"second.bson"_s, record("1", "other", "three"));
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
    QVERIFY(opened.wait());
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

void tst_MainWindow::removesAKeptDumpAfterAsking()
{
    open({writeFile(u"kept-to-remove.bson"_s, record("a", "app", "x"))});
    const QString kept = m_window->opened().workspace->path();
    open({writeFile(u"other.bson"_s, record("b", "app", "x"))});
    action(ActionId::KeptDumps)->trigger();
    auto *dialog = m_window->findChild<QDialog *>(u"keptWorkspaces"_s);
    auto *list = dialog->findChild<QTreeView *>(u"keptList"_s);
    auto *remove = dialog->findChild<QPushButton *>(u"keptRemove"_s);
    QVERIFY(!remove->isEnabled());
    const int before = list->model()->rowCount();
    const auto select = [list](const QString &name) {
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            if (list->model()->index(row, 0).data().toString() == name)
                list->setCurrentIndex(list->model()->index(row, 0));
        }
    };
    // What is open stays.
    select(u"other.bson (open)"_s);
    QVERIFY(!remove->isEnabled());
    select(u"kept-to-remove.bson"_s);
    remove->click();
    auto *question = dialog->findChild<MessageBar *>();
    QVERIFY(question->text().contains(u"kept-to-remove.bson"_s));
    QVERIFY(QFile::exists(kept));
    for (QAbstractButton *button : question->findChildren<QAbstractButton *>()) {
        if (button->text() == u"Remove"_s)
            button->click();
    }
    QVERIFY2(!QFile::exists(kept), qPrintable(question->text()));
    QCOMPARE(list->model()->rowCount(), before - 1);
    dialog->close();
}

void tst_MainWindow::offersToReadAHugeGzipAnyway()
{
    emit m_window->opener()->failed({filePath(u"huge.gz"_s)}, {ErrorKind::TooLarge, u"It would be huge."_s, {}});
    QStringList buttons;
    for (const QAbstractButton *button : m_window->messageBar()->findChildren<QAbstractButton *>())
        buttons.append(button->text());
    QVERIFY(buttons.contains(u"Read it anyway"_s));
}

void tst_MainWindow::showsHostileTextsAsTheyAre()
{
    open({writeFile(u"hostile & <b>.bson"_s, record(kHostile, kHostile, kHostile))});
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
    open({writeFile(u"large.bson"_s, record("large", "app", QByteArray(15'000'000, 'x')))});
    RecordView *view = recordView();
    view->value()->setForm(ValueView::Form::Text);
    bool wasBuilding = false;
    QSignalSpy shown(view, &RecordView::shown);
    connect(view, &RecordView::shown, this, [&] { wasBuilding = view->value()->text()->isBuilding(); });
    table()->setCurrentIndex(table()->model()->index(0, 0));
    QCOMPARE(shown.size(), 0); // a job reads it; the window goes on
    QVERIFY(shown.wait());
    QVERIFY(wasBuilding); // and another one writes the text
    QTRY_VERIFY(view->value()->text()->isAsking());
}

void tst_MainWindow::filtersTheGroupByARelatedValue()
{
    open({writeFile(u"related.bson"_s, record("1", "app", "x") + record("2", "app", "x") + record("3", "app", "y"))});
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
    open({writeFile(u"export.bson"_s, record("r1", "app", "one") + record("r2", "app", "two"))});
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
    open({writeFile(u"home.bson"_s, record("r1", "app", "one"))});
    action(ActionId::Export)->trigger();
    auto *dialog = m_window->findChild<ExportDialog *>();
    const QString file = dialog->findChild<QLineEdit *>(u"exportFile"_s)->text();
    dialog->reject();
    qputenv("HOME", home);
    QVERIFY2(QFileInfo(file).dir().exists(), qPrintable(file));
}

void tst_MainWindow::closesWhatIsOpen()
{
    open({writeFile(u"closed.bson"_s, record("1", "app", "one"))});
    selectRow(0);
    action(ActionId::Close)->trigger();
    QVERIFY(!m_window->hasWorkspace());
    QVERIFY(!action(ActionId::Close)->isEnabled());
    QVERIFY(!recordView()->record().isValid());
    QVERIFY(m_session->lastFiles().isEmpty());
}

void tst_MainWindow::leavesAWorkspaceAsOneFile()
{
    const QString dump = writeFile(u"left.bson"_s, record("1", "app", "one"));
    open({dump});
    const QString copy = filePath(u"left.pbw"_s);
    QSignalSpy saved(m_window->opener(), &Opener::copySaved);
    m_window->opener()->saveCopy(m_window->opened().workspace, copy);
    QVERIFY(saved.wait());
    const auto filesBeside = [this] { return QDir(m_folder->path()).entryList({u"left.pbw?*"_s}); };
    open({copy});
    selectRow(0);
    QVERIFY(!filesBeside().isEmpty());
    open({dump});
    QTRY_COMPARE(filesBeside(), QStringList());
    open({copy});
    m_window->close();
    m_window.reset();
    QCOMPARE(filesBeside(), QStringList());
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
    open({writeFile(u"esc.bson"_s, record("1", "app", "one"))});
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
    open({writeFile(u"bytes.json"_s, record("1", "app", "one") + "\nnot json\n")});
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

void tst_MainWindow::saysThatAFileIsEmpty_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("no bytes") << QByteArray();
    QTest::newRow("an empty gzip") << QByteArray::fromHex("1f8b080000000000000303000000000000000000");
    QTest::newRow("an empty array") << QByteArray("[]");
}

void tst_MainWindow::saysThatAFileIsEmpty()
{
    QFETCH(QByteArray, content);
    const QString file = writeFile(u"nothing.json"_s, content);
    for (int i = 0; i < 2; ++i) { // the second time as well
        QSignalSpy failed(m_window->opener(), &Opener::failed);
        m_window->open({file});
        QVERIFY(failed.wait());
        QCOMPARE(m_window->messageBar()->text(), u"nothing.json is empty: there is nothing in it to open."_s);
        QVERIFY(!m_window->hasWorkspace());
    }
}

void tst_MainWindow::namesTheFoldersOfFilesOfTheSameName()
{
    const QStringList before{u"/srv/before/dump.archive"_s};
    const QStringList after{u"/srv/after/dump.archive"_s};
    const QStringList other{u"/srv/after/other.archive"_s};
    for (const QStringList &files : {other, before, after})
        m_session->addRecentFiles(files);
    showWindow();
    QStringList texts;
    for (const QToolButton *button : m_window->findChild<WelcomePage *>()->findChildren<QToolButton *>())
        texts.append(button->text());
    const QStringList wanted{u"dump.archive in /srv/after"_s, u"dump.archive in /srv/before"_s, u"other.archive"_s};
    QCOMPARE(texts, wanted);
    QCOMPARE(distinctNames({{QDir::homePath() + u"/a/x"_s}, {u"/a/x"_s}}), (QStringList{u"x in ~/a"_s, u"x in /a"_s}));
}

void tst_MainWindow::goesOnWithAHugeGzipThatIsImported()
{
    open({writeFile(u"small.bson"_s, record("1", "app", "one"))});
    emit m_window->opener()->mergeStopped({writeFile(u"large.bson"_s, record("2", "app", "two"))},
                                          {ErrorKind::TooLarge, u"It would be huge."_s, {}});
    m_window->editing()->unlock();
    QSignalSpy merged(m_window->opener(), &Opener::merged);
    for (QPushButton *button : m_window->messageBar()->findChildren<QPushButton *>()) {
        if (button->text() == u"Read it anyway"_s)
            button->click();
    }
    QVERIFY(merged.wait());
    QTRY_COMPARE(table()->model()->rowCount(), 2);
}

QTEST_MAIN(tst_MainWindow)
#include "tst_mainwindow.moc"
