#include "model/items/recordtablemodel.h"
#include "tests/support/smallworkspace.h"
#include "ui/records/recordspanel.h"
#include "ui/records/recordtableview.h"
#include "ui/widgets/plainlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

class TestRecordsPanel final : public QObject
{
    Q_OBJECT

private:
    static RecordTableView *viewOf(const RecordsPanel &panel) { return panel.findChild<RecordTableView *>(); }
    static QString countOf(const RecordsPanel &panel) { return panel.findChild<PlainLabel *>(u"recordCount"_s)->text(); }
    static QByteArray records(int count)
    {
        QByteArray text;
        for (int i = 0; i < count; ++i)
            text += record("r" + QByteArray::number(i).rightJustified(5, '0'), "app", "room GENERAL");
        return text;
    }
    static void show(RecordsPanel &panel)
    {
        panel.resize(900, 300);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
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

    void saysWhatToDoWithoutAGroup()
    {
        RecordsPanel panel;
        show(panel);
        QVERIFY(panel.findChild<QWidget *>(u"recordsEmpty"_s)->isVisible());
    }
};

QTEST_MAIN(TestRecordsPanel)
#include "tst_recordspanel.moc"
