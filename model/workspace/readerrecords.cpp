#include "model/workspace/reader.h"

#include "model/workspace/damage.h"
#include "model/workspace/database.h"
#include "model/workspace/keyshapes.h"
#include "model/workspace/recordbatch.h"
#include "model/workspace/recordstore.h"
#include "model/workspace/statement.h"

#include <QCoreApplication>

// The part of Reader that reads records: which ones a group has, their summaries, and whole.

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Reader)
};

/// How many records are handed over at a time.
constexpr size_t kChunk = 4096;
/// Enough of a record for its key and a preview.
constexpr qint64 kHeadSize = 64 * 1024;

} // namespace

/// All records, where no row between the first and the last is missing, as after an import. The counts tell that; without them every page
/// of the records is read for the numbers alone. False if rows are missing, and none was given.
Result<bool> Reader::selectUnbroken(const std::function<bool(RecordRow)> &receive)
{
    constexpr const char *kSpan = R"sql(
        SELECT coalesce((SELECT min(id) FROM record), 1), coalesce((SELECT max(id) FROM record), 0),
               coalesce((SELECT sum(records) FROM app), 0))sql";
    Statement statement(*m_database, kSpan);
    if (auto row = statement.step(); !row)
        return row.error();
    const qint64 first = statement.integer(0), last = statement.integer(1);
    if (first < 1 || last - first + 1 != statement.integer(2))
        return false;
    for (qint64 row = first; row <= last; ++row) {
        if (!receive(RecordRow{row}))
            break;
    }
    return true;
}

Result<void> Reader::selectRecords(const Group &group, const std::function<bool(RecordRow)> &receive)
{
    constexpr const char *kAll = "SELECT id FROM record ORDER BY id";
    constexpr const char *kOfApp = R"sql(
        SELECT s.record FROM target t JOIN association s ON s.target = t.id
         WHERE t.app = ? AND s.position = 0 ORDER BY t.model, t.target_id, s.record)sql";
    constexpr const char *kOfModel = R"sql(
        SELECT s.record FROM target t JOIN association s ON s.target = t.id
         WHERE t.app = ? AND t.model = ? ORDER BY t.target_id, s.record)sql";
    constexpr const char *kOfTarget = "SELECT record FROM association WHERE target = ? ORDER BY record";

    if (group.shape.isValid())
        return readShapeRecords(*m_database, group.shape, receive);
    if (!group.target.isValid() && !group.app.isValid()) {
        if (const auto isDone = selectUnbroken(receive); !isDone || *isDone)
            return isDone ? Result<void>() : isDone.error();
    }
    const char *sql = group.target.isValid() ? kOfTarget : group.model.isValid() ? kOfModel : group.app.isValid() ? kOfApp : kAll;
    Statement statement(*m_database, sql);
    if (group.target.isValid()) {
        statement.bind(group.target);
    } else if (group.app.isValid()) {
        statement.bind(group.app);
        if (group.model.isValid())
            statement.bind(group.model);
    }
    return statement.forEachRow([&] { return receive(statement.row<RecordRow>(0)); });
}

Result<void> Reader::records(const Group &group, Progress &progress, const std::function<bool(std::span<const RecordRow>)> &receive)
{
    const ProgressGuard guard(*m_database, progress);
    std::vector<RecordRow> chunk;
    // A record may have one association model twice; it is listed where it comes first.
    const bool canRepeat = group.app.isValid() && group.model.isValid();
    const auto last = canRepeat ? m_database->queryInteger("SELECT max(id) FROM record") : Result<qint64>(0);
    if (!last)
        return last.error();
    std::vector<bool> seen(canRepeat ? size_t(*last) + 1 : 0);
    bool isStopped = false;
    bool isDamaged = false;
    auto selected = selectRecords(group, [&](RecordRow row) {
        if (canRepeat) {
            isDamaged = row.value < 0 || row.value > *last;
            if (isDamaged)
                return false;
            if (seen[size_t(row.value)])
                return true;
            seen[size_t(row.value)] = true;
        }
        chunk.push_back(row);
        if (chunk.size() < kChunk)
            return true;
        isStopped = progress.isCancelled() || !receive(chunk);
        chunk.clear();
        return !isStopped;
    });
    if (!selected)
        return selected;
    if (progress.isCancelled())
        return Error::cancelled();
    if (isDamaged)
        return damagedIndex();
    if (!isStopped && !chunk.empty())
        receive(chunk);
    return {};
}

Result<std::vector<RecordRow>> Reader::records(const Group &group, Progress &progress)
{
    std::vector<RecordRow> rows;
    const auto selected = records(group, progress, [&](std::span<const RecordRow> chunk) {
        rows.insert(rows.end(), chunk.begin(), chunk.end());
        return true;
    });
    if (!selected)
        return selected.error();
    return rows;
}

