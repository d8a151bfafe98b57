#pragma once

#include "model/base/ids.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <optional>
#include <vector>

namespace persistence {

class Database;
class SnapshotPages;

/// A page of the file that holds records, and the rows that can be on it.
struct RecordPage
{
    quint32 number = 0; ///< 0: not known, these rows must be read by SQL
    RecordRow first;
    RecordRow end;
};

/// The part of a record's row that lies on its page.
struct RecordCell
{
    RecordRow row;
    qint64 size = 0;        ///< of the whole content of the row
    QByteArrayView content; ///< all of it, or its start if it goes on elsewhere
    quint32 rest = 0;       ///< the page where it goes on

    [[nodiscard]] bool isWhole() const { return content.size() == size; }
};

/// The pages of the table of records, in the order of rows. Goes through the table's tree in the file, whose inner pages name the pages
/// with records. What is damaged there, or newer in the log, is given as rows whose page is not known.
class RecordPages final
{
public:
    /// For the transaction of \a file, which must outlive it. Null if the top of the tree cannot be read.
    [[nodiscard]] static std::unique_ptr<RecordPages> open(Database &database, const SnapshotPages &file);

    /// The page of the first record from \a row on, or rows to read by SQL; nothing behind the last record. Fast if \a row only grows.
    [[nodiscard]] std::optional<RecordPage> from(RecordRow row);
    /// The whole content of a cell that goes on elsewhere. False if SQLite has to read it.
    [[nodiscard]] bool readWhole(const RecordCell &cell, QByteArray &content);

private:
    /// A page with children. Keys ascend, so that even a damaged tree comes to an end.
    struct Level
    {
        QByteArray page;
        int children = 0;
        int next = 0;     ///< the child to be taken next
        qint64 first = 0; ///< row of it
        qint64 end = 0;   ///< behind the rows of the last child
    };

    explicit RecordPages(const SnapshotPages &file) : m_file(file) {}
    [[nodiscard]] bool readInner(quint32 number, Level &level) const;
    [[nodiscard]] bool measureDepth();
    [[nodiscard]] std::optional<RecordPage> takeChild(Level &level) const;
    void restart();

    const SnapshotPages &m_file;
    quint32 m_root = 0;
    size_t m_depth = 0; ///< levels above the pages with records
    std::vector<Level> m_levels;
    std::optional<RecordPage> m_current;
    QByteArray m_chain; ///< pages of a content that goes on elsewhere; kept for its memory
};

/// What a scan needs of the content of a record's row.
struct RecordContent
{
    qint64 app = 0;
    quint64 checksum = 0;
    QByteArrayView body;
};

/// The cells of a page of records, in the order of rows. False if anything about them is not as it must be: then SQLite has to tell.
[[nodiscard]] bool readCells(QByteArrayView usable, const RecordPage &page, std::vector<RecordCell> &cells);
/// Nothing if \a content, which must be whole, is no row of the table of records.
[[nodiscard]] std::optional<RecordContent> readContent(QByteArrayView content);

} // namespace persistence
