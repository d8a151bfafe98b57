#include "tests/bench/edittasks.h"

#include "model/bson/builder.h"
#include "model/edit/bulk.h"
#include "model/edit/session.h"
#include "model/items/historymodel.h"
#include "model/workspace/workspace.h"
#include "tests/bench/measurement.h"

#include <QFile>

#include <sqlite3.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence::bench {

namespace {

constexpr qsizetype kLargeValue = 1'000'000;
constexpr int kSaves = 15;
constexpr size_t kBulkRecords = 100'000;

double medianOf(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.isEmpty() ? 0 : values[values.size() / 2];
}

/// A record of 1 MB: many fields, one of which is edited.
QByteArray largeRecord()
{
    bson::Builder builder;
    builder.appendString("_id", "bench-large");
    builder.appendString("appId", "bench");
    builder.openDocument("data");
    builder.appendInt32("n", 0);
    for (int i = 0; builder.size() < kLargeValue; ++i)
        builder.appendString("field" + QByteArray::number(i), QByteArray(100, 'x'));
    builder.close();
    return builder.finish().toByteArray();
}

Result<RecordRow> rowOf(const Workspace &workspace, const QString &id)
{
    const auto reader = workspace.reader();
    if (!reader)
        return reader.error();
    const auto rows = (*reader)->findRecords(RecordId::candidates(id).constFirst());
    if (!rows)
        return rows.error();
    return rows->empty() ? RecordRow() : rows->front();
}

Result<void> saveField(Session &session, RecordRow row, int value)
{
    const auto reader = session.workspace().reader();
    if (!reader)
        return reader.error();
    const auto record = (*reader)->record(row);
    if (!record)
        return record.error();
    const auto number = FieldValue::fromJson(QByteArray::number(value));
    const auto path = bson::Path::parse("data.n");
    auto after = setField(*record, *path, *number);
    if (!after)
        return after.error();
    const auto applied = session.apply(editOf(u"Set n"_s, *record, *std::move(after)));
    return applied ? Result<void>() : applied.error();
}

void execute(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        qFatal("%s", sqlite3_errmsg(database));
}

/// What SQLite alone takes for a durable write of one row of that size.
double bareUpdate(const QString &path)
{
    sqlite3 *database = nullptr;
    if (sqlite3_open(QFile::encodeName(path).constData(), &database) != SQLITE_OK)
        qFatal("%s", sqlite3_errmsg(database));
    execute(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB);");
    execute(database, "INSERT INTO t VALUES (1, x'')");
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v2(database, "UPDATE t SET body = ? WHERE id = 1", -1, &statement, nullptr);
    QList<double> times;
    for (int i = 0; i < kSaves; ++i) {
        const QByteArray body(kLargeValue, char('a' + i));
        const Stopwatch watch;
        sqlite3_bind_blob(statement, 1, body.constData(), int(body.size()), SQLITE_STATIC);
        sqlite3_step(statement);
        sqlite3_reset(statement);
        times.append(watch.milliseconds());
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return medianOf(times);
}

/// A million changes that touched nothing, as many edits would leave them.
void addChanges(const QString &path)
{
    sqlite3 *database = nullptr;
    if (sqlite3_open(QFile::encodeName(path).constData(), &database) != SQLITE_OK)
        qFatal("%s", sqlite3_errmsg(database));
    execute(database, "INSERT INTO change (made_at, author, source, title, import, target, state, images, bytes) "
                      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) "
                      "SELECT 1700000000000 + i, CAST('bench' AS BLOB), 2, CAST('Set field ' || i AS BLOB), 0, 0, 0, 0, 0 FROM n");
    sqlite3_close(database);
}

} // namespace

QString runBulkEdit(const QStringList &arguments)
{
    const auto workspace = Workspace::open(arguments.value(0), Workspace::Access::ReadWrite);
    if (!workspace)
        return workspace.error().message;
    Session session(*workspace);
    Progress progress;
    auto rows = (*(*workspace)->reader())->records(Group(), progress);
    if (!rows)
        return rows.error().message;
    rows->resize(std::min(rows->size(), kBulkRecords));
    const FieldChange change{FieldChange::Kind::Set, *bson::Path::parse("bench"), *FieldValue::fromJson("1"), {}};
    const Stopwatch preview;
    BulkCount count;
    const auto reader = (*workspace)->reader();
    const BodyVerb verb = change.verb();
    Record record;
    for (const RecordRow row : *rows)
        (void)countChange(**reader, row, verb, count, record);
    report(u"count what a bulk edit would change"_s, preview.milliseconds());
    const Stopwatch watch;
    const auto applied = session.applyToMany(change.title(), count.changing, verb, progress);
    if (!applied)
        return applied.error().message;
    report(u"bulk edit of %1 records"_s.arg(applied->count), watch.milliseconds());
    const Stopwatch undo;
    if (const auto undone = session.undo(progress); !undone)
        return undone.error().message;
    report(u"undo of it"_s, undo.milliseconds());
    return {};
}

QString runLargeSave(const QStringList &arguments)
{
    report(u"SQLite alone: durable update of a row of 1 MB"_s, bareUpdate(arguments.value(0) + u".bare"_s));
    QFile::remove(arguments.value(0) + u".bare"_s);
    const auto workspace = Workspace::open(arguments.value(0), Workspace::Access::ReadWrite);
    if (!workspace)
        return workspace.error().message;
    Session session(*workspace);
    if (const auto added = session.apply(additionOf(largeRecord())); !added)
        return added.error().message;
    const auto row = rowOf(**workspace, u"bench-large"_s);
    if (!row)
        return row.error().message;
    QList<double> times;
    for (int i = 1; i <= kSaves; ++i) {
        const Stopwatch watch;
        if (const auto saved = saveField(session, *row, i); !saved)
            return saved.error().message;
        times.append(watch.milliseconds());
    }
    report(u"save one field of a value of 1 MB"_s, medianOf(times));
    return {};
}

QString runLongHistory(const QStringList &arguments)
{
    addChanges(arguments.value(0));
    const auto workspace = Workspace::open(arguments.value(0), Workspace::Access::ReadWrite);
    if (!workspace)
        return workspace.error().message;
    HistoryModel model;
    const Stopwatch first;
    model.setWorkspace(*workspace);
    model.showAll();
    for (int row = 0; row < 50; ++row)
        (void)model.index(row, HistoryModel::TitleColumn).data();
    report(u"history of a million changes: first page"_s, first.milliseconds());
    const Stopwatch middle;
    for (int row = 0; row < 50; ++row)
        (void)model.index(model.rowCount() / 2 + row, HistoryModel::TitleColumn).data();
    report(u"history of a million changes: page from its middle"_s, middle.milliseconds());
    const Stopwatch usage;
    (void)(*(*workspace)->history())->usage();
    report(u"history of a million changes: its size"_s, usage.milliseconds());
    Session session(*workspace);
    const Stopwatch save;
    if (const auto added = session.apply(additionOf(newRecord("bench", {}, {}, "bench-small"))); !added)
        return added.error().message;
    report(u"save on top of a million changes"_s, save.milliseconds());
    return {};
}

} // namespace persistence::bench
