#include "model/workspace/savedfilters.h"

#include "model/workspace/database.h"
#include "model/workspace/durablewrite.h"
#include "model/workspace/statement.h"
#include "model/workspace/workspace.h"

namespace persistence {

namespace {

constexpr const char *kList = "SELECT id, name, filter, place FROM saved_filter ORDER BY name, id";
constexpr const char *kKeep = R"sql(
    INSERT INTO saved_filter (name, filter, place) VALUES (?1, ?2, ?3)
    ON CONFLICT (name) DO UPDATE SET filter = ?2, place = ?3)sql";

} // namespace

Result<QList<SavedFilter>> SavedFilters::list() const
{
    const auto database = m_workspace.connection();
    if (!database)
        return database.error();
    Statement statement(**database, kList);
    return statement.list([&] { return SavedFilter{statement.integer(0), statement.bytes(1), statement.bytes(2), statement.bytes(3)}; });
}

Result<void> SavedFilters::keep(const SavedFilter &filter)
{
    return writeDurably(m_workspace, [&filter](Database &database) {
        Statement statement(database, kKeep);
        return statement.bind(filter.name).bind(filter.filter).bind(filter.place).run();
    });
}

Result<void> SavedFilters::remove(qint64 row)
{
    return writeDurably(m_workspace, [row](Database &database) {
        Statement statement(database, "DELETE FROM saved_filter WHERE id = ?");
        return statement.bind(row).run();
    });
}

} // namespace persistence
