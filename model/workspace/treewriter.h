#pragma once

#include "model/workspace/pagefile.h"
#include "model/workspace/rowbytes.h"

#include <array>
#include <vector>

namespace persistence {

/// One page of a b-tree that is filled from front to back (sqlite.org/fileformat.html, section 1.6). Bytes that hold nothing are zero.
class TreePage final
{
public:
    enum class Kind : quint8 { InteriorIndex = 0x02, InteriorTable = 0x05, LeafIndex = 0x0a, LeafTable = 0x0d };

    explicit TreePage(Kind kind) : m_kind(kind) { restart(); }

    void restart();
    [[nodiscard]] bool isEmpty() const { return m_cells == 0; }
    [[nodiscard]] bool hasRoom(qsizetype cellSize) const { return pointerPlace(m_cells + 1) + cellSize <= m_contentStart; }
    /// Adds a cell behind all others; gives the place to write it to.
    [[nodiscard]] char *add(qsizetype cellSize);
    [[nodiscard]] QByteArrayView last() const;
    void removeLast();
    /// Of an interior page: the child behind all cells.
    void setRightmost(quint32 child);
    /// The finished page.
    [[nodiscard]] const char *bytes();

private:
    [[nodiscard]] bool isLeaf() const { return m_kind == Kind::LeafIndex || m_kind == Kind::LeafTable; }
    [[nodiscard]] qsizetype pointerPlace(qsizetype cell) const { return (isLeaf() ? 8 : 12) + 2 * cell; }

    Kind m_kind;
    qsizetype m_cells = 0;
    qsizetype m_contentStart = 0;
    std::array<char, size_t(PageFile::kPageSize)> m_bytes;
};

/// Writes one empty table or index of a workspace that is being made, from rows in ascending order: full pages behind the file, and the
/// root where the schema has it. SQL does the same in six times the time. What it writes is what SQL would have stored; the tests compare
/// the two byte for byte.
class TreeWriter final
{
public:
    /// Index: also a table without rowid.
    enum class Kind { Table, Index };

    /// \a root: the page of the tree, which is in the file already.
    TreeWriter(PageFile &file, Kind kind, quint32 root);
    Q_DISABLE_COPY_MOVE(TreeWriter)

    /// Into a table: \a rowid is larger than those before.
    [[nodiscard]] Result<void> append(qint64 rowid, QByteArrayView row);
    /// Into an index: \a row sorts behind those before.
    [[nodiscard]] Result<void> append(QByteArrayView row);
    /// After the last row.
    [[nodiscard]] Result<void> finish();

private:
    /// A row as it stands in a page: what is in front of it, and as much of it as stays there.
    struct Cell
    {
        std::array<char, 2 * kMaxVarintSize> head;
        qsizetype headSize = 0;
        QByteArrayView local;
        quint32 overflow = 0; ///< the page where the row goes on, or 0

        [[nodiscard]] qsizetype size() const { return headSize + local.size() + (overflow > 0 ? 4 : 0); }
        void copyTo(char *place) const;
    };

    /// Pages of one level from left to right; between two of them stands a divider.
    struct Level
    {
        std::vector<quint32> pages;
        std::vector<quint32> dividerEnds;
        std::string dividers;

        void add(quint32 page, QByteArrayView divider);
        [[nodiscard]] QByteArrayView divider(size_t i) const;
    };

    [[nodiscard]] Result<void> makeCell(QByteArrayView row, Cell &cell);
    [[nodiscard]] Result<quint32> writeOverflow(QByteArrayView rest);
    [[nodiscard]] Result<void> closeLeaf(QByteArrayView divider);
    [[nodiscard]] Result<void> writeLevels();
    [[nodiscard]] Result<bool> writeLevel(const Level &children, Level &parents);

    PageFile &m_file;
    Kind m_kind;
    quint32 m_root;
    TreePage m_leaf;
    Cell m_cell;
    Level m_leaves;
    qint64 m_lastRowid = 0;
    std::string m_divider; ///< of an index: the row behind the full leaf, which belongs between it and the next one
};

} // namespace persistence
