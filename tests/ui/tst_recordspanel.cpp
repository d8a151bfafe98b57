#include "model/items/recordtablemodel.h"
#include "tests/support/heldreaders.h"
#include "tests/ui/recordstest.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QStyle>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

/// The table of records and what stands over it.
class TestRecordsPanel final : public QObject
{
    Q_OBJECT

private:
    static QByteArray records(int count)
    {
        QByteArray text;
        for (int i = 0; i < count; ++i)
            text += record("r" + QByteArray::number(i).rightJustified(5, '0'), "app", "room GENERAL");
        return text;
    }

private slots:
    void showsTheCountOfAGroup()
    {
        const SmallWorkspace workspace(records(437));
        RecordsPanel panel;
        QVERIFY(countOf(panel).isEmpty());
        panel.setWorkspace(workspace.workspace());
        panel.showGroup(Group());
        QCOMPARE(countOf(panel), u"Reading…"_s);
        QTRY_COMPARE(countOf(panel), u"437 records"_s);
        QVERIFY(panel.findChild<QWidget *>(u"recordCancel"_s)->isHidden());
    }

    void showsWholeKeysWhereThereIsRoom()
    {
        const SmallWorkspace workspace(
            record("r1", "app", "misc feedback,room a-room-with-a-long-id-of-its-own,user a-user", R"({"rating": 5})"));
        RecordsPanel panel;
        show(panel);
        panel.setWorkspace(workspace.workspace());
        panel.showGroup(feedbackGroup(workspace));
        QTRY_COMPARE(titlesOf(panel), u"Key rating Updated Size Record id"_s);
        const RecordTableView *view = viewOf(panel);
        QTRY_COMPARE(view->model()->rowCount(), 1);
        const int text = view->fontMetrics().horizontalAdvance(view->model()->index(0, 0).data().toString());
        QTRY_VERIFY(view->columnWidth(RecordTableModel::KeyColumn) >= text);
        QVERIFY(view->horizontalHeader()->length() <= view->viewport()->width());
    }

    void selectsWholeRowsAlsoInColumnsThatComeLater()
    {
        const SmallWorkspace workspace(feedback(10));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        RecordTableView *view = viewOf(panel);
        auto *model = panel.findChild<RecordTableModel *>();
        const QList<FieldColumn> fields = model->fields();
        model->setFields({});
        view->setCurrentIndex(model->index(4, 0));
        const QSignalSpy announced(&panel, &RecordsPanel::recordSelected);
        model->setFields(fields);
        QVERIFY(view->selectionModel()->isRowSelected(4));
        QCOMPARE(view->selectedRows(), QList<int>{4});
        QCOMPARE(view->currentIndex(), model->index(4, 0));
        QVERIFY(announced.isEmpty());
    }

    void copiesTheColumnsThatAreShown()
    {
        const SmallWorkspace workspace(feedback(3));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        RecordTableView *view = viewOf(panel);
        view->setColumnHidden(RecordTableModel::UpdatedColumn, true);
        view->horizontalHeader()->moveSection(view->horizontalHeader()->visualIndex(RecordTableModel::RecordIdColumn), 0);
        view->setCurrentIndex(view->model()->index(1, 0));
        panel.copySelection();
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY2(copied.startsWith(u"r00001\tmisc feedback\t1\tt1\t"_s), qPrintable(copied));
        QCOMPARE(copied.count(u'\t'), 4);
    }

    void scrollsPastWhatPinnedColumnsKnow_data()
    {
        QTest::addColumn<int>("pinned");
        QTest::newRow("none") << 0;
        QTest::newRow("shown") << 1;
    }

    void scrollsPastWhatPinnedColumnsKnow()
    {
        QFETCH(const int, pinned);
        const SmallWorkspace workspace(feedback(300));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        RecordTableView *view = viewOf(panel);
        view->setPinned(pinned);
        panel.setFilter(*Filter::parse("data.rating=230..260"));
        QTRY_COMPARE(view->model()->rowCount(), 31);
        view->setCurrentIndex(view->model()->index(20, 0));
        // As Qt does now and then, also for a view that is hidden.
        view->findChild<QTableView *>()->doItemsLayout();
        panel.setFilter({});
        QTRY_COMPARE(view->selectedRows(), QList{250});
        QTRY_VERIFY(view->viewport()->rect().contains(view->visualRect(view->currentIndex()).center()));
    }

