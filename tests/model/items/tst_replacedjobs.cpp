#include "model/edit/session.h"
#include "model/items/bulkpreviewmodel.h"
#include "model/items/fieldvalues.h"
#include "model/items/historymodel.h"
#include "model/items/recordcomparisonmodel.h"
#include "model/items/recordlistmodel.h"
#include "model/items/recordtablemodel.h"
#include "model/items/valuecountsmodel.h"
#include "tests/model/edit/editing.h"
#include "tests/support/heldreaders.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;
using tests::HeldReaders;
using tests::record;

/// Who asks a model for something else does not wait for the end of what it does, and is told nothing of that.
class tst_ReplacedJobs : public QObject
{
    Q_OBJECT

private slots:
    void filtersRecordsAnew();
    void listsOtherRecords();
    void looksAtAnotherChange();
    void filtersTheHistoryAnew();
    void countsAnotherField();
    void offersTheValuesOfAnotherField();
    void comparesTheOtherWayRound();

private:
    const tests::SmallWorkspace m_small{record("r1", "app", "room A", R"({"n":1})") + record("r2", "app", "room A", R"({"m":2})")};
    const std::shared_ptr<Workspace> m_workspace = m_small.workspace();
};

void tst_ReplacedJobs::filtersRecordsAnew()
{
    RecordTableModel model;
    model.setWorkspace(m_workspace);
    HeldReaders readers;
    model.showGroup(Group());
    QTRY_COMPARE(readers.count(), 1);
    model.setFilter(*Filter::parse("r2"));
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_VERIFY(!model.isLoading());
    QCOMPARE(model.rowCount(), 1);
}

void tst_ReplacedJobs::listsOtherRecords()
{
    RecordListModel model(m_workspace, {u"All"_s, Group(), {}});
    HeldReaders readers;
    model.start();
    QTRY_COMPARE(readers.count(), 1);
    model.start({u"One"_s, {}, {RecordRow{2}}});
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_VERIFY(!model.isBusy());
    QCOMPARE(model.rowCount(), 1);
}

void tst_ReplacedJobs::looksAtAnotherChange()
{
    BulkPreviewModel model(m_workspace, {u"All"_s, Group(), {}});
    HeldReaders readers;
    model.preview(FieldChange{FieldChange::Kind::Remove, pathOf("n"), {}, {}}.verb());
    QTRY_COMPARE(readers.count(), 1);
    model.preview(FieldChange{FieldChange::Kind::Set, pathOf("n"), valueOf("5"), {}}.verb());
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_VERIFY(!model.isBusy());
    QCOMPARE(model.count().changing.size(), size_t(2));
}

void tst_ReplacedJobs::filtersTheHistoryAnew()
{
    HistoryModel model;
    model.setWorkspace(m_workspace);
    HeldReaders readers;
    model.showRecord(RecordRow{1});
    QTRY_COMPARE(readers.count(), 1);
    model.setFilter(u"nothing"_s);
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_VERIFY(!model.isLoading());
    QCOMPARE(model.rowCount(), 0);
}

void tst_ReplacedJobs::countsAnotherField()
{
    ValueCountsModel model;
    HeldReaders readers;
    model.count(m_workspace, {}, *FieldPath::parse("data.n"));
    QTRY_COMPARE(readers.count(), 1);
    model.count(m_workspace, {}, *FieldPath::parse("data.m"));
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_VERIFY(!model.isBusy());
    QCOMPARE(model.index(0, ValueCountsModel::ValueColumn).data().toString(), u"2"_s);
}

void tst_ReplacedJobs::offersTheValuesOfAnotherField()
{
    FieldValues values;
    values.setGroup(m_workspace, {});
    HeldReaders readers;
    values.want(*FieldPath::parse("data.n"));
    QTRY_COMPARE(readers.count(), 1);
    values.want(*FieldPath::parse("data.m"));
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_VERIFY(values.find(*FieldPath::parse("data.m")));
    QVERIFY(!values.find(*FieldPath::parse("data.n")));
}

void tst_ReplacedJobs::comparesTheOtherWayRound()
{
    const tests::SmallWorkspace after(record("r1", "app", "room A", R"({"n":1})"));
    const ComparisonOrder order{{m_workspace, u"before"_s, {}, {}}, {after.workspace(), u"after"_s, {}, {}}};
    RecordComparisonModel model;
    HeldReaders readers;
    model.compare(order);
    QTRY_VERIFY(readers.count() > 0);
    model.compare(order.swapped());
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(model.total().of(DifferenceKind::Added), 1);
    QCOMPARE(model.rowCount(), 1);
}

QTEST_GUILESS_MAIN(tst_ReplacedJobs)
#include "tst_replacedjobs.moc"
