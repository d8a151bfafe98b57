#include "model/items/recordtablemodel.h"
#include "tests/ui/recordstest.h"
#include "ui/records/filterbar.h"
#include "ui/records/filterboxmenu.h"
#include "ui/records/savedfiltermenu.h"

#include <QAbstractButton>
#include <QDialog>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

/// The filter of the table of records: its line, its boxes over the columns and its menus.
class TestFilteringRecords final : public QObject
{
    Q_OBJECT

private:
    /// The box over the column of that title, which shows all boxes; null if there is none.
    static QLineEdit *boxOver(const RecordsPanel &panel, const QString &title)
    {
        panel.findChild<QAbstractButton *>(u"showFilterRow"_s)->setChecked(true);
        const auto boxes = panel.findChild<QWidget *>(u"filterRow"_s)->findChildren<QLineEdit *>();
        const auto box = std::ranges::find(boxes, u"Filter by "_s + title, &QLineEdit::accessibleName);
        return box == boxes.end() ? nullptr : *box;
    }

private slots:
    void givesTheFilterLineRoomInANarrowWindow()
    {
        QWidget window;
        RecordsPanel panel(&window);
        window.resize(1200, 400);
        window.show();
        const auto *line = panel.findChild<QWidget *>(u"filterEdit"_s);
        const auto *scope = panel.findChild<QWidget *>(u"filterScope"_s);
        const auto *saved = panel.findChild<QToolButton *>(u"savedFiltersButton"_s);
        const auto shape = [&](int width) {
            panel.resize(width, 400);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
            return std::pair(scope->y() > line->y() + line->height() / 2, saved->toolButtonStyle() == Qt::ToolButtonIconOnly);
        };
        const int character = panel.fontMetrics().averageCharWidth();
        QCOMPARE(shape(100 * character), std::pair(false, false));
        const auto *help = panel.findChild<QToolButton *>(u"filterHelp"_s);
        const int beside = scope->sizeHint().width() + 2 * help->sizeHint().width() + 40;
        QCOMPARE(shape(34 * character + beside), std::pair(false, true));
        QVERIFY(line->width() >= 30 * character);
        QVERIFY(shape(40 * character).first);
        QVERIFY(line->width() >= 30 * character);
        QVERIFY(panel.minimumSizeHint().width() < 40 * character);
    }

    void showsTheSelectedRecordWhenTheFilterGoes()
    {
        const SmallWorkspace workspace(feedback(300));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        const RecordTableView *view = viewOf(panel);
        const auto isInSight = [view] {
            const QModelIndexList rows = view->selectionModel()->selectedRows();
            return rows.size() == 1 && view->viewport()->rect().contains(view->visualRect(rows.first()).center());
        };
        panel.setFilter(*Filter::parse("data.rating=200"));
        QTRY_COMPARE(view->model()->rowCount(), 1);
        viewOf(panel)->setCurrentIndex(view->model()->index(0, 0));
        const RecordRow record = panel.selectedRecords().front();
        panel.setFilter({});
        QTRY_COMPARE(view->model()->rowCount(), 300);
        QTRY_VERIFY(isInSight());
        // Shown by its group for the first time, in an order that was kept.
        RecordsPanel other;
        other.restoreState(panel.saveState());
        other.setWorkspace(workspace.workspace());
        other.showGroup(feedbackGroup(workspace));
        other.selectRecord(record);
        show(other);
        view = viewOf(other);
        QTRY_COMPARE(view->model()->rowCount(), 300);
        QCOMPARE(view->selectedRows(), QList{200});
        QVERIFY(view->verticalScrollBar()->value() > 180);
    }

    void remembersNoFilterOfAWordHalfTyped()
    {
        const SmallWorkspace workspace(feedback(3));
        RecordsPanel panel;
        panel.setWorkspace(workspace.workspace());
        panel.showGroup(feedbackGroup(workspace));
        for (const auto *text : {"room:gen", "room:general", "room:general rating=2"})
            panel.setFilter(*Filter::parse(text));
        QCOMPARE(panel.findChild<SavedFilterMenu *>()->recent(), QStringList({u"room:general rating=2"_s, u"room:general"_s}));
    }

    void namesWhatIsDoneWithAFilterThatGetsAName()
    {
        const SmallWorkspace workspace(feedback(3));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        panel.setFilter(*Filter::parse("data.rating=1 data.comment~login"));
        auto *menu = panel.findChild<SavedFilterMenu *>();
        emit menu->aboutToShow();
        menu->actions().front()->trigger();
        const auto *dialog = panel.findChild<QInputDialog *>(u"filterName"_s);
        QVERIFY(dialog);
        QCOMPARE(dialog->okButtonText(), u"Save filter"_s);
        QVERIFY(dialog->width() > dialog->fontMetrics().horizontalAdvance(dialog->textValue()));
    }

    void showsAllOfTheHelpOfFilters()
    {
        RecordsPanel panel;
        show(panel);
        panel.findChild<QToolButton *>(u"filterHelp"_s)->click();
        const auto *view = panel.findChild<QDialog *>(u"filterHelpDialog"_s)->findChild<QTreeView *>();
        QTRY_VERIFY(view->isVisible());
        const QString longest = u"text in keys, ids, resolved names, field names and values, also dates and numbers"_s;
        QVERIFY(view->columnWidth(1) >= view->fontMetrics().horizontalAdvance(longest));
        QVERIFY(!view->horizontalScrollBar()->isVisible());
        QVERIFY(view->visualRect(view->model()->index(0, 0)).height() >= view->fontMetrics().height() + 8);
    }

