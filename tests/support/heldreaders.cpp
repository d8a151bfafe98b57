#include "tests/support/heldreaders.h"

#include <QMutex>
#include <QThread>
#include <QWaitCondition>

#include <sqlite3.h>

namespace persistence::tests {

namespace {

/// In front of every connection that is opened.
struct Gate
{
    QMutex mutex;
    QWaitCondition opened;
    const QThread *passes = nullptr;
    bool isClosed = false;
    int waiting = 0;
};

Gate s_gate;

int wait(sqlite3 *, const char **, const sqlite3_api_routines *)
{
    const QMutexLocker lock(&s_gate.mutex);
    if (QThread::currentThread() == s_gate.passes)
        return SQLITE_OK;
    ++s_gate.waiting;
    const QDeadlineTimer patience(10'000);
    while (s_gate.isClosed && s_gate.opened.wait(&s_gate.mutex, patience)) {
    }
    s_gate.isClosed = false;
    --s_gate.waiting;
    return SQLITE_OK;
}

} // namespace

HeldReaders::HeldReaders()
{
    s_gate.passes = QThread::currentThread();
    s_gate.isClosed = true;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(&wait));
}

HeldReaders::~HeldReaders()
{
    letGo();
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&wait));
}

int HeldReaders::count() const
{
    const QMutexLocker lock(&s_gate.mutex);
    return s_gate.waiting;
}

bool HeldReaders::isHolding() const
{
    const QMutexLocker lock(&s_gate.mutex);
    return s_gate.isClosed;
}

void HeldReaders::letGo()
{
    const QMutexLocker lock(&s_gate.mutex);
    s_gate.isClosed = false;
    s_gate.opened.wakeAll();
}

} // namespace persistence::tests
