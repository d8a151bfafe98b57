#include "tests/support/outputfile.h"

#include <cerrno>
#include <cstdio>

#include <unistd.h>

namespace persistence::test {

OutputFile::~OutputFile()
{
    if (m_gzip)
        gzclose(m_gzip);
}

Result<void> OutputFile::start(const QString &path, bool gzip)
{
    const bool isStandard = path == QLatin1String("-");
    bool isOpen = false;
    if (gzip) {
        m_gzip = isStandard ? gzdopen(dup(STDOUT_FILENO), "wb9") : gzopen(QFile::encodeName(path).constData(), "wb9");
        isOpen = m_gzip != nullptr;
    } else if (isStandard) {
        isOpen = m_file.open(stdout, QIODevice::WriteOnly);
    } else {
        m_file.setFileName(path);
        isOpen = m_file.open(QIODevice::WriteOnly | QIODevice::Truncate);
    }
    if (!isOpen || !open(QIODevice::WriteOnly))
        return systemError(QStringLiteral("%1 cannot be written").arg(path), errno);
    return {};
}

qint64 OutputFile::writeData(const char *data, qint64 size)
{
    if (m_gzip)
        m_failed |= gzwrite(m_gzip, data, unsigned(size)) != size;
    else
        m_failed |= m_file.write(data, size) != size;
    return size;
}

Result<void> OutputFile::finish()
{
    if (m_gzip) {
        m_failed |= gzclose(m_gzip) != Z_OK;
        m_gzip = nullptr;
    } else {
        m_failed |= !m_file.flush();
        m_file.close();
    }
    if (m_failed)
        return systemError(QStringLiteral("The sample could not be written completely"), errno);
    return {};
}

} // namespace persistence::test
