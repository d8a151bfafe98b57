#include "model/workspace/treewriter.h"

#include "model/workspace/pageformat.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace persistence {

namespace {

constexpr qsizetype kChildSize = 4;
constexpr qsizetype kOverflowRoom = overflowRoom(PageFile::kPageSize);

char *putBytes(QByteArrayView bytes, char *to)
{
    std::memcpy(to, bytes.data(), size_t(bytes.size()));
    return to + bytes.size();
}

} // namespace

void TreePage::restart()
{
    m_bytes.fill(0);
    m_cells = 0;
    m_contentStart = PageFile::kPageSize;
}

char *TreePage::add(qsizetype cellSize)
{
    m_contentStart -= cellSize;
    qToBigEndian(quint16(m_contentStart), m_bytes.data() + pointerPlace(m_cells));
    ++m_cells;
    return m_bytes.data() + m_contentStart;
}

QByteArrayView TreePage::last() const
{
    const qsizetype end =
        m_cells > 1 ? qFromBigEndian<quint16>(m_bytes.data() + pointerPlace(m_cells - 2)) : qsizetype(PageFile::kPageSize);
    return {m_bytes.data() + m_contentStart, end - m_contentStart};
}

void TreePage::removeLast()
{
    const qsizetype size = last().size();
    std::memset(m_bytes.data() + m_contentStart, 0, size_t(size));
    m_contentStart += size;
    --m_cells;
    qToBigEndian(quint16(0), m_bytes.data() + pointerPlace(m_cells));
}

void TreePage::setRightmost(quint32 child)
{
    qToBigEndian(child, m_bytes.data() + 8);
}

const char *TreePage::bytes()
{
    m_bytes[0] = char(m_kind);
    qToBigEndian(quint16(m_cells), m_bytes.data() + 3);
    qToBigEndian(quint16(m_contentStart), m_bytes.data() + 5);
    return m_bytes.data();
}

void TreeWriter::Cell::copyTo(char *place) const
{
    place = putBytes({head.data(), headSize}, place);
    place = putBytes(local, place);
    if (overflow > 0)
        qToBigEndian(overflow, place);
}

void TreeWriter::Level::add(quint32 page, QByteArrayView divider)
{
    pages.push_back(page);
    dividers.append(divider.data(), size_t(divider.size()));
    dividerEnds.push_back(quint32(dividers.size()));
}

QByteArrayView TreeWriter::Level::divider(size_t i) const
{
    const quint32 start = i == 0 ? 0 : dividerEnds[i - 1];
    return {dividers.data() + start, qsizetype(dividerEnds[i] - start)};
}

TreeWriter::TreeWriter(PageFile &file, Kind kind, quint32 root)
    : m_file(file)
    , m_kind(kind)
    , m_root(root)
    , m_leaf(kind == Kind::Table ? TreePage::Kind::LeafTable : TreePage::Kind::LeafIndex)
{
}

Result<void> TreeWriter::append(qint64 rowid, QByteArrayView row)
{
    Q_ASSERT(m_kind == Kind::Table && (m_leaf.isEmpty() || rowid > m_lastRowid));
    char *end = putVarint(quint64(row.size()), m_cell.head.data());
    m_cell.headSize = putVarint(quint64(rowid), end) - m_cell.head.data();
    if (auto made = makeCell(row, m_cell); !made)
        return made;
    if (!m_leaf.hasRoom(m_cell.size())) {
        // Rowids up to the divider are in the page before it.
        char divider[kMaxVarintSize];
        if (auto closed = closeLeaf({divider, putVarint(quint64(m_lastRowid), divider) - divider}); !closed)
            return closed;
    }
    m_cell.copyTo(m_leaf.add(m_cell.size()));
    m_lastRowid = rowid;
    return {};
}

Result<void> TreeWriter::append(QByteArrayView row)
{
    Q_ASSERT(m_kind == Kind::Index);
    m_cell.headSize = putVarint(quint64(row.size()), m_cell.head.data()) - m_cell.head.data();
    if (auto made = makeCell(row, m_cell); !made)
        return made;
    // The dividers of an index are rows themselves.
    if (!m_divider.empty()) {
        if (auto closed = closeLeaf(m_divider); !closed)
            return closed;
        m_divider.clear();
    } else if (!m_leaf.hasRoom(m_cell.size())) {
        m_divider.resize(size_t(m_cell.size()));
        m_cell.copyTo(m_divider.data());
        return {};
    }
    m_cell.copyTo(m_leaf.add(m_cell.size()));
    return {};
}

