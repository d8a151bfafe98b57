#include "model/items/recordcomparisonmodel.h"
#include "model/items/roles.h"
#include "tests/support/smallworkspace.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using tests::record;
using tests::SmallWorkspace;

/// The list of records that differ, as it grows and as it is filtered.
class TestRecordComparisonModel final : public QObject
{
    Q_OBJECT

private slots:
    void listsWhatDiffersWithItsCounts();
    void hidesKinds();
    void filtersByEitherSide();
    void refusesWhatIsNoFilter();
    void comparesTheOtherWayRound();
    void dropsWhatAnOlderComparisonFound();
    void stopsAndKeepsWhatItFound();
    void pagesThroughManyRecords();
    void poursLinesForASpreadsheet();

private:
    static ComparisonOrder order(const SmallWorkspace &before, const SmallWorkspace &after)
    {
        return {{before.workspace(), u"before"_s, {}, {}}, {after.workspace(), u"after"_s, {}, {}}};
    }

    /// The rows without the dates, cells between bars.
    static QString picture(const RecordComparisonModel &model)
    {
        QStringList rows;
        for (int row = 0; row < model.rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < RecordComparisonModel::UpdatedColumn; ++column)
                cells.append(model.index(row, column).data().toString());
            rows.append(cells.join(u'|'));
        }
        return rows.join(u'\n');
    }
};

void TestRecordComparisonModel::listsWhatDiffersWithItsCounts()
{
    const SmallWorkspace before(record("a", "app", "room R", R"({"x":1})") + record("b", "app", "room R", R"({"x":1,"y":2})") +
                                record("c", "app", "room <b>%1</b>") + record("s", "app", "room R"));
    const SmallWorkspace after(record("a", "app", "room R", R"({"x":"1"})") + record("b", "app", "room R", R"({"x":3,"y":4})") +
                               record("n", "app", "user u") + record("s", "app", "room R"));
    RecordComparisonModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.compare(order(before, after));
    QVERIFY(model.isBusy());
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(picture(model), u"type only|app|room R|a|1\n"
                             "changed|app|room R|b|2\n"
                             "removed|app|room <b>%1</b>|c|\n"
                             "added|app|user u|n|"_s);
    QCOMPARE(model.total().of(DifferenceKind::Same), 1);
    QCOMPARE(model.total().differing(), 4);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.hasOrder());
}

void TestRecordComparisonModel::hidesKinds()
{
    const SmallWorkspace before(record("a", "app", "room R") + record("b", "app", "room R")), after(record("n", "app", "room R"));
    RecordComparisonModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setKindShown(DifferenceKind::Added, false);
    model.compare(order(before, after));
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(model.rowCount(), 2);
    model.setKindShown(DifferenceKind::Removed, false);
    model.setKindShown(DifferenceKind::Added, true);
    QCOMPARE(picture(model), u"added|app|room R|n|"_s);
    QCOMPARE(model.total().of(DifferenceKind::Removed), 2);
}

void TestRecordComparisonModel::filtersByEitherSide()
{
    const SmallWorkspace before(record("a", "app", "room R", R"({"text":"old"})") + record("b", "app", "room R", R"({"text":"else"})") +
                                record("c", "app", "room R", R"({"text":"old"})"));
    const SmallWorkspace after(record("a", "app", "room R", R"({"text":"new"})") + record("b", "app", "room R", R"({"text":"other"})") +
                               record("d", "app", "room R", R"({"text":"new"})"));
    RecordComparisonModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.compare(order(before, after));
    model.setFilter(u"new"_s);
    QTRY_VERIFY(model.isComplete() && !model.isFiltering());
    QCOMPARE(picture(model), u"changed|app|room R|a|1\nadded|app|room R|d|"_s);
    model.setFilter(u"data.text=old"_s);
    QTRY_VERIFY(!model.isFiltering());
    QCOMPARE(picture(model), u"changed|app|room R|a|1\nremoved|app|room R|c|"_s);
    model.setFilter({});
    QCOMPARE(model.rowCount(), 4);
}

