#include "model/workspace/recordpages.h"

#include "model/workspace/database.h"
#include "model/workspace/pageformat.h"
#include "model/workspace/snapshotpages.h"
#include "model/workspace/statement.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <limits>

// All section numbers are of sqlite.org/fileformat2.html.

namespace persistence {

namespace {

// Section 1.6: the kinds of pages of a table, and where things are in them.
constexpr char kInnerPage = 0x05;
constexpr char kLeafPage = 0x0d;
constexpr qsizetype kInnerHeader = 12;
constexpr qsizetype kLeafHeader = 8;
constexpr qsizetype kCellCount = 3;
constexpr qsizetype kLastChild = 8;
/// A tree that is deeper than this is damaged: each level has at least two children.
constexpr size_t kMaxDepth = 20;
/// Longer contents are none: SQLite is not allowed to make or read them either.
constexpr qint64 kMaxContent = 256 * 1024 * 1024;
/// So many pages of a long content are read at once.
constexpr qint64 kChainAtOnce = 64;
constexpr qint64 kNoEnd = std::numeric_limits<qint64>::max();

// The place of the columns in the table of records, see the schema.
constexpr size_t kAppColumn = 1;
constexpr size_t kChecksumColumn = 6;
constexpr size_t kBodyColumn = 7;

quint16 number16(QByteArrayView bytes, qsizetype offset)
{
    return qFromBigEndian<quint16>(bytes.data() + offset);
}

quint32 number32(QByteArrayView bytes, qsizetype offset)
{
    return qFromBigEndian<quint32>(bytes.data() + offset);
}

bool takeLongVarint(QByteArrayView bytes, qsizetype &offset, quint64 &value)
{
    value = 0;
    for (int i = 0; i < 9; ++i) {
        if (offset >= bytes.size())
            return false;
        const auto byte = quint8(bytes[offset++]);
        if (i == 8) {
            value = (value << 8) | byte;
            return true;
        }
        value = (value << 7) | (byte & 0x7f);
        if (byte < 0x80)
            return true;
    }
    return true;
}

/// Section 1.6: up to eight bytes of seven bits each, and a ninth of eight. False if it goes beyond the end.
inline bool takeVarint(QByteArrayView bytes, qsizetype &offset, quint64 &value)
{
    if (offset < bytes.size() && quint8(bytes[offset]) < 0x80) {
        value = quint8(bytes[offset++]);
        return true;
    }
    return takeLongVarint(bytes, offset, value);
}

/// Section 2.1: how many bytes the value of a column takes; -1 for a type that is not in use.
qint64 sizeOfType(quint64 type)
{
    constexpr std::array<qint8, 12> kSizes = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, -1, -1};
    if (type < kSizes.size())
        return kSizes[type];
    return type <= quint64(std::numeric_limits<int>::max()) ? qint64(type - 12) / 2 : -1;
}

/// Section 2.1: a whole number of \a type, which is none of a NULL or a floating point number.
std::optional<qint64> readInteger(QByteArrayView bytes, quint64 type)
{
    if (type == 8 || type == 9)
        return qint64(type - 8);
    if (type == 6)
        return qFromBigEndian<qint64>(bytes.data());
    if (type < 1 || type > 6)
        return std::nullopt;
    auto value = quint64(qint64(qint8(bytes.front())));
    for (const char byte : bytes.sliced(1))
        value = (value << 8) | quint8(byte);
    return qint64(value);
}

} // namespace

std::unique_ptr<RecordPages> RecordPages::open(Database &database, const SnapshotPages &file)
{
    const auto root = database.queryInteger("SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'record'");
    if (!root || *root <= 1 || *root > std::numeric_limits<qint32>::max())
        return nullptr;
    std::unique_ptr<RecordPages> pages(new RecordPages(file));
    pages->m_root = quint32(*root);
    if (!pages->measureDepth())
        return nullptr;
    pages->restart();
    return pages;
}

/// All ways down a sound tree have the same length, so any will do that can be read.
bool RecordPages::measureDepth()
{
    QByteArray page(m_file.pageSize(), Qt::Uninitialized);
    quint32 number = m_root;
    for (m_depth = 0; m_depth < kMaxDepth; ++m_depth) {
        if (!m_file.isCurrent(number) || !m_file.read(number, 1, page.data()))
            return false;
        if (page.front() == kLeafPage)
            return true;
        Level level{{}, 0, 0, 1, kNoEnd};
        if (!readInner(number, level))
            return false;
        do {
            const auto child = takeChild(level);
            if (!child)
                return false;
            number = child->number;
        } while (!m_file.isCurrent(number) && level.next < level.children);
    }
    return false;
}

void RecordPages::restart()
{
    m_current.reset();
    m_levels.clear();
    // A level above the tree, whose only child is the root.
    QByteArray above(kInnerHeader, '\0');
    qToBigEndian(m_root, above.data() + kLastChild);
    m_levels.push_back({above, 1, 0, 1, kNoEnd});
}

bool RecordPages::readInner(quint32 number, Level &level) const
{
    level.page.resize(m_file.pageSize());
    if (!m_file.isCurrent(number) || !m_file.read(number, 1, level.page.data()) || level.page.front() != kInnerPage)
        return false;
    level.page.truncate(m_file.usableSize());
    const int cells = number16(level.page, kCellCount);
    level.children = cells + 1;
    level.next = 0;
    return kInnerHeader + 2 * cells <= level.page.size();
}

