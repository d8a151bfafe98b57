#include "model/edit/session.h"
#include "model/items/historymodel.h"
#include "model/items/iconid.h"
#include "model/items/roles.h"
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

QStringList titles(const HistoryModel &model)
{
    QStringList titles;
    for (int row = 0; row < model.rowCount(); ++row)
        titles.append(model.index(row, HistoryModel::TitleColumn).data().toString());
    return titles;
}

} // namespace

class TestHistoryModel final : public QObject
{
    Q_OBJECT

private:
    /// Sets data.n of each record, as one change.
    static void set(Session &session, const QString &title, const QByteArrayList &ids, int value)
    {
        const auto reader = session.workspace().reader();
        Edit edit{title, {}, {}};
        for (const QByteArray &id : ids) {
            const auto rows = (*reader)->findRecords(RecordId::candidates(QString::fromUtf8(id)).constFirst());
            const Record record = (*reader)->record(rows->front()).value();
            edit.add(record, setField(record, pathOf("data.n"), valueOf(QByteArray::number(value))).value());
        }
        QVERIFY(session.apply(edit));
    }

    static RecordRow rowOf(const SmallWorkspace &files, const QByteArray &id)
    {
        return (*files.workspace()->reader())->findRecords(RecordId::candidates(QString::fromUtf8(id)).constFirst())->front();
    }

private slots:
    void listsAllChangesNewestFirst();
    void listsTheChangesOfOneRecordAndWhatItWasFirst();
    void addsNewChangesAndMarksUndoneOnes();
    void filtersByTitleAndSource();
    void readsPagesOfManyChanges();
    void showsHostileTitlesAsTheyAre();
    void countsWhatAnImportAdded();
};

void TestHistoryModel::listsAllChangesNewestFirst()
{
    const SmallWorkspace files(tests::record("r1", "app", "room A") + tests::record("r2", "app", "room A"));
    Session session(files.workspace(), u"anna"_s);
    set(session, u"One"_s, {"r1"}, 1);
    set(session, u"Both"_s, {"r1", "r2"}, 2);
    HistoryModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setWorkspace(files.workspace());
    QCOMPARE(model.rowCount(), 0);
    model.showAll();
    QCOMPARE(titles(model), QStringList({u"Both"_s, u"One"_s}));
    QCOMPARE(model.index(0, HistoryModel::SourceColumn).data().toString(), u"bulk edit"_s);
    QCOMPARE(model.index(0, HistoryModel::AuthorColumn).data().toString(), u"anna"_s);
    QCOMPARE(model.index(0, HistoryModel::RecordsColumn).data().toString(), u"2"_s);
    QVERIFY(!model.index(0, HistoryModel::SizeColumn).data().toString().isEmpty());
    QCOMPARE(model.numberAt(0), ChangeRow{2});
    QCOMPARE(model.rowOf(ChangeRow{1}), 1);
    QCOMPARE(model.rowOf(ChangeRow{3}), -1);
    QVERIFY(!model.isOrigin(1));
}

void TestHistoryModel::listsTheChangesOfOneRecordAndWhatItWasFirst()
{
    const SmallWorkspace files(tests::record("r1", "app", "room A") + tests::record("r2", "app", "room A"));
    Session session(files.workspace());
    set(session, u"One"_s, {"r1"}, 1);
    set(session, u"Two"_s, {"r2"}, 1);
    set(session, u"Both"_s, {"r1", "r2"}, 2);
    HistoryModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setWorkspace(files.workspace());
    model.showRecord(rowOf(files, "r1"));
    QVERIFY(model.isLoading());
    QTRY_VERIFY(!model.isLoading());
    QCOMPARE(titles(model), QStringList({u"Both"_s, u"One"_s, u"Before the first change"_s}));
    QVERIFY(model.isOrigin(2));
    QVERIFY(!model.numberAt(2).isValid());
    model.showAll();
    QCOMPARE(model.rowCount(), 3);
    model.showRecord({});
    QCOMPARE(model.rowCount(), 0);
}

