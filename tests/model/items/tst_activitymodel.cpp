#include "model/items/activitymodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

class ActivityModelTest : public QObject
{
    Q_OBJECT

    using Kind = ActivityModel::Kind;
    using Outcome = ActivityModel::Outcome;

    /// Operation and outcome of each row.
    static QStringList printed(const ActivityModel &model)
    {
        QStringList lines;
        for (int row = 0; row < model.rowCount(); ++row)
            lines.append(model.index(row, ActivityModel::OperationColumn).data().toString() + u": "_s +
                         model.index(row, ActivityModel::OutcomeColumn).data().toString());
        return lines;
    }

private slots:
    void listsTheNewestFirstWithWhatCameOfIt()
    {
        ActivityModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const int opening = model.begin(u"Opening a.bson"_s, Kind::Reads);
        const int change = model.begin(u"Set rating"_s, Kind::Writes);
        QCOMPARE(printed(model), (QStringList{u"Set rating: running"_s, u"Opening a.bson: running"_s}));
        QVERIFY(model.index(0, ActivityModel::DurationColumn).data().toString().isEmpty());
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.end(opening, Outcome::Stopped);
        model.end(change, Outcome::Done, u"3 records"_s);
        QCOMPARE(changed.size(), 2);
        QCOMPARE(printed(model), (QStringList{u"Set rating: 3 records"_s, u"Opening a.bson: stopped"_s}));
        QVERIFY(model.index(0, ActivityModel::DurationColumn).data().toString().endsWith(u's'));
        // What is told last counts.
        model.end(opening, Outcome::Failed, u"There is no such file."_s);
        QCOMPARE(printed(model).last(), u"Opening a.bson: There is no such file."_s);
    }

    void hidesWhatOnlyReads()
    {
        ActivityModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const int opening = model.begin(u"Opening"_s, Kind::Reads);
        model.end(model.begin(u"Delete"_s, Kind::Writes), Outcome::Done);
        model.setOnlyWrites(true);
        QCOMPARE(printed(model), QStringList{u"Delete: done"_s});
        model.end(opening, Outcome::Done);
        model.begin(u"Comparing"_s, Kind::Reads);
        model.begin(u"Exporting"_s, Kind::Writes);
        QCOMPARE(printed(model), (QStringList{u"Exporting: running"_s, u"Delete: done"_s}));
        model.setOnlyWrites(false);
        QCOMPARE(model.rowCount(), 4);
    }

    void forgetsTheOldestBeyondItsBound()
    {
        ActivityModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const int first = model.begin(u"first"_s, Kind::Writes);
        for (qsizetype i = 1; i < ActivityModel::kMaxKept + 5; ++i)
            model.begin(QString::number(i), Kind::Writes);
        QCOMPARE(model.rowCount(), int(ActivityModel::kMaxKept));
        QCOMPARE(printed(model).last(), u"5: running"_s);
        model.end(first, Outcome::Done);
        QVERIFY(!printed(model).contains(u"first: done"_s));
        model.end(first + 5, Outcome::Done);
        QCOMPARE(printed(model).last(), u"5: done"_s);
    }

    void quotesNoStoredTextWhileValuesAreHidden()
    {
        ActivityModel model;
        const int change = model.begin(u"Replace \"secret\" by \"other\""_s, Kind::Writes);
        model.end(change, Outcome::Failed, u"secret"_s);
        model.setValuesHidden(true);
        QVERIFY2(!printed(model).join(u' ').contains(u"secret"), qPrintable(printed(model).join(u' ')));
        model.setValuesHidden(false);
        QVERIFY(printed(model).join(u' ').contains(u"secret"));
    }
};

QTEST_MAIN(ActivityModelTest)
#include "tst_activitymodel.moc"
