#include "tests/bench/surveytask.h"

#include "model/bson/view.h"
#include "model/find/fieldsurvey.h"
#include "model/find/recordsort.h"
#include "model/find/valuecounts.h"
#include "model/items/treematches.h"
#include "model/workspace/workspace.h"
#include "tests/bench/measurement.h"

#include <QFile>
#include <QtEndian>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace persistence::bench {

namespace {

/// Every element of a document, and of those below it.
qint64 walk(bson::DocumentView document)
{
    qint64 elements = 0;
    for (const bson::Element &element : document) {
        ++elements;
        if (element.isContainer())
            elements += walk(element.toDocument());
    }
    return elements;
}

/// What looking at all documents costs at least: they lie in memory one behind the other, on one thread.
QString walkAll(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return u"%1 cannot be opened"_s.arg(path);
    const QByteArray documents = file.readAll();
    const Stopwatch watch;
    qint64 elements = 0;
    for (qsizetype offset = 0; offset + 4 <= documents.size();) {
        const auto size = qFromLittleEndian<qint32>(documents.constData() + offset);
        elements += walk(bson::DocumentView(QByteArrayView(documents).sliced(offset, size)));
        offset += size;
    }
    report(u"BSON walk through all documents"_s, watch.milliseconds());
    return elements > 0 ? QString() : u"the walk found nothing"_s;
}

/// What SQLite alone takes to give the blobs of a query to \a take. Closed before the workspace is opened, whose locks that would drop.
template <typename Take>
QString readBlobs(const QString &figure, const QString &path, const char *sql, Take take)
{
    sqlite3 *database = nullptr;
    sqlite3_stmt *statement = nullptr;
    sqlite3_open_v2(QFile::encodeName(path).constData(), &database, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
    const Stopwatch watch;
    qint64 taken = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const auto *blob = static_cast<const char *>(sqlite3_column_blob(statement, 0));
        taken += take(QByteArrayView(blob, sqlite3_column_bytes(statement, 0)));
    }
    report(figure, watch.milliseconds());
    sqlite3_finalize(statement);
    sqlite3_close_v2(database);
    return taken > 0 ? QString() : u"%1: there is nothing"_s.arg(figure);
}

/// Reports the time of \a work, which returns a Result.
template <typename Work>
QString measured(const QString &figure, Work work)
{
    const Stopwatch watch;
    const auto done = work();
    if (!done)
        return done.error().message;
    report(figure, watch.milliseconds());
    return {};
}

QString measureAll(const Workspace &workspace)
{
    Progress progress;
    const auto reader = workspace.reader();
    if (!reader)
        return reader.error().message;
    const auto sorted = [&](const char *path) -> Result<std::vector<RecordRow>> {
        auto rows = (*reader)->records(Group(), progress);
        if (!rows)
            return rows.error();
        return sortRecords(workspace, *std::move(rows), {RecordOrder::By::Field, *FieldPath::parse(path)}, progress);
    };
    const FieldPath rating = *FieldPath::parse("data.rating");
    const QStringList errors = {
        measured(u"columns of all records"_s, [&] { return surveyFields(workspace, Group(), progress); }),
        measured(u"sort all records by a number"_s, [&] { return sorted("data.amount"); }),
        measured(u"sort all records by a text"_s, [&] { return sorted("data.comment"); }),
        measured(u"count the values of a field"_s, [&] { return countValues(workspace, Group(), nullptr, rating, progress); }),
        measured(u"sum of a field"_s, [&] { return sumColumn(workspace, *(*reader)->records(Group(), progress), rating, progress); }),
        measured(u"tree filter over all ids"_s, [&] { return TreeMatches::find(**reader, u"4711"_s, progress); }),
    };
    for (const QString &error : errors) {
        if (!error.isEmpty())
            return error;
    }
    return {};
}

} // namespace

QString runSurvey(const QStringList &arguments)
{
    if (const QString error = walkAll(arguments.value(1)); !error.isEmpty())
        return error;
    const auto walkBody = [](QByteArrayView body) { return walk(bson::DocumentView(body)); };
    const auto sizeOf = [](QByteArrayView id) { return qint64(id.size()); };
    for (const QString &error : {readBlobs(u"BSON walk through all rows"_s, arguments.value(0), "SELECT body FROM record", walkBody),
                                 readBlobs(u"read all ids"_s, arguments.value(0), "SELECT target_id FROM target", sizeOf)}) {
        if (!error.isEmpty())
            return error;
    }
    const auto workspace = Workspace::open(arguments.value(0), Workspace::Access::ReadOnly);
    return workspace ? measureAll(**workspace) : workspace.error().message;
}

} // namespace persistence::bench