void TestHistoryModel::addsNewChangesAndMarksUndoneOnes()
{
    const SmallWorkspace files(tests::record("r1", "app", "room A"));
    Session session(files.workspace());
    set(session, u"One"_s, {"r1"}, 1);
    HistoryModel all, one;
    const QAbstractItemModelTester testAll(&all, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QAbstractItemModelTester testOne(&one, QAbstractItemModelTester::FailureReportingMode::Fatal);
    all.setWorkspace(files.workspace());
    one.setWorkspace(files.workspace());
    all.showAll();
    one.showRecord(rowOf(files, "r1"));
    QTRY_COMPARE(one.rowCount(), 2);
    QSignalSpy insertedAll(&all, &HistoryModel::rowsInserted), resetAll(&all, &HistoryModel::modelReset);
    QSignalSpy insertedOne(&one, &HistoryModel::rowsInserted), resetOne(&one, &HistoryModel::modelReset);
    Progress progress;
    QVERIFY(session.undo(progress));
    all.refresh();
    one.refresh();
    QTRY_COMPARE(one.rowCount(), 3);
    QCOMPARE(titles(all), QStringList({u"Undo: One"_s, u"One (undone)"_s}));
    QCOMPARE(titles(one), QStringList({u"Undo: One"_s, u"One (undone)"_s, u"Before the first change"_s}));
    QCOMPARE(all.index(1, HistoryModel::TitleColumn).data(IconIdRole).toInt(), int(IconId::Undone));
    for (const QSignalSpy *inserted : {&insertedAll, &insertedOne})
        QCOMPARE(inserted->size(), 1);
    QVERIFY(resetAll.isEmpty());
    QVERIFY(resetOne.isEmpty());
}

void TestHistoryModel::filtersByTitleAndSource()
{
    const SmallWorkspace files(tests::record("r1", "app", "room A"));
    Session session(files.workspace());
    set(session, u"Set rating"_s, {"r1"}, 1);
    set(session, u"Set comment"_s, {"r1"}, 2);
    Progress progress;
    QVERIFY(session.revertChange(ChangeRow{2}, progress));
    HistoryModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setWorkspace(files.workspace());
    model.showAll();
    model.setFilter(u"RATING"_s);
    QTRY_COMPARE(titles(model), QStringList{u"Set rating"_s});
    model.setFilter(u"revert"_s);
    QTRY_COMPARE(model.rowCount(), 1);
    model.showRecord(rowOf(files, "r1"));
    QTRY_COMPARE(model.rowCount(), 1);
    model.setFilter({});
    QTRY_COMPARE(model.rowCount(), 4);
}

void TestHistoryModel::readsPagesOfManyChanges()
{
    const SmallWorkspace files(tests::record("r1", "app", "room A"));
    Session session(files.workspace());
    for (int i = 1; i <= 150; ++i)
        set(session, QString::number(i), {"r1"}, i);
    HistoryModel model;
    model.setWorkspace(files.workspace());
    model.showAll();
    QCOMPARE(model.rowCount(), 150);
    // From the end, so that no page comes in order.
    for (const int row : {149, 0, 64, 63, 128, 127})
        QCOMPARE(model.changeAt(row).title, QString::number(150 - row));
}

void TestHistoryModel::showsHostileTitlesAsTheyAre()
{
    const SmallWorkspace files(tests::record("r1", "app", "room A"));
    Session session(files.workspace(), u"<img src=x>%2\u202e"_s);
    set(session, u"<b>%1\n&x</b>"_s, {"r1"}, 1);
    HistoryModel model;
    model.setWorkspace(files.workspace());
    model.showAll();
    QCOMPARE(model.index(0, HistoryModel::TitleColumn).data().toString(), u"<b>%1↵&x</b>"_s);
    QCOMPARE(model.index(0, HistoryModel::AuthorColumn).data().toString(), u"<img src=x>%2‹U+202E›"_s);
}

void TestHistoryModel::countsWhatAnImportAdded()
{
    SmallWorkspace files(tests::record("r1", "app", "room A"));
    files.import(tests::record("r1", "app", "room A", R"({"n":1})") + tests::record("r2", "app", "room A") +
                 tests::record("r3", "app", "room A"));
    HistoryModel model;
    model.setWorkspace(files.workspace());
    model.showAll();
    const int row = 0;
    QCOMPARE(model.index(row, HistoryModel::SourceColumn).data().toString(), u"import"_s);
    QCOMPARE(model.index(row, HistoryModel::RecordsColumn).data().toString(), u"3"_s);
}

QTEST_GUILESS_MAIN(TestHistoryModel)
#include "tst_historymodel.moc"
