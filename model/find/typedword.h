#pragma once

#include <QByteArrayView>

namespace persistence {

/// The word of a filter in which the cursor stands, up to the cursor, in two parts: `user:` and `@al`.
struct TypedWord
{
    qsizetype start = 0;
    QByteArrayView head; ///< with its operator; empty if there is none yet
    QByteArrayView rest;
    qsizetype restStart = 0;

    /// The head without its operator.
    [[nodiscard]] QByteArrayView name() const;
};

/// The word before byte \a cursor of \a text.
[[nodiscard]] TypedWord wordAt(QByteArrayView text, qsizetype cursor);

} // namespace persistence