    void leavesTitlesWholeBesideTheArrowOfTheOrder()
    {
        const SmallWorkspace workspace(feedback(10));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        RecordTableView *view = viewOf(panel);
        const int rating = RecordTableModel::ColumnCount;
        emit view->orderWanted(*panel.findChild<RecordTableModel *>()->orderBy(rating, false));
        const QHeaderView *header = view->horizontalHeader();
        QVERIFY(header->isSortIndicatorShown());
        const int margins = 4 * view->style()->pixelMetric(QStyle::PM_HeaderMargin);
        QVERIFY(view->columnWidth(rating) >= header->fontMetrics().horizontalAdvance(u"rating"_s) + header->height() / 2 + margins);
    }

    void typingGoesToTheNextRowThatBeginsSo()
    {
        const SmallWorkspace workspace(record("r1", "app", "misc alpha") + record("r2", "app", "misc beta") +
                                       record("r3", "app", "room GENERAL") + record("r4", "app", "misc beta2"));
        RecordsPanel panel;
        panel.setWorkspace(workspace.workspace());
        panel.showGroup(Group());
        show(panel);
        RecordTableView *view = viewOf(panel);
        QTRY_COMPARE(view->model()->rowCount(), 4);
        QApplication::setKeyboardInputInterval(60'000);
        view->setCurrentIndex(view->model()->index(0, 0));
        QTest::keyClicks(view, u"MISC B"_s);
        QCOMPARE(view->selectedRows(), QList{1});
        view->keyboardSearch({}); // typing ends
        QTest::keyClicks(view, u"mm"_s);
        QCOMPARE(view->selectedRows(), QList{0});
    }

    void typingNeverLooksForLong()
    {
        const SmallWorkspace workspace(records(150));
        RecordsPanel panel;
        panel.setWorkspace(workspace.workspace());
        panel.showGroup(Group());
        show(panel);
        RecordTableView *view = viewOf(panel);
        QTRY_COMPARE(view->model()->rowCount(), 150);
        view->setSearchTime(0);
        const QSignalSpy stopped(view, &RecordTableView::searchStopped);
        QTest::keyClick(view, Qt::Key_X);
        QCOMPARE(stopped.size(), 1);
        const auto *message = panel.findChild<MessageBar *>();
        QCOMPARE(message->text(), u"None of the next 100 records begins with “x” here. A filter looks in all of them."_s);
        message->findChild<QPushButton *>()->click();
        QCOMPARE(panel.findChild<QLineEdit *>(u"filterEdit"_s)->text(), u"x"_s);
    }

    void arrowKeysMoveThroughRecords()
    {
        const SmallWorkspace workspace(records(10));
        RecordsPanel panel;
        panel.setWorkspace(workspace.workspace());
        panel.showGroup(Group());
        show(panel);
        QTRY_COMPARE(viewOf(panel)->model()->rowCount(), 10);
        QSignalSpy selected(&panel, &RecordsPanel::recordSelected);
        viewOf(panel)->setCurrentIndex(viewOf(panel)->model()->index(0, 0));
        QTest::keyClick(viewOf(panel), Qt::Key_Down);
        QTest::keyClick(viewOf(panel), Qt::Key_Right);
        QCOMPARE(selected.size(), 2);
        QVERIFY(selected[0][0].value<RecordRow>() != selected[1][0].value<RecordRow>());
    }

    void keysToTheEndsSelectWhatIsThere()
    {
        const SmallWorkspace workspace(records(10));
        RecordsPanel panel;
        panel.setWorkspace(workspace.workspace());
        panel.showGroup(Group());
        show(panel);
        QTRY_COMPARE(viewOf(panel)->model()->rowCount(), 10);
        viewOf(panel)->setCurrentIndex(viewOf(panel)->model()->index(3, 0));
        QSignalSpy selected(&panel, &RecordsPanel::recordSelected);
        QTest::keyClick(viewOf(panel), Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(viewOf(panel)->selectedRows(), QList{9});
        QTest::keyClick(viewOf(panel), Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(viewOf(panel)->selectedRows(), QList{0});
        QCOMPARE(selected.size(), 2);
    }

    void refreshKeepsSelectionAndScrollPosition()
    {
        SmallWorkspace workspace(records(50));
        RecordsPanel panel;
        panel.setWorkspace(workspace.workspace());
        const auto reader = workspace.workspace()->reader();
        panel.showGroup(Group{(*reader)->apps()->first().row, {}, {}});
        show(panel);
        QTRY_COMPARE(countOf(panel), u"50 records"_s);
        viewOf(panel)->selectRow(20);
        viewOf(panel)->scrollTo(viewOf(panel)->model()->index(20, 0), QAbstractItemView::PositionAtTop);
        QCOMPARE(viewOf(panel)->rowAt(0), 20);
        QSignalSpy selected(&panel, &RecordsPanel::recordSelected);
        workspace.import(record("q", "app", "room A"));
        panel.refresh();
        QTRY_COMPARE(countOf(panel), u"51 records"_s);
        QCOMPARE(viewOf(panel)->selectedRows().size(), 1);
        const QModelIndex current = viewOf(panel)->currentIndex();
        QCOMPARE(current.siblingAtColumn(RecordTableModel::RecordIdColumn).data().toString(), u"r00020"_s);
        QVERIFY(selected.isEmpty());
        QCOMPARE(current.row(), 21);
        QCOMPARE(viewOf(panel)->rowAt(0), 21);
    }

    void selectsARecordWhenItsRowComes()
    {
        const SmallWorkspace workspace(records(50));
        const auto reader = workspace.workspace()->reader();
        const auto rows = (*reader)->findRecords(RecordId::candidates(u"r00033"_s).first());
        RecordsPanel panel;
        panel.setWorkspace(workspace.workspace());
        panel.showGroup(Group());
        panel.selectRecord(rows->front());
        QTRY_COMPARE(viewOf(panel)->currentIndex().siblingAtColumn(RecordTableModel::RecordIdColumn).data().toString(), u"r00033"_s);
    }

    void copiesTabSeparatedCells()
    {
        const SmallWorkspace workspace(records(3));
        RecordsPanel panel;
        panel.setWorkspace(workspace.workspace());
        panel.showGroup(Group());
        show(panel);
        QTRY_COMPARE(countOf(panel), u"3 records"_s);
        viewOf(panel)->selectAll();
        QTest::keySequence(viewOf(panel), QKeySequence::Copy);
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[1].split(u'\t').size(), 5);
        QVERIFY(lines[1].startsWith(u"room GENERAL\t{}\t2026-01-31 12:00:05Z\t"));
    }

    void makesRoomForLocalDates()
    {
        RecordsPanel panel;
        const int utc = viewOf(panel)->columnWidth(RecordTableModel::UpdatedColumn);
        panel.setTimeZone(TimeZone::Local);
        QVERIFY(viewOf(panel)->columnWidth(RecordTableModel::UpdatedColumn) > utc);
        panel.setTimeZone(TimeZone::Utc);
        QCOMPARE(viewOf(panel)->columnWidth(RecordTableModel::UpdatedColumn), utc);
    }

    void givesEachFieldOfOneKindOfRecordsAColumn()
    {
        const SmallWorkspace workspace(feedback(20));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        QCOMPARE(titlesOf(panel), u"Key rating text Updated Size Record id"_s);
        const QHeaderView *header = viewOf(panel)->horizontalHeader();
        QCOMPARE(header->sectionPosition(RecordTableModel::ColumnCount), header->sectionSize(RecordTableModel::KeyColumn));
    }

    void coloursRowsByAFieldAndRemembersThat()
    {
        const SmallWorkspace workspace(feedback(20));
        QByteArray state;
        {
            RecordsPanel panel;
            showFeedback(panel, workspace);
                QAbstractItemModel *model = viewOf(panel)->model();
            QVERIFY(!model->index(0, 0).data(RecordTableModel::ColourRole).isValid());
            QMenu menu;
            panel.fillFilterMenu(menu, *FieldPath::parse("data.rating"), FieldValue::fromJson("1").value());
            for (QAction *entry : menu.actions()) {
                if (entry->text() == u"Use for colouring")
                    entry->trigger();
            }
            QVERIFY(model->index(0, 0).data(RecordTableModel::ColourRole).isValid());
            state = panel.saveState();
        }
        RecordsPanel panel;
        panel.restoreState(state);
        showFeedback(panel, workspace);
        QVERIFY(viewOf(panel)->model()->index(0, 0).data(RecordTableModel::ColourRole).isValid());
    }

    void remembersColumnsOfAKindOfGroup()
    {
        const SmallWorkspace workspace(feedback(20));
        QByteArray state;
        {
            RecordsPanel panel;
            showFeedback(panel, workspace);
            QHeaderView *header = viewOf(panel)->horizontalHeader();
            header->moveSection(header->visualIndex(RecordTableModel::ColumnCount + 1), 0);
            header->resizeSection(RecordTableModel::KeyColumn, 123);
            state = panel.saveState();
        }
        RecordsPanel panel;
        panel.restoreState(state);
        panel.setWorkspace(workspace.workspace());
        panel.showGroup(feedbackGroup(workspace));
        QCOMPARE(titlesOf(panel), u"text Key rating Updated Size Record id"_s);
        QCOMPARE(viewOf(panel)->columnWidth(RecordTableModel::KeyColumn), 123);
    }

    void sortsByAClickOnAHeader()
    {
        const SmallWorkspace workspace(feedback(20));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        const QHeaderView *header = viewOf(panel)->horizontalHeader();
        const QPoint rating(header->sectionViewportPosition(RecordTableModel::ColumnCount) + 8, header->height() / 2);
        const auto firstRating = [&panel] { return viewOf(panel)->model()->index(0, RecordTableModel::ColumnCount).data().toString(); };
        QCOMPARE(countOf(panel), u"20 records"_s);
        HeldReaders readers;
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, rating);
        QCOMPARE(countOf(panel), u"20 records, sorting…"_s);
        readers.letGo();
        QTRY_COMPARE(countOf(panel), u"20 records"_s);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, rating);
        QTRY_COMPARE(firstRating(), u"19"_s);
        QVERIFY(header->isSortIndicatorShown());
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, rating);
        QTRY_COMPARE(firstRating(), u"0"_s);
        QVERIFY(!header->isSortIndicatorShown());
    }

    void addsUpTheSelectedNumbers()
    {
        const SmallWorkspace workspace(feedback(20));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        viewOf(panel)->setCurrentIndex(viewOf(panel)->model()->index(0, RecordTableModel::ColumnCount));
        viewOf(panel)->selectAll();
        const auto *sum = panel.findChild<PlainLabel *>(u"selectionSum"_s);
        QTRY_VERIFY2(sum->text().contains(u"sum 190") && sum->text().startsWith(u"20 selected"), qPrintable(sum->text()));
    }

    void keepsPinnedColumnsInSight()
    {
        const SmallWorkspace workspace(feedback(20));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        auto *pinned = panel.findChild<QTableView *>(u"pinnedColumns"_s);
        QVERIFY(!pinned->isVisible());
        viewOf(panel)->setPinned(2);
        QVERIFY(pinned->isVisible());
        QCOMPARE(pinned->horizontalHeader()->length(),
                 viewOf(panel)->columnWidth(RecordTableModel::KeyColumn) + viewOf(panel)->columnWidth(RecordTableModel::ColumnCount));
        viewOf(panel)->selectRow(3);
        QVERIFY(pinned->selectionModel()->isRowSelected(3));
    }

    void saysWhatToDoWithoutAGroup()
    {
        RecordsPanel panel;
        show(panel);
        QVERIFY(panel.findChild<QWidget *>(u"recordsEmpty"_s)->isVisible());
    }
};

QTEST_MAIN(TestRecordsPanel)
#include "tst_recordspanel.moc"
