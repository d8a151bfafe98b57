#include "model/edit/session.h"
#include "model/items/bulkpreviewmodel.h"
#include "model/items/recordlistmodel.h"
#include "tests/model/edit/editing.h"
#include "tests/support/smallworkspace.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;
using tests::SmallWorkspace;

namespace {

QByteArray manyRecords(int count)
{
    QByteArray lines;
    for (int i = 0; i < count; ++i)
        lines += tests::record("r" + QByteArray::number(i), "app", "room A", R"({"n":)" + QByteArray::number(i) + "}");
    return lines;
}

FieldChange setTo(const QByteArray &path, const QByteArray &json)
{
    return {FieldChange::Kind::Set, pathOf(path), valueOf(json), {}};
}

const RecordSelection kAll{u"All records"_s, Group(), {}};

} // namespace

/// What the dialogs for many records show before anything is done.
class TestBulkModels final : public QObject
{
    Q_OBJECT

private slots:
    void showsTheFirstRecordsThatChangeAndCountsAll();
    void countsRecordsThatAreSoOrDoNotFit();
    void dropsAnOlderLook();
    void changesExactlyTheCountedRecordsInOneChange();
    void listsEveryRecordOfAGroup();
    void listsChosenRecordsAndSaysWhatIsGone();
    void namesWhatItDoes();
};

void TestBulkModels::showsTheFirstRecordsThatChangeAndCountsAll()
{
    const SmallWorkspace files(manyRecords(25));
    BulkPreviewModel model(files.workspace(), kAll);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.preview(setTo("n", "3").verb());
    QVERIFY(model.isBusy());
    QVERIFY(!model.isComplete());
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(model.rowCount(), 10);
    QCOMPARE(model.count().seen, 25);
    QCOMPARE(model.count().changing.size(), size_t(24));
    QCOMPARE(model.count().same, 1);
    QCOMPARE(model.index(0, BulkPreviewModel::RecordColumn).data().toString(), u"room A"_s);
    QCOMPARE(model.index(0, BulkPreviewModel::PathColumn).data().toString(), u"data.n"_s);
    QCOMPARE(model.index(1, BulkPreviewModel::BeforeColumn).data().toString(), u"1"_s);
    QCOMPARE(model.index(1, BulkPreviewModel::AfterColumn).data().toString(), u"3"_s);
}

void TestBulkModels::countsRecordsThatAreSoOrDoNotFit()
{
    const SmallWorkspace files(tests::record("a", "app", "room A", R"({"n":1})") + tests::record("b", "app", "room A", R"({"m":1})") +
                               tests::record("c", "app", "room A", R"([1])"));
    BulkPreviewModel model(files.workspace(), kAll);
    model.preview(FieldChange{FieldChange::Kind::Remove, pathOf("n"), {}, {}}.verb());
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(model.count().changing.size(), size_t(1));
    QCOMPARE(model.count().unfit, 2);
    QVERIFY(!model.count().reason.isEmpty());
}

void TestBulkModels::dropsAnOlderLook()
{
    const SmallWorkspace files(manyRecords(200));
    BulkPreviewModel model(files.workspace(), kAll);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.preview(setTo("n", "1").verb());
    model.preview(setTo("m", "2").verb());
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(model.count().changing.size(), size_t(200));
    QCOMPARE(model.index(0, BulkPreviewModel::PathColumn).data().toString(), u"data.m"_s);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.isComplete());
}

void TestBulkModels::changesExactlyTheCountedRecordsInOneChange()
{
    const SmallWorkspace files(manyRecords(25));
    BulkPreviewModel model(files.workspace(), kAll);
    const FieldChange change{FieldChange::Kind::Rename, pathOf("n"), {}, "number"};
    model.preview(change.verb());
    QTRY_VERIFY(model.isComplete());
    Session session(files.workspace());
    Progress progress;
    const auto applied = session.applyToMany(change.title(), model.count().changing, change.verb(), progress);
    QVERIFY(applied);
    QCOMPARE(applied->count, 25);
    QCOMPARE((*files.workspace()->history())->usage()->changes, 1);
    QVERIFY(session.undo(progress));
    model.preview(change.verb());
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(model.count().changing.size(), size_t(25));
}

void TestBulkModels::listsEveryRecordOfAGroup()
{
    const SmallWorkspace files(manyRecords(300));
    RecordListModel model(files.workspace(), kAll);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy inserted(&model, &RecordListModel::rowsInserted);
    model.start();
    QVERIFY(!model.isComplete());
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(model.rowCount(), 300);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(model.rows().size(), size_t(300));
    QCOMPARE(model.index(299, RecordListModel::KeyColumn).data().toString(), u"room A"_s);
}

void TestBulkModels::listsChosenRecordsAndSaysWhatIsGone()
{
    const SmallWorkspace files(manyRecords(3));
    const RecordRow row = (*files.workspace()->reader())->findRecords(RecordId::candidates(u"r1"_s).constFirst())->front();
    RecordListModel model(files.workspace(), {u"2 records"_s, {}, {row, RecordRow{9999}}});
    model.start();
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(model.index(0, RecordListModel::RecordIdColumn).data().toString(), u"r1"_s);
    QCOMPARE(model.index(1, RecordListModel::KeyColumn).data().toString(), u"(deleted meanwhile)"_s);
}

void TestBulkModels::namesWhatItDoes()
{
    QCOMPARE(setTo("a.b[0]", "1").title(), u"Set a.b[0]"_s);
    QCOMPARE((FieldChange{FieldChange::Kind::Remove, pathOf("a"), {}, {}}.title()), u"Remove a"_s);
    QCOMPARE((FieldChange{FieldChange::Kind::Rename, pathOf(R"(["%2"])"), {}, "<b>\n"}.title()), u"Rename [\"%2\"] to <b>↵"_s);
}

QTEST_GUILESS_MAIN(TestBulkModels)
#include "tst_bulkmodels.moc"