/// Section 1.6: a cell names a child and the greatest row in it; what is greater than all of them is in the last child.
std::optional<RecordPage> RecordPages::takeChild(Level &level) const
{
    RecordPage child{0, {level.first}, {level.end}};
    if (level.next + 1 == level.children) {
        child.number = number32(level.page, kLastChild);
    } else {
        qsizetype cell = number16(level.page, kInnerHeader + 2 * level.next);
        if (cell < kInnerHeader || cell + 4 > level.page.size())
            return std::nullopt;
        child.number = number32(level.page, cell);
        cell += 4;
        quint64 last = 0;
        if (!takeVarint(level.page, cell, last) || qint64(last) < level.first || qint64(last) >= level.end - 1)
            return std::nullopt;
        child.end.value = qint64(last) + 1;
    }
    ++level.next;
    level.first = child.end.value;
    return child.number == 0 ? std::nullopt : std::optional(child);
}

std::optional<RecordPage> RecordPages::from(RecordRow row)
{
    if (m_current && row < m_current->first)
        restart();
    if (m_current && row < m_current->end)
        return m_current;
    while (!m_levels.empty()) {
        Level &level = m_levels.back();
        if (level.next >= level.children) {
            m_levels.pop_back();
            continue;
        }
        const qint64 first = level.first;
        auto child = takeChild(level);
        if (!child) {
            child = RecordPage{0, {first}, {level.end}};
            m_levels.pop_back();
        }
        if (child->end <= row)
            continue;
        if (child->number != 0 && m_levels.size() <= m_depth) {
            Level below{{}, 0, 0, child->first.value, child->end.value};
            if (readInner(child->number, below)) {
                m_levels.push_back(std::move(below));
                continue;
            }
            child->number = 0;
        }
        m_current = child;
        return child;
    }
    return std::nullopt;
}

/// Section 1.7: an overflow page is the number of the next one, and content. They mostly are neighbours, and read as if they were.
bool RecordPages::readWhole(const RecordCell &cell, QByteArray &content)
{
    if (cell.size > kMaxContent)
        return false;
    content.resize(cell.size);
    char *end = std::copy(cell.content.begin(), cell.content.end(), content.data());
    qint64 left = cell.size - cell.content.size();
    const qint64 room = m_file.usableSize() - 4;
    quint32 page = cell.rest;
    while (left > 0) {
        const qint64 wanted = std::min((left + room - 1) / room, kChainAtOnce);
        qint64 count = 0;
        while (count < wanted && m_file.isCurrent(page + quint32(count)))
            ++count;
        m_chain.resize(count * m_file.pageSize());
        if (count == 0 || !m_file.read(page, count, m_chain.data()))
            return false;
        const quint32 first = page;
        for (qint64 i = 0; i < count && page == first + quint32(i); ++i) {
            const char *bytes = m_chain.constData() + i * m_file.pageSize();
            const qint64 size = std::min(left, room);
            end = std::copy_n(bytes + 4, size, end);
            left -= size;
            page = qFromBigEndian<quint32>(bytes);
        }
    }
    return true;
}

/// Section 1.6: a cell of a leaf is the size of the row's content, the row, the content as far as it is local, and if that is not all of
/// it the number of the page where it goes on.
bool readCells(QByteArrayView usable, const RecordPage &page, std::vector<RecordCell> &cells)
{
    cells.clear();
    if (usable.size() < kLeafHeader || usable.front() != kLeafPage)
        return false;
    const qsizetype count = number16(usable, kCellCount);
    const qsizetype content = kLeafHeader + 2 * count;
    if (content > usable.size())
        return false;
    qint64 least = page.first.value;
    for (qsizetype i = 0; i < count; ++i) {
        qsizetype offset = number16(usable, kLeafHeader + 2 * i);
        quint64 size = 0, row = 0;
        if (offset < content || !takeVarint(usable, offset, size) || !takeVarint(usable, offset, row))
            return false;
        if (size > quint64(std::numeric_limits<int>::max()) || qint64(row) < least || qint64(row) >= page.end.value)
            return false;
        least = qint64(row) + 1;
        const qint64 local = localSize(qint64(size), mostInTablePage(usable.size()), usable.size());
        const bool goesOn = local < qint64(size);
        if (offset + local + (goesOn ? 4 : 0) > usable.size())
            return false;
        cells.push_back({{qint64(row)}, qint64(size), usable.sliced(offset, local), goesOn ? number32(usable, offset + local) : 0});
    }
    return true;
}

/// Section 2.1: the size of the header and the type of each column, then the values in the same order.
std::optional<RecordContent> readContent(QByteArrayView content)
{
    qsizetype offset = 0;
    quint64 headerSize = 0;
    if (!takeVarint(content, offset, headerSize) || headerSize > quint64(content.size()))
        return std::nullopt;
    const QByteArrayView header = content.first(qsizetype(headerSize));
    RecordContent record;
    qint64 place = qint64(headerSize);
    for (size_t column = 0; column <= kBodyColumn; ++column) {
        quint64 type = 0;
        if (!takeVarint(header, offset, type))
            return std::nullopt;
        const qint64 size = sizeOfType(type);
        if (size < 0 || place + size > content.size())
            return std::nullopt;
        const QByteArrayView value = content.sliced(place, size);
        place += size;
        if (column == kBodyColumn) {
            const bool isBlob = type >= 12 && type % 2 == 0;
            record.body = value;
            return isBlob ? std::optional(record) : std::nullopt;
        }
        if (column != kAppColumn && column != kChecksumColumn)
            continue;
        const auto number = readInteger(value, type);
        if (!number)
            return std::nullopt;
        if (column == kAppColumn)
            record.app = *number;
        else
            record.checksum = quint64(*number);
    }
    return std::nullopt;
}

} // namespace persistence
