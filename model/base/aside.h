#pragma once

#include <future>
#include <system_error>

namespace persistence {

/// Runs a copy of \a work on a thread of its own; where the system gives none, later, on the thread that asks for the result. What it
/// throws comes out there.
template <typename Work>
[[nodiscard]] auto runAside(const Work &work)
{
    // Not both policies at once: the library would fall back with what it has moved away already (GCC 12).
    try {
        return std::async(std::launch::async, work);
    } catch (const std::system_error &) {
        return std::async(std::launch::deferred, work);
    }
}

} // namespace persistence
