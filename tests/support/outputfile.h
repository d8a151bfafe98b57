#pragma once

#include "model/base/result.h"

#include <QFile>
#include <QIODevice>

#include <zlib.h>

namespace persistence::test {

/// A file that is written from front to back, gzipped or not; "-" is standard output. The same bytes in give the same file.
/// Writing never fails: what goes wrong is kept and reported by finish().
class OutputFile final : public QIODevice
{
public:
    OutputFile() = default;
    ~OutputFile() override;

    [[nodiscard]] Result<void> start(const QString &path, bool gzip);
    [[nodiscard]] Result<void> finish();

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *data, qint64 size) override;

private:
    QFile m_file;
    gzFile m_gzip = nullptr;
    bool m_failed = false;
};

} // namespace persistence::test
