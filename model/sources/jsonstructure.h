#pragma once

#include <QByteArrayView>

namespace persistence {

/// Finds the end of a JSON value by its brackets, 64 bytes at a time, without reading it. Strings and escapes are understood; whether the
/// value is valid is for a reader to say. Can be stopped at any byte and go on with more text. Not thread-safe.
class JsonStructure final
{
public:
    enum class Stop {
        MoreNeeded, ///< the text ended before the value
        End,        ///< behind the closing bracket of the value
        LineStart,  ///< at a `{` that begins a line inside the value: perhaps the next document, and this one was cut
    };

    struct Result
    {
        Stop stop = Stop::MoreNeeded;
        qsizetype position = 0;
    };

    /// Forgets everything: the next text starts a value.
    void restart() { *this = JsonStructure(); }
    /// Looks at \a text from \a from on, which is where the last call stopped or, after MoreNeeded, its end.
    [[nodiscard]] Result scan(QByteArrayView text, qsizetype from);
    /// Whether the place of the last stop is inside a string.
    [[nodiscard]] bool isInString() const { return m_isInString; }

private:
    struct Block;

    [[nodiscard]] Result walk(const Block &block, qsizetype start);

    qint64 m_depth = 0;
    bool m_isInString = false;
    bool m_isEscaped = false;   ///< the next byte is, by a backslash before it
    bool m_isAfterLine = false; ///< the next byte begins a line
};

} // namespace persistence
