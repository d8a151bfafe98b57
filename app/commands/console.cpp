#include "app/commands/console.h"

#include "model/bson/displaytext.h"
#include "model/bson/extendedjsonwriter.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QLocale>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <limits>
#include <mutex>

#include <fcntl.h>
#include <unistd.h>

namespace persistence::console {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Console)
};

int outputError = 0;
std::atomic<Progress *> interruptedProgress = nullptr;

void interrupt(int signal)
{
    Progress *progress = interruptedProgress.exchange(nullptr);
    if (!progress) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
        return;
    }
    progress->cancel();
}

/// A signal that is ignored stays so: the program may run under nohup or in the background of a script.
void replaceHandler(int signal, void (*handler)(int))
{
    if (std::signal(signal, handler) == SIG_IGN)
        std::signal(signal, SIG_IGN);
}

QString progressText(const Progress &progress, const QElapsedTimer &timer)
{
    const double seconds = double(timer.elapsed()) / 1000;
    const qint64 done = progress.done;
    const qint64 total = progress.total;
    const double megabytes = double(done) / 1e6;
    QString text = Texts::tr("%1 · %2 records · %3 MB/s")
                       .arg(progress.stage(), number(progress.records), QString::number(seconds > 0 ? megabytes / seconds : 0, 'f', 0));
    if (progress.problems > 0)
        text += Texts::tr(" · %1 problems").arg(number(progress.problems));
    if (total > 0 && done > 0 && done < total) {
        const double left = seconds * double(total - done) / double(done);
        text += Texts::tr(" · %1 % · %2 s left").arg(QString::number(100 * done / total), QString::number(left, 'f', 0));
    }
    return text;
}

} // namespace

void secureStandardStreams()
{
    // A descriptor that was closed becomes one that fails as before: standard input cannot be read, the others cannot be written.
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
            (void)::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

void print(const QByteArray &utf8)
{
    if (outputError != 0 || std::fwrite(utf8.constData(), 1, size_t(utf8.size()), stdout) == size_t(utf8.size()))
        return;
    outputError = errno;
    if (Progress *progress = interruptedProgress)
        progress->cancel();
}

Result<void> flush()
{
    if (outputError == 0 && std::fflush(stdout) != 0)
        outputError = errno;
    if (outputError == 0)
        return {};
    Error error = systemError(Texts::tr("The output could not be written"), outputError);
    if (outputError == EPIPE)
        error.message.clear();
    return error;
}

void printError(const QString &line)
{
    constexpr qsizetype kMaxLine = 64 * 1024;
    const QByteArray text = "persistence-browser: " + bson::displayText(line.toUtf8(), kMaxLine).toUtf8() + '\n';
    std::fwrite(text.constData(), 1, size_t(text.size()), stderr);
}

bool isOutputTerminal()
{
    return ::isatty(STDOUT_FILENO) == 1;
}

bool isErrorTerminal()
{
    return ::isatty(STDERR_FILENO) == 1;
}

QString shown(QByteArrayView utf8)
{
    constexpr qsizetype kMaxShown = 4096;
    return bson::displayText(utf8, kMaxShown);
}

void printJson(QByteArray json)
{
    const auto isControl = [&json](qsizetype i) {
        return json[i] == '\x7f' || (json[i] == '\xc2' && i + 1 < json.size() && uchar(json[i + 1]) >= 0x80 && uchar(json[i + 1]) < 0xa0);
    };
    for (qsizetype i = 0; i < json.size(); ++i) {
        if (!isControl(i))
            continue;
        const qsizetype size = json[i] == '\x7f' ? 1 : 2;
        json.replace(i, size, "\\u00" + QByteArray::number(uchar(json[i + size - 1]), 16));
    }
    print(json);
}

QByteArray plainJson(QByteArrayView document)
{
    QByteArray text;
    bson::writeExtendedJson(bson::DocumentView(document), {bson::JsonMode::Relaxed, 0}, text);
    return text;
}

void appendNumber(bson::Builder &builder, QByteArrayView name, qint64 value)
{
    if (value >= std::numeric_limits<qint32>::min() && value <= std::numeric_limits<qint32>::max())
        builder.appendInt32(name, qint32(value));
    else
        builder.appendInt64(name, value);
}

QString number(qint64 value)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(value);
}

InterruptGuard::InterruptGuard(Progress &progress) : m_outer(interruptedProgress.exchange(&progress))
{
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        replaceHandler(signal, &interrupt);
}

InterruptGuard::~InterruptGuard()
{
    interruptedProgress = m_outer;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        if (!m_outer)
            replaceHandler(signal, SIG_DFL);
    }
}

ProgressLine::ProgressLine(const Progress &progress)
{
    if (!isErrorTerminal())
        return;
    m_thread = std::jthread([&progress](const std::stop_token &stop) {
        using namespace std::chrono_literals;
        std::mutex mutex;
        std::condition_variable_any wake;
        QElapsedTimer timer;
        timer.start();
        std::unique_lock lock(mutex);
        while (!wake.wait_for(lock, stop, 250ms, [&stop] { return stop.stop_requested(); })) {
            const QByteArray line = "\r\x1b[K" + progressText(progress, timer).toUtf8();
            std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
        }
        std::fputs("\r\x1b[K", stderr);
    });
}

ProgressLine::~ProgressLine() = default;

} // namespace persistence::console
