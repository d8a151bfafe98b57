#include "model/workspace/feed.h"

#include "model/workspace/database.h"
#include "model/workspace/statement.h"

#include <sqlite3.h>

namespace persistence {

namespace {

struct FeedTable : sqlite3_vtab
{
    Feed *feed = nullptr;
};

struct FeedCursor : sqlite3_vtab_cursor
{
    FeedRows *rows = nullptr;
    sqlite3_int64 number = 0;
    bool isAtEnd = false;
};

FeedCursor *cursorOf(sqlite3_vtab_cursor *cursor)
{
    return static_cast<FeedCursor *>(cursor);
}

int connectTable(sqlite3 *handle, void *feed, int, const char *const *, sqlite3_vtab **table, char **)
{
    const int code = sqlite3_declare_vtab(handle, "CREATE TABLE feed (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9)");
    if (code != SQLITE_OK)
        return code;
    auto made = std::make_unique<FeedTable>();
    made->feed = static_cast<Feed *>(feed);
    *table = made.release();
    return SQLITE_OK;
}

int disconnectTable(sqlite3_vtab *table)
{
    delete static_cast<FeedTable *>(table);
    return SQLITE_OK;
}

int bestIndex(sqlite3_vtab *, sqlite3_index_info *info)
{
    info->estimatedCost = 1e6;
    return SQLITE_OK;
}

int openCursor(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
    auto made = std::make_unique<FeedCursor>();
    made->rows = static_cast<FeedTable *>(table)->feed->rows();
    *cursor = made.release();
    return SQLITE_OK;
}

int closeCursor(sqlite3_vtab_cursor *cursor)
{
    delete cursorOf(cursor);
    return SQLITE_OK;
}

int nextRow(sqlite3_vtab_cursor *cursor)
{
    FeedCursor *self = cursorOf(cursor);
    self->isAtEnd = !self->rows || !self->rows->next();
    ++self->number;
    return SQLITE_OK;
}

int filterRows(sqlite3_vtab_cursor *cursor, int, const char *, int, sqlite3_value **)
{
    return nextRow(cursor);
}

int isAtEnd(sqlite3_vtab_cursor *cursor)
{
    return cursorOf(cursor)->isAtEnd ? 1 : 0;
}

int columnValue(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
    const FeedValue value = cursorOf(cursor)->rows->value(column);
    switch (value.kind) {
    case FeedValue::Kind::Null:
        sqlite3_result_null(context);
        break;
    case FeedValue::Kind::Integer:
        sqlite3_result_int64(context, value.integer);
        break;
    case FeedValue::Kind::Bytes:
        sqlite3_result_blob64(context, value.bytes.isEmpty() ? "" : value.bytes.data(), sqlite3_uint64(value.bytes.size()), SQLITE_STATIC);
        break;
    }
    return SQLITE_OK;
}

int rowNumber(sqlite3_vtab_cursor *cursor, sqlite3_int64 *number)
{
    *number = cursorOf(cursor)->number;
    return SQLITE_OK;
}

/// Without xCreate the table exists only as `feed` itself and never in a schema.
const sqlite3_module kFeedModule = [] {
    sqlite3_module module = {};
    module.xConnect = &connectTable;
    module.xBestIndex = &bestIndex;
    module.xDisconnect = &disconnectTable;
    module.xOpen = &openCursor;
    module.xClose = &closeCursor;
    module.xFilter = &filterRows;
    module.xNext = &nextRow;
    module.xEof = &isAtEnd;
    module.xColumn = &columnValue;
    module.xRowid = &rowNumber;
    return module;
}();

} // namespace

Feed::Feed(Database &database) : m_database(database)
{
    sqlite3_create_module_v2(database.handle(), "feed", &kFeedModule, this, nullptr);
}

Feed::~Feed()
{
    sqlite3_create_module_v2(m_database.handle(), "feed", nullptr, nullptr, nullptr);
}

Result<void> Feed::run(const char *insert, FeedRows &rows)
{
    m_rows = &rows;
    Statement statement(m_database, insert);
    auto done = statement.run();
    m_rows = nullptr;
    return done;
}

} // namespace persistence
