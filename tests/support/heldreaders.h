#pragma once

namespace persistence::tests {

/// While it lives, work on other threads stops where it would begin to read a workspace, so that a test can look at what happens meanwhile.
/// It must be gone before somebody waits for the end of such work; who does so earlier is let go after a while, and isHolding() tells.
/// One at a time, on the thread of the test.
class HeldReaders final
{
public:
    HeldReaders();
    ~HeldReaders();
    HeldReaders(const HeldReaders &) = delete;
    HeldReaders &operator=(const HeldReaders &) = delete;

    /// How many wait.
    [[nodiscard]] int count() const;
    /// Nobody was let go.
    [[nodiscard]] bool isHolding() const;
    void letGo();
};

} // namespace persistence::tests