Result<void> TreeWriter::makeCell(QByteArrayView row, Cell &cell)
{
    const qsizetype most = m_kind == Kind::Table ? mostInTablePage(PageFile::kPageSize) : mostInIndexPage(PageFile::kPageSize);
    const qsizetype local = localSize(row.size(), most, PageFile::kPageSize);
    cell.local = row.first(local);
    cell.overflow = 0;
    if (local == row.size())
        return {};
    auto overflow = writeOverflow(row.sliced(local));
    if (!overflow)
        return overflow.error();
    cell.overflow = *overflow;
    return {};
}

/// Pages in a row, each with the number of the next one and then bytes; gives the first.
Result<quint32> TreeWriter::writeOverflow(QByteArrayView rest)
{
    const quint32 first = m_file.nextNumber();
    QByteArray page;
    while (!rest.isEmpty()) {
        const qsizetype size = std::min(rest.size(), kOverflowRoom);
        const bool isLast = size == rest.size();
        page.fill(0, PageFile::kPageSize);
        qToBigEndian(isLast ? 0 : PageFile::numberAfter(m_file.nextNumber()), page.data());
        putBytes(rest.first(size), page.data() + 4);
        if (auto appended = m_file.append(page.constData()); !appended)
            return appended.error();
        rest = rest.sliced(size);
    }
    return first;
}

Result<void> TreeWriter::closeLeaf(QByteArrayView divider)
{
    const auto page = m_file.append(m_leaf.bytes());
    if (!page)
        return page.error();
    m_leaves.add(*page, divider);
    m_leaf.restart();
    return {};
}

Result<void> TreeWriter::finish()
{
    if (!m_divider.empty()) {
        // No row came behind it: it has to be one, and the last row of the full leaf becomes the divider.
        const std::string divider = m_leaf.last().toByteArray().toStdString();
        m_leaf.removeLast();
        if (auto closed = closeLeaf(divider); !closed)
            return closed;
        putBytes(m_divider, m_leaf.add(qsizetype(m_divider.size())));
    }
    if (m_leaves.pages.empty())
        return m_file.replace(m_root, m_leaf.bytes());
    if (auto closed = closeLeaf({}); !closed)
        return closed;
    return writeLevels();
}

Result<void> TreeWriter::writeLevels()
{
    Level children = std::move(m_leaves);
    for (;;) {
        Level parents;
        const auto isRoot = writeLevel(children, parents);
        if (!isRoot)
            return isRoot.error();
        if (*isRoot)
            return {};
        children = std::move(parents);
    }
}

/// Writes the pages above \a children; true if it was one, the root.
Result<bool> TreeWriter::writeLevel(const Level &children, Level &parents)
{
    TreePage page(m_kind == Kind::Table ? TreePage::Kind::InteriorTable : TreePage::Kind::InteriorIndex);
    const size_t last = children.pages.size() - 1;
    for (size_t i = 0; i <= last; ++i) {
        const QByteArrayView divider = children.divider(i);
        if (i < last && page.hasRoom(kChildSize + divider.size())) {
            char *place = page.add(kChildSize + divider.size());
            qToBigEndian(children.pages[i], place);
            putBytes(divider, place + kChildSize);
            continue;
        }
        if (i + 1 == last) {
            // The last child cannot make a page alone, which would have no cell; it takes this one along.
            page.removeLast();
            --i;
        }
        page.setRightmost(children.pages[i]);
        if (i == last && parents.pages.empty()) {
            auto replaced = m_file.replace(m_root, page.bytes());
            return replaced ? Result<bool>(true) : replaced.error();
        }
        const auto number = m_file.append(page.bytes());
        if (!number)
            return number.error();
        parents.add(*number, children.divider(i));
        page.restart();
    }
    return false;
}

} // namespace persistence
