#include "model/workspace/drafts.h"

#include "model/workspace/database.h"
#include "model/workspace/durablewrite.h"
#include "model/workspace/statement.h"
#include "model/workspace/workspace.h"

#include <QDateTime>

namespace persistence {

namespace {

constexpr const char *kKeep = R"sql(
    INSERT INTO draft (id, record, kind, made_at, changed_at, base, body, text, view) VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8)
    ON CONFLICT (id) DO UPDATE SET record = ?2, kind = ?3, changed_at = ?4, base = ?5, body = ?6, text = ?7, view = ?8)sql";
constexpr const char *kAll = R"sql(
    SELECT id, record, kind, made_at, changed_at, base, body, text, view FROM draft WHERE ? = 0 ORDER BY made_at, id)sql";
constexpr const char *kOfRecord = R"sql(
    SELECT id, record, kind, made_at, changed_at, base, body, text, view FROM draft WHERE record = ? ORDER BY id)sql";

Statement &bindBytes(Statement &statement, const QByteArray &bytes)
{
    return bytes.isNull() ? statement.bindNull() : statement.bind(bytes);
}

Result<void> discardIn(Database &database, DraftRow row)
{
    Statement statement(database, "DELETE FROM draft WHERE id = ?");
    return statement.bind(row).run();
}

/// The number that a draft is to have: its own, that of the same record, or a new one.
Result<DraftRow> numberOf(Database &database, const Draft &draft)
{
    if (draft.row.isValid())
        return draft.row;
    Statement known(database, "SELECT id FROM draft WHERE record = ? AND record <> 0");
    const auto found = known.bind(draft.record).step();
    if (!found)
        return found.error();
    if (*found)
        return known.row<DraftRow>(0);
    const auto last = database.queryInteger("SELECT max(id) FROM draft");
    if (!last)
        return last.error();
    return DraftRow{*last + 1};
}

Result<DraftRow> keepIn(Database &database, const Draft &draft)
{
    auto row = numberOf(database, draft);
    if (!row)
        return row;
    Statement statement(database, kKeep);
    statement.bind(*row).bind(draft.record).bind(int(draft.kind)).bind(QDateTime::currentMSecsSinceEpoch());
    for (const QByteArray *part : {&draft.base, &draft.body, &draft.text, &draft.view})
        bindBytes(statement, *part);
    if (auto kept = statement.run(); !kept)
        return kept.error();
    return row;
}

} // namespace

Result<std::vector<DraftRow>> Drafts::write(std::span<const Draft> kept, std::span<const DraftRow> discarded)
{
    std::vector<DraftRow> rows;
    const auto written = writeDurably(m_workspace, [&](Database &database) -> Result<void> {
        for (const DraftRow row : discarded) {
            if (auto gone = discardIn(database, row); !gone)
                return gone;
        }
        for (const Draft &draft : kept) {
            const auto row = keepIn(database, draft);
            if (!row)
                return row.error();
            rows.push_back(*row);
        }
        return {};
    });
    if (!written)
        return written.error();
    return rows;
}

Result<DraftRow> Drafts::keep(const Draft &draft)
{
    const auto rows = write({&draft, 1}, {});
    if (!rows)
        return rows.error();
    return rows->front();
}

Result<void> Drafts::discard(DraftRow row)
{
    const auto written = write({}, {&row, 1});
    return written ? Result<void>() : written.error();
}

Result<void> Drafts::discardAll()
{
    return writeDurably(m_workspace, [](Database &database) { return database.execute("DELETE FROM draft"); });
}

Result<QList<Draft>> Drafts::list() const
{
    return select(kAll, RecordRow());
}

Result<std::optional<Draft>> Drafts::ofRecord(RecordRow record) const
{
    const auto drafts = select(kOfRecord, record);
    if (!drafts)
        return drafts.error();
    return drafts->isEmpty() || !record.isValid() ? std::optional<Draft>() : std::optional(drafts->first());
}

Result<QList<Draft>> Drafts::select(const char *sql, RecordRow record) const
{
    const auto database = m_workspace.connection();
    if (!database)
        return database.error();
    Statement statement(**database, sql);
    statement.bind(record);
    return statement.list([&] {
        Draft draft;
        draft.row = statement.row<DraftRow>(0);
        draft.record = statement.row<RecordRow>(1);
        draft.kind = DraftKind(int(statement.integer(2)));
        draft.madeAt = statement.integer(3);
        draft.changedAt = statement.integer(4);
        // Nothing typed and nothing kept are two things.
        draft.base = statement.optionalBytes(5).value_or(QByteArray());
        draft.body = statement.optionalBytes(6).value_or(QByteArray());
        draft.text = statement.optionalBytes(7).value_or(QByteArray());
        draft.view = statement.optionalBytes(8).value_or(QByteArray());
        return draft;
    });
}

} // namespace persistence
