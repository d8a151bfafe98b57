#include "ui/window/quitsignals.h"

#include <QSocketNotifier>

#include <array>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

namespace persistence {

namespace {

// A handler may do next to nothing, so it writes a byte into a pipe that the event loop reads.
std::array<int, 2> pipeEnds = {-1, -1};

void wake(int)
{
    const char byte = 0;
    // Nobody could be told of a failure here; a full pipe has woken the loop already.
    [[maybe_unused]] const ssize_t written = ::write(pipeEnds[1], &byte, 1);
}

constexpr std::array kSignals = {SIGTERM, SIGHUP, SIGINT};

void setHandler(int number, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(number, &action, nullptr);
}

} // namespace

QuitSignals::QuitSignals(QObject *parent) : QObject(parent)
{
    if (::pipe2(pipeEnds.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        [[maybe_unused]] const ssize_t read = ::read(pipeEnds[0], bytes, sizeof bytes);
        emit received();
    });
    for (const int number : kSignals)
        setHandler(number, &wake);
    setHandler(SIGPIPE, SIG_IGN);
}

QuitSignals::~QuitSignals()
{
    if (!m_notifier)
        return;
    for (const int number : kSignals)
        setHandler(number, SIG_DFL);
    for (int &end : pipeEnds) {
        ::close(end);
        end = -1;
    }
}

} // namespace persistence