    void filtersWhileTyping()
    {
        const SmallWorkspace workspace(feedback(20));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        QCOMPARE(countOf(panel), u"20 records"_s);
        auto *edit = panel.findChild<QLineEdit *>(u"filterEdit"_s);
        QTest::keyClicks(edit, u"data.rating>=17"_s);
        QTRY_COMPARE(countOf(panel), u"3 of 20 records"_s);
        edit->insert(u" and ("_s);
        QTRY_VERIFY(panel.findChild<QWidget *>(u"filterError"_s)->isVisible());
        QCOMPARE(countOf(panel), u"3 of 20 records"_s);
        QTest::keyClick(edit, Qt::Key_Escape);
        QTRY_COMPARE(countOf(panel), u"20 records"_s);
        QVERIFY(!panel.findChild<QWidget *>(u"filterError"_s)->isVisible());
        QTest::keyClicks(edit, u"nowhere"_s);
        QTRY_VERIFY(panel.findChild<QWidget *>(u"recordsEmpty"_s)->isVisible());
    }

    void forgetsTheFilterOfTheWorkspaceBefore()
    {
        const SmallWorkspace first(feedback(20));
        const SmallWorkspace second(feedback(7));
        RecordsPanel panel;
        showFeedback(panel, first);
        panel.setFilter(Filter::parse("rating=3").value());
        QTRY_COMPARE(countOf(panel), u"1 of 20 records"_s);
        panel.setWorkspace(second.workspace());
        panel.showGroup(feedbackGroup(second));
        QTRY_COMPARE(countOf(panel), u"7 records"_s);
        QVERIFY(panel.findChild<QLineEdit *>(u"filterEdit"_s)->text().isEmpty());
    }

    void fitsColumnsToRowsThatComeLater()
    {
        const SmallWorkspace workspace(feedback(20, "a comment that needs more room than its title"));
        RecordsPanel panel;
        panel.setWorkspace(workspace.workspace());
        panel.setFilter(Filter::parse("nowhere").value());
        panel.showGroup(feedbackGroup(workspace));
        show(panel);
        QTRY_COMPARE(titlesOf(panel), u"Key rating text Updated Size Record id"_s);
        const int narrow = viewOf(panel)->columnWidth(RecordTableModel::ColumnCount + 1);
        panel.setFilter({});
        QTRY_VERIFY(viewOf(panel)->columnWidth(RecordTableModel::ColumnCount + 1) > narrow);
    }

    void filtersByTheBoxOverAColumn()
    {
        const SmallWorkspace workspace(feedback(20));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        QLineEdit *box = boxOver(panel, u"rating"_s);
        QVERIFY(box && box->isVisible());
        QTest::keyClicks(box, u"<=1"_s);
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_COMPARE(countOf(panel), u"2 of 20 records"_s);
        QCOMPARE(panel.findChild<QLineEdit *>(u"filterEdit"_s)->text(), u"data.rating<=1"_s);
    }

    void aBoxFiltersAfterAPauseAndKeepsWhatIsTyped()
    {
        const SmallWorkspace workspace(feedback(20));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        QLineEdit *box = boxOver(panel, u"rating"_s);
        QVERIFY(box);
        box->setFocus();
        QTest::keyClicks(box, u"= 1"_s);
        QTRY_COMPARE(countOf(panel), u"1 of 20 records"_s);
        QCOMPARE(box->text(), u"= 1"_s);
        // What is not finished is no error, and the filter before stays.
        box->selectAll();
        QTest::keyClicks(box, u"/(/"_s);
        QTest::qWait(2 * FilterBar::kPauseMs);
        QCOMPARE(box->palette().color(QPalette::Text), panel.palette().color(QPalette::Text));
        QCOMPARE(countOf(panel), u"1 of 20 records"_s);
    }

    void escClearsABox()
    {
        const SmallWorkspace workspace(feedback(20));
        RecordsPanel panel;
        showFeedback(panel, workspace);
        QLineEdit *box = boxOver(panel, u"Size"_s);
        QVERIFY(box);
        box->setFocus();
        QTest::keyClicks(box, u">1mb"_s);
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_COMPARE(countOf(panel), u"0 of 20 records"_s);
        QTest::keyClick(box, Qt::Key_Escape);
        QCOMPARE(box->text(), QString());
        QTRY_COMPARE(countOf(panel), u"20 records"_s);
    }

    void theMenuOfABoxWritesItsSigns()
    {
        QLineEdit box;
        QMenu menu;
        addFilterSigns(&menu, &box);
        const auto choose = [&](QStringView sign) {
            for (QAction *action : menu.actions()) {
                if (action->text().endsWith(sign))
                    action->trigger();
            }
        };
        QSignalSpy edited(&box, &QLineEdit::textEdited);
        QTest::keyClicks(&box, u"5"_s);
        choose(u" >=x");
        QCOMPARE(box.text(), u">=5"_s);
        choose(u" <x");
        QCOMPARE(box.text(), u"<5"_s);
        QVERIFY(box.isModified());
        QCOMPARE(edited.size(), 3);
        box.clear();
        choose(u" /x/");
        QTest::keyClicks(&box, u"a+"_s);
        QCOMPARE(box.text(), u"/a+/"_s);
        box.setText(u"1"_s);
        choose(u" x~y");
        QTest::keyClicks(&box, u"3"_s);
        QCOMPARE(box.text(), u"1~3"_s);
    }
};

QTEST_MAIN(TestFilteringRecords)
#include "tst_filteringrecords.moc"
