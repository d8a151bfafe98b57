#include "model/base/progress.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

/// The wish to stop a job, and the part of it in which that comes too late.
class tst_progress : public QObject
{
    Q_OBJECT

private slots:
    void isCancelledOnceSomebodyAsks();
    void finishesItsFinalStage();
    void reachesNoFinalStageOnceItIsCancelled();
    void finalStagesNeedNobodyWhoWatches();
};

void tst_progress::isCancelledOnceSomebodyAsks()
{
    Progress progress;
    QVERIFY(progress.canCancel());
    QVERIFY(!progress.isCancelled());
    progress.cancel();
    progress.cancel();
    QVERIFY(progress.isCancelled());
    QVERIFY(!progress.canCancel());
}

void tst_progress::finishesItsFinalStage()
{
    Progress progress;
    {
        const FinalStage stage(&progress, u"Writing"_s);
        QVERIFY(stage.isReached());
        QCOMPARE(progress.stage(), u"Writing"_s);
        QVERIFY(!progress.canCancel());
        QVERIFY(!progress.isCancelled());
    }
    QVERIFY(progress.canCancel());
    {
        const FinalStage stage(&progress, u"Flushing"_s);
        progress.cancel();
        QVERIFY(!progress.isCancelled());
    }
    // What comes after it stops.
    QVERIFY(progress.isCancelled());
}

void tst_progress::reachesNoFinalStageOnceItIsCancelled()
{
    Progress progress;
    progress.setStage(u"Reading"_s);
    progress.cancel();
    {
        const FinalStage stage(&progress, u"Writing"_s);
        QVERIFY(!stage.isReached());
        QCOMPARE(progress.stage(), u"Reading"_s);
    }
    QVERIFY(progress.isCancelled());
}

void tst_progress::finalStagesNeedNobodyWhoWatches()
{
    const FinalStage stage(nullptr, u"Writing"_s);
    QVERIFY(stage.isReached());
}

QTEST_GUILESS_MAIN(tst_progress)
#include "tst_progress.moc"
