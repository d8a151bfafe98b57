#include "model/items/recordcomparisonmodel.h"
#include "model/items/recordtablemodel.h"
#include "tests/support/smallworkspace.h"
#include "ui/window/activityrecorder.h"
#include "ui/window/exportrunner.h"
#include "ui/window/opener.h"

#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

class tst_ActivityRecorder : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void tellsARefusalFromTheOutcomeOfWhatRuns();
    void listsSearchesThatTakeLong();
    void listsNoSearchThatIsSoonOver();
    void listsComparisons();

private:
    /// Operation and outcome of each row, the newest first.
    static QStringList printed(const ActivityModel &log)
    {
        QStringList lines;
        for (int row = 0; row < log.rowCount(); ++row)
            lines.append(log.index(row, ActivityModel::OperationColumn).data().toString() + u": "_s +
                         log.index(row, ActivityModel::OutcomeColumn).data().toString());
        return lines;
    }

    tests::SmallWorkspace m_before{tests::record("r1", "app", "room A", R"({"note":"a crash"})") + tests::record("r2", "app", "room A")};
    tests::SmallWorkspace m_after{tests::record("r1", "app", "room A", R"({"note":"a crash"})") + tests::record("r3", "app", "room A")};
};

void tst_ActivityRecorder::tellsARefusalFromTheOutcomeOfWhatRuns()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"a.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(tests::record("r1", "app", "room A"));
    file.close();
    ActivityModel log;
    Opener opener;
    ExportRunner exports;
    const ActivityRecorder recorder(log, opener, exports);
    const auto outcome = [&log] { return log.index(0, ActivityModel::OutcomeColumn).data().toString(); };
    QSignalSpy failed(&opener, &Opener::failed);
    opener.open({file.fileName()});
    opener.open({file.fileName()});
    QCOMPARE(failed.size(), 1);
    QCOMPARE(log.rowCount(), 1);
    QCOMPARE(outcome(), u"running"_s);
    QTRY_COMPARE_WITH_TIMEOUT(outcome(), u"1 read, 1 good, 0 problems"_s, 20'000);
    opener.open({folder.filePath(u"none.json"_s)});
    QTRY_COMPARE(failed.size(), 2);
    QVERIFY2(outcome().contains(u"No such file"), qPrintable(outcome()));
    QCOMPARE(log.rowCount(), 2);
}

void tst_ActivityRecorder::listsSearchesThatTakeLong()
{
    ActivityModel log;
    Opener opener;
    ExportRunner exports;
    ActivityRecorder recorder(log, opener, exports);
    RecordTableModel table;
    recorder.watchSearches(table, 0);
    table.setWorkspace(m_before.workspace());
    table.showGroup(Group());
    QTRY_VERIFY(!table.isLoading());
    QCOMPARE(log.rowCount(), 0);
    table.setFilter(*Filter::parse("data.note~\"a crash\""));
    QTRY_COMPARE(printed(log), QStringList{u"Search \"data.note~\"a crash\"\": 1 record"_s});
    table.setFilter(*Filter::parse("nothing"));
    table.setFilter(*Filter::parse("r2"));
    QTRY_COMPARE(printed(log), (QStringList{u"Search \"r2\": 1 record"_s, u"Search \"nothing\": stopped"_s,
                                            u"Search \"data.note~\"a crash\"\": 1 record"_s}));
    log.setValuesHidden(true);
    QCOMPARE(printed(log).last(), u"Search \"•••••\": 1 record"_s);
    log.setOnlyWrites(true);
    QCOMPARE(log.rowCount(), 0);
}

void tst_ActivityRecorder::listsNoSearchThatIsSoonOver()
{
    ActivityModel log;
    Opener opener;
    ExportRunner exports;
    ActivityRecorder recorder(log, opener, exports);
    RecordTableModel table;
    recorder.watchSearches(table, 600'000);
    table.setWorkspace(m_before.workspace());
    table.showGroup(Group());
    table.setFilter(*Filter::parse("crash"));
    QTRY_VERIFY(!table.isLoading() && table.isComplete());
    QCOMPARE(log.rowCount(), 0);
}

void tst_ActivityRecorder::listsComparisons()
{
    ActivityModel log;
    Opener opener;
    ExportRunner exports;
    ActivityRecorder recorder(log, opener, exports);
    RecordComparisonModel comparison;
    recorder.watchComparisons(comparison);
    const ComparisonOrder order{{m_before.workspace(), u"before.pbw"_s, {}, {}}, {m_after.workspace(), u"after.pbw"_s, {}, {}}};
    comparison.compare(order);
    QCOMPARE(printed(log), QStringList{u"Compare before.pbw with after.pbw: running"_s});
    QTRY_COMPARE(printed(log), QStringList{u"Compare before.pbw with after.pbw: 1 equal, 2 differ"_s});
    comparison.compare(order);
    comparison.clear();
    QCOMPARE(printed(log).first(), u"Compare before.pbw with after.pbw: stopped"_s);
    QCOMPARE(log.rowCount(), 2);
}

QTEST_MAIN(tst_ActivityRecorder)
#include "tst_activityrecorder.moc"
