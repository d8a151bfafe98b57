#pragma once

#include <QtGlobal>

#include <memory>
#include <vector>

struct sqlite3_file;

namespace persistence {

class Database;

/// The pages of a workspace file, read past SQLite. Through SQLite's own handle: a second descriptor of the file would drop its locks when
/// it is closed. One thread at a time, the one of the connection.
///
/// For a connection in a read transaction that has read something. While that lasts, a page with isCurrent() is what the transaction sees
/// and is not written to: a checkpoint only writes pages that the log held at that time, and those are not current here.
class SnapshotPages final
{
public:
    /// Null if it cannot be told which pages the log has newer.
    [[nodiscard]] static std::unique_ptr<SnapshotPages> open(Database &database);
    Q_DISABLE_COPY_MOVE(SnapshotPages)

    [[nodiscard]] qsizetype pageSize() const { return m_pageSize; }
    /// The bytes of a page that hold content; the rest at its end is reserved.
    [[nodiscard]] qsizetype usableSize() const { return m_usableSize; }
    /// Pages count from 1.
    [[nodiscard]] bool isCurrent(quint32 page) const;
    /// Reads \a count pages in a row. False if not all of them can be read.
    [[nodiscard]] bool read(quint32 first, qsizetype count, char *target) const;

private:
    SnapshotPages() = default;
    [[nodiscard]] bool readHeader();
    [[nodiscard]] bool findNewerPages(Database &database);

    sqlite3_file *m_file = nullptr; ///< SQLite's
    qsizetype m_pageSize = 0;
    qsizetype m_usableSize = 0;
    quint32 m_pages = 0;          ///< in the file
    std::vector<quint32> m_newer; ///< pages that the log has newer, or may have, sorted
};

} // namespace persistence
