#pragma once

#include "model/base/progress.h"
#include "model/bson/builder.h"

#include <QByteArrayView>
#include <QString>

#include <memory>
#include <thread>

/// Standard output and standard error of the command line.
namespace persistence::console {

/// Writes to standard output. A failure (full disk, closed pipe) is kept for flush().
void print(const QByteArray &utf8);
inline void print(const QString &text)
{
    print(text.toUtf8());
}

/// Flushes standard output; false, with a message on standard error, if anything printed got lost.
bool flush();

/// Writes one line to standard error.
void printError(const QString &line);

/// Whether people watch: standard output or standard error is a terminal.
bool isOutputTerminal();
bool isErrorTerminal();

/// Text from records for a terminal: control characters and invalid bytes become visible, so that data cannot steer the terminal.
QString shown(QByteArrayView utf8);

/// Machine-readable output: a document of ours as one line of relaxed Extended JSON.
QByteArray plainJson(QByteArrayView document);
/// A number for it: an int32 if it fits, so that it prints without a wrapper.
void appendNumber(bson::Builder &builder, QByteArrayView name, qint64 value);

/// A count with thousands separators, the same in every locale.
QString number(qint64 value);

/// While it lives, SIGINT, SIGTERM and SIGHUP cancel \a progress; a second signal ends the program.
class InterruptGuard final
{
public:
    explicit InterruptGuard(Progress &progress);
    ~InterruptGuard();
    Q_DISABLE_COPY_MOVE(InterruptGuard)
};

/// While it lives, shows a progress on standard error, if that is a terminal.
class ProgressLine final
{
public:
    explicit ProgressLine(const Progress &progress);
    ~ProgressLine();
    Q_DISABLE_COPY_MOVE(ProgressLine)

private:
    std::jthread m_thread;
};

} // namespace persistence::console
