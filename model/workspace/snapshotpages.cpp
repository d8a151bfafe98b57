#include "model/workspace/snapshotpages.h"

#include "model/workspace/database.h"
#include "model/workspace/statement.h"

#include <QtEndian>

#include <algorithm>
#include <atomic>

#include <sqlite3.h>

namespace persistence {

namespace {

constexpr int kFileHeaderSize = 100;
/// Source: sqlite.org/fileformat2.html, section 4.1.
constexpr sqlite3_int64 kLogHeaderSize = 32;
constexpr sqlite3_int64 kFrameHeaderSize = 24;
/// Looking through more frames of the log than these is no gain over reading by SQL: 512 MB.
constexpr quint32 kMaxFrames = 65'536;
/// Source: sqlite.org/walformat.html, section 2.2: size of a block of the index of the log, and where it says how many frames there are
/// and how many of them are in the file already. Numbers are in the order of bytes of the machine.
constexpr int kIndexBlock = 32 * 1024;
constexpr int kFramesOffset = 16;
constexpr int kFramesInFileOffset = 96;

sqlite3_file *fileOf(Database &database, int which)
{
    sqlite3_file *file = nullptr;
    const int code = sqlite3_file_control(database.handle(), "main", which, &file);
    return code == SQLITE_OK && file && file->pMethods ? file : nullptr;
}

/// Other programs may write the number at any time.
quint32 sharedNumber(volatile void *block, int offset)
{
    return std::atomic_ref<quint32>(*reinterpret_cast<quint32 *>(const_cast<char *>(static_cast<volatile char *>(block) + offset)))
        .load(std::memory_order_acquire);
}

} // namespace

std::unique_ptr<SnapshotPages> SnapshotPages::open(Database &database)
{
    std::unique_ptr<SnapshotPages> file(new SnapshotPages);
    file->m_file = fileOf(database, SQLITE_FCNTL_FILE_POINTER);
    if (!file->m_file || !file->readHeader() || !file->findNewerPages(database))
        return nullptr;
    return file;
}

bool SnapshotPages::readHeader()
{
    // Source: sqlite.org/fileformat2.html, section 1.3: page size at 16, where 1 means 65536; reserved bytes of each page at 20.
    uchar header[kFileHeaderSize];
    if (m_file->pMethods->xRead(m_file, header, kFileHeaderSize, 0) != SQLITE_OK)
        return false;
    const quint16 size = qFromBigEndian<quint16>(header + 16);
    m_pageSize = size == 1 ? 65536 : size;
    m_usableSize = m_pageSize - header[20];
    const bool isPowerOfTwo = m_pageSize >= 512 && (m_pageSize & (m_pageSize - 1)) == 0;
    sqlite3_int64 fileSize = 0;
    if (!isPowerOfTwo || m_usableSize < 480 || m_file->pMethods->xFileSize(m_file, &fileSize) != SQLITE_OK)
        return false;
    m_pages = quint32(std::min<sqlite3_int64>(fileSize / m_pageSize, 0xffff'fffe));
    return true;
}

bool SnapshotPages::findNewerPages(Database &database)
{
    Statement mode(database, "PRAGMA journal_mode");
    if (const auto row = mode.step(); !row || !*row)
        return false;
    if (mode.view(0) != QByteArrayView("wal"))
        return true; // readers keep writers out of the file
    // SQLite has this block in use for the transaction, so nothing is opened or changed by asking for it.
    volatile void *index = nullptr;
    if (m_file->pMethods->iVersion < 2)
        return false;
    const int mapped = m_file->pMethods->xShmMap(m_file, 0, kIndexBlock, 0, &index);
    sqlite3_file *log = fileOf(database, SQLITE_FCNTL_JOURNAL_POINTER);
    if ((mapped != SQLITE_OK && mapped != SQLITE_READONLY) || !index || !log)
        return false;
    // Frames that are in the file now stay, and later ones are not for this transaction or are met here. Should the log begin anew in
    // between, then because the file holds all that this transaction sees; and nobody writes to it while a transaction reads it alone.
    const quint32 inFile = sharedNumber(index, kFramesInFileOffset), frames = sharedNumber(index, kFramesOffset);
    if (frames > inFile && frames - inFile > kMaxFrames)
        return false;
    for (quint32 frame = inFile; frame < frames; ++frame) {
        uchar page[4];
        const sqlite3_int64 offset = kLogHeaderSize + frame * (kFrameHeaderSize + m_pageSize);
        if (log->pMethods->xRead(log, page, sizeof page, offset) != SQLITE_OK)
            return false;
        m_newer.push_back(qFromBigEndian<quint32>(page));
    }
    std::sort(m_newer.begin(), m_newer.end());
    return true;
}

bool SnapshotPages::isCurrent(quint32 page) const
{
    return page >= 1 && page <= m_pages && !std::binary_search(m_newer.begin(), m_newer.end(), page);
}

bool SnapshotPages::read(quint32 first, qsizetype count, char *target) const
{
    return m_file->pMethods->xRead(m_file, target, int(count * m_pageSize), sqlite3_int64(first - 1) * m_pageSize) == SQLITE_OK;
}

} // namespace persistence
