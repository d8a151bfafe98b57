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
    QTRY_COMPARE(outcome(), u"1 read, 1 good, 0 problems"_s);
    opener.open({folder.filePath(u"none.json"_s)});
    QTRY_COMPARE(failed.size(), 2);
    QVERIFY2(outcome().contains(u"No such file"), qPrintable(outcome()));
    QCOMPARE(log.rowCount(), 2);
}

QTEST_MAIN(tst_ActivityRecorder)
#include "tst_activityrecorder.moc"
