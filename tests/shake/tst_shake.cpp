#include "model/base/latestjob.h"

#include <QTest>

#include <dlfcn.h>

using namespace persistence;

/// Whether the library that `tests/run --shake` preloads holds up what it says; it is preloaded here.
class TestShake final : public QObject
{
    Q_OBJECT

private:
    static int count(const char *name)
    {
        auto *const function = reinterpret_cast<int (*)()>(::dlsym(RTLD_DEFAULT, name));
        return function ? function() : -1;
    }

private slots:
    void holdsUpTheBeginningAndTheEndOfJobs()
    {
        const int before = count("pb_shakenJobs");
        LatestJob job;
        int result = 0;
        job.start([](Progress &) -> Result<int> { return 3; }, [&result](const Result<int> &value) { result = *value; });
        QTRY_COMPARE(result, 3);
        QVERIFY(count("pb_shakenJobs") >= before + 2);
    }

    void holdsUpTheLoopOfTheWindowsThread()
    {
        const int before = count("pb_shakenTurns");
        QVERIFY(before >= 0);
        QTRY_VERIFY(count("pb_shakenTurns") > before);
    }
};

QTEST_GUILESS_MAIN(TestShake)
#include "tst_shake.moc"