void TestRecordComparisonModel::refusesWhatIsNoFilter()
{
    const SmallWorkspace before(record("a", "app", "room R")), after;
    RecordComparisonModel model;
    QSignalSpy refused(&model, &RecordComparisonModel::filterRefused);
    model.compare(order(before, after));
    QTRY_VERIFY(model.isComplete());
    model.setFilter(u"size:>lots"_s);
    QCOMPARE(refused.count(), 1);
    QCOMPARE(model.rowCount(), 1);
}

void TestRecordComparisonModel::comparesTheOtherWayRound()
{
    const SmallWorkspace before(record("a", "app", "room R")), after;
    RecordComparisonModel model;
    model.compare(order(before, after).swapped());
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(picture(model), u"added|app|room R|a|"_s);
    QVERIFY(!model.recordAt(0)->before.isValid());
}

void TestRecordComparisonModel::dropsWhatAnOlderComparisonFound()
{
    const SmallWorkspace before(record("a", "app", "room R")), after;
    RecordComparisonModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    for (int i = 0; i < 20; ++i)
        model.compare(order(before, after));
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.total().differing(), 1);
}

void TestRecordComparisonModel::stopsAndKeepsWhatItFound()
{
    QByteArray lines;
    for (int i = 0; i < 2'000; ++i)
        lines += record("r" + QByteArray::number(i), "app", "room R");
    const SmallWorkspace before(lines), after;
    RecordComparisonModel model;
    QSignalSpy failed(&model, &RecordComparisonModel::failed);
    model.compare(order(before, after));
    model.stop();
    QTRY_VERIFY(!model.isBusy());
    QCOMPARE(failed.count(), 0);
    QCOMPARE(qint64(model.rowCount()), model.total().differing());
}

void TestRecordComparisonModel::pagesThroughManyRecords()
{
    QByteArray before, after;
    for (int i = 0; i < 1'000; ++i) {
        const QByteArray id = QByteArray::number(10'000 + i);
        before += record(id, "app", "user " + id, R"({"n":1})");
        if (i % 3 > 0)
            after += record(id, "app", "user " + id, i % 3 == 1 ? R"({"n":2})" : R"({"n":1})");
    }
    const SmallWorkspace first(before), second(after);
    RecordComparisonModel model;
    model.compare(order(first, second));
    QTRY_VERIFY(model.isComplete());
    QCOMPARE(model.rowCount(), 667);
    QCOMPARE(model.index(0, RecordComparisonModel::KeyColumn).data().toString(), u"user 10000"_s);
    QCOMPARE(model.index(666, RecordComparisonModel::KeyColumn).data().toString(), u"user 10999"_s);
    QCOMPARE(model.index(333, RecordComparisonModel::RecordIdColumn).data(CopyTextRole).toByteArray(), QByteArray("10499"));
}

void TestRecordComparisonModel::poursLinesForASpreadsheet()
{
    const SmallWorkspace before(record("=1+1", "app", "room R,user u")), after(record("9", "app", "room R,user u"));
    RecordComparisonModel model;
    ComparisonOrder byKey = order(before, after);
    byKey.by = CompareBy::Key;
    model.compare(byKey);
    QTRY_VERIFY(model.isComplete());
    QByteArray csv, text;
    Progress progress;
    QVERIFY(pourComparedRecords(byKey, model.shownRecords(), progress, [&](const QStringList &cells) -> Result<void> {
        appendTextLine(cells, TextListFormat::Csv, csv);
        appendTextLine(cells, TextListFormat::TabSeparated, text);
        return {};
    }));
    QCOMPARE(csv.split('\n').at(1), QByteArray("\"changed\",\"app\",\"room R · user u\",\"'=1+1\",\"room R · user u\",\"9\",\"1\"\r"));
    QCOMPARE(text.split('\n').at(1), QByteArray("changed\tapp\troom R · user u\t=1+1\troom R · user u\t9\t1"));
}

QTEST_MAIN(TestRecordComparisonModel)
#include "tst_recordcomparisonmodel.moc"
