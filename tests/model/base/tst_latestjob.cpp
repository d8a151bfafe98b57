#include "model/base/latestjob.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <algorithm>

using namespace persistence;

class LatestJobTest final : public QObject
{
    Q_OBJECT

private slots:
    void tellsOnlyOfTheNewest();
    void goesOnWithoutTheEndOfTheOneBefore();
    void tellsNothingOfWhatWasDropped();
    void stopsBehindTheEndOfWhatRuns();
    void tellsOfWhatWasCancelled();
    void beginsNothingThatWasDroppedBefore();
    void mayStartTheNextWhileItTells();
    void mayGoWhileItTells();
    void endsAllWorkBeforeItGoes();
};

namespace {

/// Goes on until it is cancelled.
Result<int> endless(Progress &progress)
{
    while (!progress.isCancelled())
        QThread::yieldCurrentThread();
    return Error::cancelled();
}

} // namespace

void LatestJobTest::tellsOnlyOfTheNewest()
{
    QList<int> told;
    LatestJob job;
    for (int i = 1; i <= 20; ++i)
        job.start([i](Progress &) { return Result<int>(i); }, [&](const Result<int> &result) { told.append(*result); });
    QVERIFY(job.isRunning());
    QTRY_VERIFY(!job.isRunning());
    job.stop();
    QCoreApplication::processEvents();
    QCOMPARE(told, QList<int>{20});
}

void LatestJobTest::goesOnWithoutTheEndOfTheOneBefore()
{
    QSemaphore end;
    std::atomic<bool> hasBegun = false;
    std::atomic<bool> hasEnded = false;
    LatestJob job;
    job.start(
        [&](Progress &) -> Result<int> {
            hasBegun = true;
            hasEnded = end.tryAcquire(1, 10'000);
            return 1;
        },
        [](const Result<int> &) { QFAIL("dropped"); });
    QTRY_VERIFY(hasBegun);
    int told = 0;
    job.start([](Progress &) { return Result<int>(2); }, [&](const Result<int> &result) { told = *result; });
    QTRY_COMPARE(told, 2);
    QVERIFY(!hasEnded);
    end.release();
    job.stop();
    QVERIFY(hasEnded);
}

void LatestJobTest::tellsNothingOfWhatWasDropped()
{
    LatestJob job;
    job.start(endless, [](const Result<int> &) { QFAIL("dropped"); });
    const std::shared_ptr<Progress> progress = job.progress();
    job.drop();
    QVERIFY(progress->isCancelled());
    QVERIFY(!job.isRunning());
    QVERIFY(!job.progress());
    job.stop();
    QCoreApplication::processEvents();
}

void LatestJobTest::stopsBehindTheEndOfWhatRuns()
{
    LatestJob job;
    std::atomic_bool hasBegun = false;
    std::atomic_bool hasEnded = false;
    const auto work = [&](Progress &progress) {
        hasBegun = true;
        while (!progress.isCancelled())
            QThread::yieldCurrentThread();
        hasEnded = true;
        return Result<int>(1);
    };
    job.start(work, [](const Result<int> &) { QFAIL("told of what was stopped"); });
    QTRY_VERIFY(hasBegun);
    job.stop();
    QVERIFY(hasEnded);
    QVERIFY(!job.isRunning());
    QCoreApplication::processEvents();
}

void LatestJobTest::tellsOfWhatWasCancelled()
{
    std::optional<ErrorKind> told;
    LatestJob job;
    job.start(endless, [&](const Result<int> &result) { told = result.error().kind; });
    job.cancel();
    QVERIFY(job.isRunning());
    QTRY_VERIFY(!job.isRunning());
    QCOMPARE(told, ErrorKind::Cancelled);
}

void LatestJobTest::beginsNothingThatWasDroppedBefore()
{
    // More than there are threads, so some cannot begin before they are dropped.
    const int jobs = 4 * std::max(16, 2 * QThread::idealThreadCount());
    QSemaphore end;
    std::atomic<int> begun = 0;
    int told = 0;
    LatestJob job;
    for (int i = 0; i < jobs; ++i) {
        job.start(
            [&](Progress &) -> Result<int> {
                ++begun;
                end.acquire();
                return 1;
            },
            [&](const Result<int> &result) { told += *result; });
    }
    QTRY_VERIFY(begun > 0);
    end.release(jobs);
    QTRY_COMPARE(told, 1);
    job.stop();
    QVERIFY(begun < jobs);
}

void LatestJobTest::mayStartTheNextWhileItTells()
{
    int told = 0;
    LatestJob job;
    job.start([](Progress &) { return Result<int>(1); },
              [&](const Result<int> &) {
                  QVERIFY(!job.isRunning());
                  job.start([](Progress &) { return Result<int>(2); }, [&](const Result<int> &result) { told = *result; });
              });
    QTRY_COMPARE(told, 2);
    QVERIFY(!job.isRunning());
}

void LatestJobTest::mayGoWhileItTells()
{
    auto job = std::make_unique<LatestJob>();
    job->start([](Progress &) { return Result<int>(1); }, [&](const Result<int> &) { job.reset(); });
    QTRY_VERIFY(!job);
}

void LatestJobTest::endsAllWorkBeforeItGoes()
{
    std::atomic<int> begun = 0;
    std::atomic<int> ended = 0;
    {
        LatestJob job;
        for (int i = 0; i < 3; ++i) {
            job.start(
                [&](Progress &progress) {
                    ++begun;
                    auto result = endless(progress);
                    ++ended;
                    return result;
                },
                [](const Result<int> &) {});
            QTRY_COMPARE(begun, i + 1);
        }
    }
    QCOMPARE(ended, 3);
}

QTEST_GUILESS_MAIN(LatestJobTest)
#include "tst_latestjob.moc"