Result<QList<RecordSummary>> Reader::recordSummaries(std::span<const RecordRow> rows)
{
    // length() reads no content, substr() would read all of it: a large body is read apart, only as far as its head.
    constexpr const char *kSummary = R"sql(
        SELECT a.collection, r.updated, length(r.body), r.marks, CASE WHEN length(r.body) <= ? THEN r.body END, r.checksum
          FROM record r JOIN app a ON a.id = r.app WHERE r.id = ?)sql";
    QList<RecordSummary> summaries;
    summaries.reserve(qsizetype(rows.size()));
    Statement statement(*m_database, kSummary);
    for (const RecordRow record : rows) {
        auto row = statement.bind(kHeadSize).bind(record).step();
        if (!row)
            return row.error();
        if (*row) {
            RecordSummary summary;
            summary.row = record;
            summary.collection = Collection(int(statement.integer(0)));
            summary.updated = statement.optionalInteger(1);
            summary.size = statement.integer(2);
            summary.marks = quint32(statement.integer(3));
            summary.head = statement.bytes(4);
            if (summary.size > kHeadSize) {
                auto head = m_database->readBodyHead(record.value, kHeadSize);
                if (!head)
                    return head.error();
                summary.head = *std::move(head);
            } else if (bodyChecksum(summary.head) != quint64(statement.integer(5))) {
                summary.isDamaged = true;
                summary.head.clear();
            }
            if (const auto id = bson::DocumentView(summary.head).find("_id"))
                summary.recordId = RecordId(*id);
            summaries.append(std::move(summary));
        }
        statement.reset();
    }
    return summaries;
}

Result<Record> Reader::record(RecordRow row)
{
    auto record = storedRecord(*m_database, row);
    if (!record)
        return record.error();
    if (!*record)
        return Error{ErrorKind::Conflict, Texts::tr("The record is not in the workspace any more."), {}};
    return *std::move(*record);
}

Result<std::vector<RecordRow>> Reader::findRecords(const RecordId &id)
{
    constexpr const char *kFind = R"sql(
        SELECT i.record FROM record_id i JOIN record r ON r.id = i.record JOIN app a ON a.id = r.app
         WHERE i.record_id = ? ORDER BY a.collection, i.record)sql";
    std::vector<RecordRow> rows;
    Statement statement(*m_database, kFind);
    statement.bind(id.encoded());
    if (auto read = statement.forEachRow([&] { rows.push_back(statement.row<RecordRow>(0)); }); !read)
        return read.error();
    // A damaged index must not lead to another record. Where the id lies behind the head of a large document it cannot be compared.
    const auto summaries = recordSummaries(rows);
    if (!summaries)
        return summaries.error();
    for (const RecordSummary &summary : *summaries) {
        const bool isComparable = !summary.isDamaged && (!summary.recordId.isEmpty() || summary.head.size() == summary.size);
        if (isComparable && summary.recordId != id)
            return Error{ErrorKind::Damaged,
                         Texts::tr("The index of record ids is damaged: it leads to another record. The file was not changed. "
                                   "Run \"verify\" to see what else is damaged."),
                         {}};
    }
    return rows;
}

Result<std::vector<Group>> Reader::groupsOf(RecordRow row)
{
    constexpr const char *kTarget = R"sql(
        SELECT t.app, t.model, t.id FROM association_model m JOIN target t ON t.model = m.id
         WHERE m.kind = ? AND m.name = ? AND t.app = ? AND t.target_id = ?)sql";
    const auto found = record(row);
    if (!found)
        return found.error();
    RecordIndex index;
    indexRecord(bson::DocumentView(found->body), found->collection, index);
    std::vector<Group> groups;
    Statement statement(*m_database, kTarget);
    for (const Filing &filing : filingsOf(index)) {
        auto there = statement.bind(int(filing.kind)).bind(filing.model).bind(found->app).bind(filing.id).step();
        if (!there)
            return there.error();
        if (*there)
            groups.push_back({statement.row<AppRow>(0), statement.row<ModelRow>(1), statement.row<TargetRow>(2)});
        statement.reset();
    }
    return groups;
}

Result<void> Reader::forEachByRecordId(Progress &progress, const std::function<bool(QByteArrayView recordId, QByteArrayView body)> &receive)
{
    // Equal ids are rare; their records are told apart by their checksum, which depends on nothing but their bytes.
    constexpr const char *kRecords = R"sql(
        SELECT i.record_id, r.body, r.checksum, r.id FROM record_id i JOIN record r ON r.id = i.record
         ORDER BY i.record_id, r.checksum)sql";
    const ProgressGuard guard(*m_database, progress);
    Statement statement(*m_database, kRecords);
    return statement.forEachRow([&]() -> Result<bool> {
        if (bodyChecksum(statement.view(1)) != quint64(statement.integer(2)))
            return damagedRecord(statement.row<RecordRow>(3));
        return receive(statement.view(0), statement.view(1));
    });
}

} // namespace persistence
