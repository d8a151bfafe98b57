#include "model/base/job.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <sys/resource.h>
#include <unistd.h>

using namespace persistence;

class JobTest final : public QObject
{
    Q_OBJECT

private slots:
    void aShortJobDoesNotWaitForLongOnes();
    void workGivesWayToTheWindow();
    void nothingIsHeldBehindItsEnd();
};

void JobTest::aShortJobDoesNotWaitForLongOnes()
{
    QSemaphore end;
    std::vector<std::unique_ptr<Job>> longJobs;
    for (int i = 0; i < QThread::idealThreadCount() + 2; ++i) {
        const auto work = [&end](Progress &) -> Result<void> {
            end.acquire();
            return {};
        };
        longJobs.push_back(Job::start(std::make_shared<Progress>(), work, [](const Result<void> &) {}));
    }
    bool isDone = false;
    const auto shortJob = Job::start(
        std::make_shared<Progress>(), [](Progress &) { return Result<int>(1); }, [&](const Result<int> &) { isDone = true; });
    const bool wasDone = QTest::qWaitFor([&] { return isDone; });
    end.release(int(longJobs.size()));
    QVERIFY(wasDone);
}

void JobTest::workGivesWayToTheWindow()
{
    const auto niceness = [] { return ::getpriority(PRIO_PROCESS, id_t(::gettid())); };
    const int own = niceness();
    int ofWork = own;
    // Twice: the thread may be the same, and must not become ever slower.
    for (int i = 0; i < 2; ++i) {
        bool isDone = false;
        const auto job = Job::start(
            std::make_shared<Progress>(), [&](Progress &) { return Result<int>(niceness()); },
            [&](const Result<int> &result) {
                ofWork = *result;
                isDone = true;
            });
        QTRY_VERIFY(isDone);
        QVERIFY(ofWork > own || own == 19);
        QVERIFY(ofWork <= own + 5);
    }
    QCOMPARE(niceness(), own);
}

void JobTest::nothingIsHeldBehindItsEnd()
{
    // A workspace is closed where its last owner is, which must not be a thread of the pool. Often, so that none lets go later.
    for (int i = 0; i < 100; ++i) {
        QSemaphore begun;
        auto held = std::make_shared<int>(i);
        const std::weak_ptr<int> watched = held;
        auto work = [held, &begun](Progress &) {
            begun.release();
            return Result<std::shared_ptr<int>>(held);
        };
        auto job = Job::start(std::make_shared<Progress>(), std::move(work), [](const Result<std::shared_ptr<int>> &) {});
        held.reset();
        begun.acquire();
        job.reset();
        QVERIFY(watched.expired());
    }
}

QTEST_GUILESS_MAIN(JobTest)
#include "tst_job.moc"
