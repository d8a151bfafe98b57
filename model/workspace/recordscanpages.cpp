#include "model/workspace/recordscan.h"

#include "model/workspace/database.h"
#include "model/workspace/recordpages.h"
#include "model/workspace/snapshotpages.h"
#include "model/workspace/statement.h"
#include "model/workspace/workspace.h"

#include <algorithm>

// What RecordScan reads page by page, past SQL.

namespace persistence {

namespace {

/// So many pages are read before they are looked at: few enough to be in the processor's cache then.
constexpr qsizetype kPagesAtOnce = 32;

} // namespace

/// Wanted rows that lie on one page, or that must be read by SQL.
struct RecordScan::PagePart
{
    RecordPage page;
    RecordRow first, end;
    std::span<const RecordRow> rows; ///< if there are any, then only these from first to end
    const char *bytes = nullptr;     ///< of the page; null: to be read by SQL

    [[nodiscard]] bool wants(RecordRow row) const
    {
        return row >= first && row < end && (rows.empty() || std::binary_search(rows.begin(), rows.end(), row));
    }
};

struct RecordScan::ByPages
{
    std::unique_ptr<SnapshotPages> file;
    std::unique_ptr<RecordPages> pages;
    Glance glance;
    RecordTally passed;
    QByteArray buffer;
    std::vector<PagePart> parts;
    std::vector<RecordCell> cells;
    std::vector<RecordContent> contents;
    QByteArray longContent;

    void readPages();
    [[nodiscard]] bool findCells(const PagePart &part);
    [[nodiscard]] bool readContents();
    [[nodiscard]] std::optional<RecordContent> readLongContent(const RecordCell &cell);
};

/// Those that follow each other in the file are read together.
void RecordScan::ByPages::readPages()
{
    char *target = buffer.data();
    for (auto part = parts.begin(); part != parts.end();) {
        auto end = part + 1;
        if (!file->isCurrent(part->page.number)) {
            part = end;
            continue;
        }
        while (end != parts.end() && end->page.number == (end - 1)->page.number + 1 && file->isCurrent(end->page.number))
            ++end;
        const bool isRead = file->read(part->page.number, end - part, target);
        for (; part != end; ++part, target += file->pageSize())
            part->bytes = isRead ? target : nullptr;
    }
}

/// Finds the wanted cells, and passes over them if the glance sees nothing. False if SQLite has to read the page.
bool RecordScan::ByPages::findCells(const PagePart &part)
{
    if (!part.bytes)
        return false;
    const QByteArrayView usable(part.bytes, file->usableSize());
    if (!readCells(usable, part.page, cells))
        return false;
    const size_t all = cells.size();
    std::erase_if(cells, [&](const RecordCell &cell) { return !part.wants(cell.row); });
    if (!glance || cells.size() < all || glance(usable))
        return true;
    std::erase_if(cells, [&](const RecordCell &cell) {
        passed.records += cell.isWhole() ? 1 : 0;
        passed.bytes += cell.isWhole() ? cell.size : 0;
        return cell.isWhole();
    });
    return true;
}

/// False if a cell is no record.
bool RecordScan::ByPages::readContents()
{
    contents.clear();
    for (const RecordCell &cell : cells) {
        const auto content = cell.isWhole() ? readContent(cell.content) : RecordContent();
        if (!content)
            return false;
        contents.push_back(*content);
    }
    return true;
}

std::optional<RecordContent> RecordScan::ByPages::readLongContent(const RecordCell &cell)
{
    return pages->readWhole(cell, longContent) ? readContent(longContent) : std::nullopt;
}

RecordScan::RecordScan(std::unique_ptr<Database> database) : m_database(std::move(database))
{
}

RecordScan::~RecordScan() = default;

Result<std::unique_ptr<RecordScan>> RecordScan::open(const Workspace &workspace)
{
    auto database = workspace.connection();
    if (!database)
        return database.error();
    return std::unique_ptr<RecordScan>(new RecordScan(*std::move(database)));
}

Result<void> RecordScan::readByPages(Glance glance)
{
    if (!m_state) {
        if (auto held = holdState(); !held)
            return held;
    }
    // The apps are read for their own sake, and because the transaction begins with the first thing read.
    if (auto read = readCollections(); !read)
        return read;
    auto file = SnapshotPages::open(*m_database);
    auto pages = file ? RecordPages::open(*m_database, *file) : nullptr;
    if (!pages)
        return {};
    QByteArray buffer(kPagesAtOnce * file->pageSize(), Qt::Uninitialized);
    m_byPages.reset(new ByPages{std::move(file), std::move(pages), std::move(glance), {}, std::move(buffer), {}, {}, {}, {}});
    return {};
}

RecordTally RecordScan::takePassed()
{
    return m_byPages ? std::exchange(m_byPages->passed, {}) : RecordTally();
}

Result<bool> RecordScan::rangeByPages(RecordRow first, RecordRow end, Progress &progress, const Receive &receive)
{
    auto &parts = m_byPages->parts;
    while (true) {
        parts.clear();
        while (first < end && qsizetype(parts.size()) < kPagesAtOnce) {
            const auto page = m_byPages->pages->from(first);
            if (!page)
                break;
            parts.push_back({*page, first, std::min(page->end, end), {}, nullptr});
            first = page->end;
        }
        if (parts.empty())
            return true;
        if (auto goesOn = readParts(progress, receive); !goesOn || !*goesOn)
            return goesOn;
    }
}

Result<bool> RecordScan::listByPages(std::span<const RecordRow> rows, Progress &progress, const Receive &receive)
{
    auto &parts = m_byPages->parts;
    while (!rows.empty()) {
        parts.clear();
        while (!rows.empty() && qsizetype(parts.size()) < kPagesAtOnce) {
            const auto page = m_byPages->pages->from(rows.front());
            if (!page) {
                rows = {};
                break;
            }
            const auto behind = std::find_if(rows.begin(), rows.end(), [&](RecordRow row) { return row >= page->end; });
            const auto count = size_t(behind - rows.begin());
            parts.push_back({*page, page->first, page->end, rows.first(count), nullptr});
            rows = rows.subspan(count);
        }
        if (auto goesOn = readParts(progress, receive); !goesOn || !*goesOn)
            return goesOn;
    }
    return true;
}

Result<bool> RecordScan::readParts(Progress &progress, const Receive &receive)
{
    if (progress.isCancelled())
        return Error::cancelled();
    m_byPages->readPages();
    for (const PagePart &part : m_byPages->parts) {
        if (auto goesOn = readPart(part, progress, receive); !goesOn || !*goesOn)
            return goesOn;
    }
    return true;
}

Result<bool> RecordScan::readPart(const PagePart &part, Progress &progress, const Receive &receive)
{
    if (!m_byPages->findCells(part) || !m_byPages->readContents())
        return part.rows.empty() ? rangeBySql(part.first, part.end, receive) : listBySql(part.rows, progress, receive);
    for (size_t i = 0; i < m_byPages->cells.size(); ++i) {
        const RecordCell &cell = m_byPages->cells[i];
        auto content = std::optional(m_byPages->contents[i]);
        if (!cell.isWhole())
            content = m_byPages->readLongContent(cell);
        if (!content) {
            if (auto goesOn = listBySql(std::span(&cell.row, 1), progress, receive); !goesOn || !*goesOn)
                return goesOn;
            continue;
        }
        const auto collection = collectionOf(content->app);
        if (!collection)
            return collection.error();
        if (!receive({cell.row, *collection, content->body, content->checksum}))
            return false;
    }
    return true;
}

} // namespace persistence
