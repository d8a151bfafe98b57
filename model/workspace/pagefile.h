#pragma once

#include "model/base/result.h"

#include <QByteArray>

namespace persistence {

class Database;
class EarlyFlush;

/// Appends whole pages to a workspace that is being made, past SQL. It uses the file handle of the connection, so nothing else opens the
/// file, and works between two transactions: end() tells SQLite that the file changed, as another program's commit would, by the change
/// counter in its header (sqlite.org/fileformat.html, section 1.3). Only for files without auto-vacuum and without WAL.
class PageFile final
{
public:
    static constexpr qsizetype kPageSize = 8192;

    /// \a earlyFlush, if any, is told how far the file has grown.
    explicit PageFile(Database &database, EarlyFlush *earlyFlush = nullptr) : m_database(database), m_earlyFlush(earlyFlush) {}
    Q_DISABLE_COPY_MOVE(PageFile)

    /// From here to end() the connection must do nothing.
    [[nodiscard]] Result<void> begin();
    [[nodiscard]] Result<void> end();

    /// The number that append() gives next, and the one after any.
    [[nodiscard]] quint32 nextNumber() const { return numberAfter(m_last); }
    [[nodiscard]] static quint32 numberAfter(quint32 page);
    /// Adds \a page, of kPageSize bytes, and gives its number.
    [[nodiscard]] Result<quint32> append(const char *page);
    /// Overwrites a page that was there at begin().
    [[nodiscard]] Result<void> replace(quint32 number, const char *page);

private:
    [[nodiscard]] Result<void> write(qint64 offset, QByteArrayView bytes);
    [[nodiscard]] Result<void> flush();

    Database &m_database;
    EarlyFlush *m_earlyFlush;
    QByteArray m_header;
    QByteArray m_waiting; ///< appended pages that are not in the file yet; they are neighbours
    qint64 m_waitingOffset = 0;
    quint32 m_last = 0; ///< of all pages of the file and those that wait
};

} // namespace persistence
