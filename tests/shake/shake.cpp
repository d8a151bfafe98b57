#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <dlfcn.h>
#include <poll.h>
#include <random>
#include <string>
#include <thread>
#include <unistd.h>

/// Preloaded into a test program, this holds up what a busy machine holds up, only more of it: the beginning and the end of jobs, and the loop
/// of the window's thread. A test that waits for one thing and looks at another one fails then, if the order was luck. `tests/run --shake`.
///
/// It stands in front of functions of Qt and of the C library by their names: the linker finds these first.

namespace {

/// In milliseconds, at most; 0: nothing is held up.
const int s_longest = [] {
    const char *text = std::getenv("PB_SHAKE");
    return text ? std::atoi(text) : 0;
}();

constexpr const char *kReportFinished = "_ZN20QFutureInterfaceBase14reportFinishedEv";
constexpr const char *kIsCanceled = "_ZNK20QFutureInterfaceBase10isCanceledEv";
/// One turn of the window's loop in so many is held up: each of them would make the program slow, but not its order another one.
constexpr unsigned kLoopTurns = 40;

std::atomic<int> s_jobs = 0;
std::atomic<int> s_turns = 0;

template <typename Function>
Function *realFunction(const char *name)
{
    return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

std::minstd_rand &random()
{
    thread_local std::minstd_rand s_random = [] {
        const char *seed = std::getenv("PB_SEED");
        return std::minstd_rand((seed ? unsigned(std::atoi(seed)) : unsigned(::getpid())) + unsigned(::gettid()));
    }();
    return s_random;
}

void holdUp(std::atomic<int> &counter)
{
    if (s_longest <= 0)
        return;
    ++counter;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution(0, s_longest)(random())));
}

bool isMainThread()
{
    return ::gettid() == ::getpid();
}

/// Only programs with Qt have a window's thread; tools that a test starts are left alone.
bool hasWindowThread()
{
    static const bool s_hasQt = ::dlsym(RTLD_NEXT, kReportFinished) != nullptr;
    return s_hasQt;
}

void holdUpLoop()
{
    if (s_longest > 0 && isMainThread() && hasWindowThread() && random()() % kLoopTurns == 0)
        holdUp(s_turns);
}

} // namespace

extern "C" {

/// How many jobs and how many turns of the loop were held up, so that a test can see that they are.
int pb_shakenJobs()
{
    return s_jobs;
}

int pb_shakenTurns()
{
    return s_turns;
}

// QFutureInterfaceBase::reportFinished(): the end of a job.
void _ZN20QFutureInterfaceBase14reportFinishedEv(void *self)
{
    static auto *const s_real = realFunction<void(void *)>(kReportFinished);
    holdUp(s_jobs);
    s_real(self);
}

// QFutureInterfaceBase::isCanceled(): asked once before a job begins.
bool _ZNK20QFutureInterfaceBase10isCanceledEv(const void *self)
{
    static auto *const s_real = realFunction<bool(const void *)>(kIsCanceled);
    if (!isMainThread())
        holdUp(s_jobs);
    return s_real(self);
}

int poll(pollfd *files, nfds_t count, int timeout)
{
    static auto *const s_real = realFunction<int(pollfd *, nfds_t, int)>("poll");
    const int ready = s_real(files, count, timeout);
    holdUpLoop();
    return ready;
}

int ppoll(pollfd *files, nfds_t count, const timespec *timeout, const sigset_t *signals)
{
    static auto *const s_real = realFunction<int(pollfd *, nfds_t, const timespec *, const sigset_t *)>("ppoll");
    const int ready = s_real(files, count, timeout, signals);
    holdUpLoop();
    return ready;
}

} // extern "C"
