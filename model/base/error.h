#pragma once

#include <QString>

namespace persistence {

/// What kind of failure happened; the command line turns it into an exit code, the window into a message.
enum class ErrorKind {
    Failed,       ///< anything without a kind of its own
    TooLarge,     ///< refused for what it would become, unless the user wants it
    Damaged,      ///< the input is damaged; the usable part was kept
    NoSpace,      ///< the disk or the quota is full
    Busy,         ///< another program holds the file
    Permission,   ///< the system refused access
    NewerVersion, ///< written by a newer version of this program
    OlderVersion, ///< must be brought to the present format first
    Network,      ///< a server could not be reached or refused
    Conflict,     ///< somebody else changed the same thing
    Cancelled,    ///< the user stopped it; never shown as an error
};

/// Why something failed. Made where the fact is known, passed up unchanged, shown once.
struct Error
{
    ErrorKind kind = ErrorKind::Failed;
    /// One translated sentence or two for people: what failed, which thing, what was kept, what to do.
    QString message;
    /// Technical detail for "Details" and the log; may be empty. Never holds stored values or secrets.
    QString detail;

    static Error cancelled();
};

/// The error of the failed system call whose errno is given; \a what says in a sentence what could not be done.
Error systemError(const QString &what, int errorNumber);

/// The exit code of the command line for an error of this kind (reliability guide, section 5).
int exitCode(ErrorKind kind);

} // namespace persistence
