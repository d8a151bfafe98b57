#include "model/workspace/pagefile.h"

#include "model/workspace/database.h"
#include "model/workspace/filesystem.h"

#include <QCoreApplication>
#include <QtEndian>

#include <sqlite3.h>

namespace persistence {

namespace {

constexpr qsizetype kHeaderSize = 100;
constexpr qsizetype kChangeCounter = 24;
constexpr qsizetype kPageCount = 28;
constexpr qsizetype kAutoVacuumRoot = 52;
/// What the change counter was when SQLite noted its own version beside it: the page count only holds while the two are equal.
constexpr qsizetype kVersionValidFor = 92;
/// The page that holds this byte of the file is for locks and never used (section 1.4).
constexpr qint64 kLockByte = 0x40000000;
/// One write. SQLite's own takes less than 128 KiB at a time (seekAndWriteFd), and larger ones are no faster.
constexpr qsizetype kWriteSize = 8 * PageFile::kPageSize;

qint64 offsetOf(quint32 page)
{
    return qint64(page - 1) * PageFile::kPageSize;
}

quint32 numberAt(const QByteArray &header, qsizetype place)
{
    return qFromBigEndian<quint32>(header.constData() + place);
}

void setNumberAt(QByteArray &header, qsizetype place, quint32 number)
{
    qToBigEndian(number, header.data() + place);
}

} // namespace

quint32 PageFile::numberAfter(quint32 page)
{
    return page + (offsetOf(page + 1) == kLockByte ? 2 : 1);
}

Result<void> PageFile::begin()
{
    m_header.resize(kHeaderSize);
    if (auto read = m_database.readFile(0, m_header.data(), kHeaderSize); !read)
        return read;
    const bool isOurs = qFromBigEndian<quint16>(m_header.constData() + 16) == kPageSize && m_header[20] == 0 &&
                        numberAt(m_header, kAutoVacuumRoot) == 0 && numberAt(m_header, kPageCount) > 0 &&
                        numberAt(m_header, kChangeCounter) == numberAt(m_header, kVersionValidFor);
    if (!isOurs || sqlite3_txn_state(m_database.handle(), "main") != SQLITE_TXN_NONE)
        return Error{ErrorKind::Failed,
                     QCoreApplication::translate("Import", "The new workspace has another form than expected; it was not kept."),
                     {}};
    m_last = numberAt(m_header, kPageCount);
    return {};
}

Result<void> PageFile::end()
{
    if (auto flushed = flush(); !flushed)
        return flushed;
    const quint32 change = numberAt(m_header, kChangeCounter) + 1;
    setNumberAt(m_header, kChangeCounter, change);
    setNumberAt(m_header, kVersionValidFor, change);
    setNumberAt(m_header, kPageCount, m_last);
    return write(0, m_header);
}

Result<quint32> PageFile::append(const char *page)
{
    const quint32 number = nextNumber();
    if (number != m_last + 1 || m_waiting.size() >= kWriteSize) {
        if (auto flushed = flush(); !flushed)
            return flushed.error();
    }
    if (m_waiting.isEmpty())
        m_waitingOffset = offsetOf(number);
    m_waiting.append(page, kPageSize);
    m_last = number;
    return number;
}

Result<void> PageFile::replace(quint32 number, const char *page)
{
    return write(offsetOf(number), {page, kPageSize});
}

Result<void> PageFile::flush()
{
    auto written = write(m_waitingOffset, m_waiting);
    if (written && m_earlyFlush)
        m_earlyFlush->grewTo(m_waitingOffset + m_waiting.size());
    m_waiting.resize(0);
    return written;
}

Result<void> PageFile::write(qint64 offset, QByteArrayView bytes)
{
    return bytes.isEmpty() ? Result<void>() : m_database.writeFile(offset, bytes);
}

} // namespace persistence
