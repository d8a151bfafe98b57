#pragma once

#include "model/base/result.h"

#include <QByteArrayView>

namespace persistence {

/// Takes the bytes of an export, in order: to a file, a pipe, a compressor. One thread at a time.
class ByteSink
{
public:
    virtual ~ByteSink() = default;

    /// Takes all of \a bytes or fails; after a failure nothing more may be written.
    [[nodiscard]] virtual Result<void> write(QByteArrayView bytes) = 0;
    /// After the last byte: everything is where it belongs when it returns.
    [[nodiscard]] virtual Result<void> finish() = 0;

protected:
    ByteSink() = default;
    Q_DISABLE_COPY_MOVE(ByteSink)
};

} // namespace persistence
