#pragma once

#include <QtGlobal>

namespace persistence {

// What whoever reads or writes pages of the file past SQL has to know of them (sqlite.org/fileformat2.html, section 1.6; its names of these
// numbers are in brackets).

/// The most of a row that stays in a page of a table (X), for pages that hold \a usable bytes (U).
constexpr qint64 mostInTablePage(qint64 usable)
{
    return usable - 35;
}

/// The same for an index, and a table without rowid.
constexpr qint64 mostInIndexPage(qint64 usable)
{
    return (usable - 12) * 64 / 255 - 23;
}

/// What an overflow page holds beside the number of the next one.
constexpr qint64 overflowRoom(qint64 usable)
{
    return usable - 4;
}

/// How much of a row of \a size bytes stays in its page; the rest is on overflow pages. \a most: of the kind of page.
constexpr qint64 localSize(qint64 size, qint64 most, qint64 usable)
{
    if (size <= most)
        return size;
    const qint64 least = (usable - 12) * 32 / 255 - 23; // M
    const qint64 local = least + (size - least) % overflowRoom(usable);
    return local <= most ? local : least;
}

} // namespace persistence
