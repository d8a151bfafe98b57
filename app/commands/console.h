#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/bson/builder.h"

#include <QByteArrayView>
#include <QString>

#include <memory>
#include <thread>

/// Standard output and standard error of the command line.
namespace persistence::console {

/// Makes sure that the descriptors 0 to 2 are taken, so that no file of ours gets one of them and then what is printed; and that a closed
/// pipe and a file that reached its size limit are errors like others, not the end of the program before it has tidied up.
void secureStandardStreams();

/// Writes to standard output. A failure (full disk, closed pipe) is kept for flush() and cancels the command that runs.
void print(const QByteArray &utf8);
inline void print(const QString &text)
{
    print(text.toUtf8());
}

/// Flushes standard output. An error if anything printed got lost; its message is empty where a reader simply had enough (a closed pipe).
[[nodiscard]] Result<void> flush();

/// Writes one line to standard error. File names and records may be part of it: nothing in it can steer the terminal.
void printError(const QString &line);

/// Whether people watch: standard output or standard error is a terminal.
bool isOutputTerminal();
bool isErrorTerminal();

/// Text from records for a terminal: control characters and invalid bytes become visible, so that data cannot steer the terminal.
QString shown(QByteArrayView utf8);

/// Writes JSON text to standard output. Control characters beyond those that JSON must escape are escaped too, so that data cannot steer
/// the terminal; the text means the same.
void printJson(QByteArray json);
/// Machine-readable output: a document of ours as one line of relaxed Extended JSON.
QByteArray plainJson(QByteArrayView document);
/// A number for it: an int32 if it fits, so that it prints without a wrapper.
void appendNumber(bson::Builder &builder, QByteArrayView name, qint64 value);

/// A count with thousands separators, the same in every locale.
QString number(qint64 value);

/// While it lives, SIGINT, SIGTERM and SIGHUP cancel \a progress; a second signal ends the program. Guards nest: the outer one is back
/// after the inner one.
class InterruptGuard final
{
public:
    explicit InterruptGuard(Progress &progress);
    ~InterruptGuard();
    Q_DISABLE_COPY_MOVE(InterruptGuard)

private:
    Progress *m_outer;
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
