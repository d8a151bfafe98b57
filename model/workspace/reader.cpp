#include "model/workspace/reader.h"

#include "model/record/label.h"
#include "model/workspace/database.h"
#include "model/workspace/keyshapes.h"
#include "model/workspace/labelstore.h"
#include "model/workspace/recordbatch.h"
#include "model/workspace/recordstore.h"
#include "model/workspace/statement.h"

#include <QCache>
#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Reader)
};

constexpr int kLabelCacheSize = 20'000;
constexpr size_t kChunk = 4096;
/// Enough of a record for its key and a preview.
constexpr qint64 kHeadSize = 64 * 1024;

/// Stops a connection's statements while it lives, when the job is cancelled.
class ProgressGuard final
{
public:
    ProgressGuard(Database &database, Progress &progress) : m_database(database) { database.setProgress(&progress); }
    ~ProgressGuard() { m_database.setProgress(nullptr); }
    Q_DISABLE_COPY_MOVE(ProgressGuard)

private:
    Database &m_database;
};

char toAsciiLower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
}

/// Searches ASCII letters in either case, all other bytes as they are.
class CaselessNeedle final
{
public:
    explicit CaselessNeedle(const QByteArray &needle) : m_needle(needle)
    {
        std::transform(m_needle.begin(), m_needle.end(), m_needle.begin(), &toAsciiLower);
    }

    [[nodiscard]] bool isIn(QByteArrayView text) const
    {
        return std::search(text.begin(), text.end(), m_needle.begin(), m_needle.end(),
                           [](char a, char b) { return toAsciiLower(a) == b; }) != text.end() ||
               m_needle.isEmpty();
    }

private:
    QByteArray m_needle;
};

Error damagedIndex()
{
    return {ErrorKind::Damaged,
            Texts::tr("The index of the workspace is damaged. The file was not changed. Run \"verify\" to see what else is."),
            {}};
}

Error damagedRecord(RecordRow row)
{
    return {ErrorKind::Damaged,
            Texts::tr("A record in the workspace is damaged and is not shown: its bytes do not match their checksum. "
                      "The file was not changed. Run \"verify\" to see what else is damaged."),
            QStringLiteral("record row %1").arg(row.value)};
}

Collection collectionOf(const Statement &statement, int column)
{
    return Collection(int(statement.integer(column)));
}

} // namespace

struct Reader::Cache
{
    QCache<std::pair<int, QByteArray>, QByteArray> labels{kLabelCacheSize};
};

Reader::Reader(std::unique_ptr<Database> database) : m_database(std::move(database)), m_cache(std::make_unique<Cache>())
{
}

Reader::~Reader() = default;

Result<QList<AppSummary>> Reader::apps()
{
    constexpr const char *kApps = R"sql(
        SELECT a.id, a.collection, a.app_id, a.records, a.bytes, l.kind, l.label_id, l.name, l.detail, l.version, l.status, l.checksum
          FROM app a LEFT JOIN label l ON l.kind = 0 AND l.label_id = a.app_id AND a.collection = ?
         WHERE a.records > 0
         ORDER BY a.collection, l.name IS NULL, l.name, a.app_id)sql";
    Statement statement(*m_database, kApps);
    statement.bind(int(Collection::Persistence));
    return statement.list([&] {
        AppSummary app{statement.row<AppRow>(0), collectionOf(statement, 1), statement.bytes(2), {}, {}, {},
                       statement.integer(3),     statement.integer(4)};
        if (const auto known = soundLabel(statement, 5, quint64(statement.integer(11)))) {
            app.name = known->name;
            app.version = known->version;
            app.status = known->status;
        }
        return app;
    });
}

Result<QList<ModelSummary>> Reader::models(AppRow app)
{
    constexpr const char *kModels = R"sql(
        SELECT m.id, m.kind, m.name, c.targets, c.records, c.bytes
          FROM model_count c JOIN association_model m ON m.id = c.model
         WHERE c.app = ? ORDER BY m.kind, m.name)sql";
    Statement statement(*m_database, kModels);
    statement.bind(app);
    return statement.list([&] {
        return ModelSummary{statement.row<ModelRow>(0), ModelKind(int(statement.integer(1))),
                            statement.bytes(2),         statement.integer(3),
                            statement.integer(4),       statement.integer(5)};
    });
}

Result<QList<KeyShapeSummary>> Reader::keyShapes(AppRow app)
{
    return readKeyShapes(*m_database, app);
}

Result<TargetList> Reader::targets(AppRow app, ModelRow model)
{
    Statement range(*m_database, "SELECT first_target, targets FROM model_count WHERE app = ? AND model = ?");
    auto row = range.bind(app).bind(model).step();
    if (!row)
        return row.error();
    if (!*row)
        return TargetList();
    if (range.integer(0) != 0) {
        // A damaged count must not make anybody go through numbers for ever.
        const auto last = m_database->queryInteger("SELECT max(id) FROM target");
        if (!last)
            return last.error();
        if (range.integer(0) < 0 || range.integer(1) < 0 || range.integer(0) > *last || range.integer(1) > *last - range.integer(0) + 1)
            return damagedIndex();
        return TargetList(range.row<TargetRow>(0), range.integer(1));
    }
    std::vector<TargetRow> rows;
    Statement statement(*m_database, "SELECT id FROM target WHERE app = ? AND model = ? ORDER BY target_id");
    statement.bind(app).bind(model);
    while (true) {
        row = statement.step();
        if (!row)
            return row.error();
        if (!*row)
            return TargetList(std::move(rows));
        rows.push_back(statement.row<TargetRow>(0));
    }
}

Result<QList<TargetSummary>> Reader::targetSummaries(std::span<const TargetRow> rows)
{
    constexpr const char *kTarget = R"sql(
        SELECT t.target_id, t.records, t.bytes, m.name
          FROM target t JOIN association_model m ON m.id = t.model WHERE t.id = ?)sql";
    QList<TargetSummary> summaries;
    summaries.reserve(qsizetype(rows.size()));
    Statement statement(*m_database, kTarget);
    for (const TargetRow target : rows) {
        auto row = statement.bind(target).step();
        if (!row)
            return row.error();
        if (*row) {
            const QByteArray id = statement.bytes(0);
            summaries.append({target, id, label(statement.view(3), id), statement.integer(1), statement.integer(2)});
        }
        statement.reset();
    }
    return summaries;
}

Result<Group> Reader::groupOf(TargetRow target)
{
    Statement statement(*m_database, "SELECT app, model FROM target WHERE id = ?");
    auto row = statement.bind(target).step();
    if (!row)
        return row.error();
    if (!*row)
        return Group();
    return Group{statement.row<AppRow>(0), statement.row<ModelRow>(1), target};
}

Result<void> Reader::findTargets(const QByteArray &needle, Progress &progress,
                                 const std::function<bool(std::span<const TargetRow>)> &receive)
{
    constexpr const char *kTargets = R"sql(
        SELECT t.id, t.target_id, m.name FROM target t JOIN association_model m ON m.id = t.model ORDER BY t.id)sql";
    const ProgressGuard guard(*m_database, progress);
    const CaselessNeedle caseless(needle);
    const auto hasLabels = m_database->queryInteger("SELECT EXISTS (SELECT 1 FROM label WHERE kind > 0)");
    if (!hasLabels)
        return hasLabels.error();
    std::vector<TargetRow> found;
    Statement statement(*m_database, kTargets);
    while (true) {
        auto row = statement.step();
        if (!row)
            return row.error();
        if (!*row || found.size() == kChunk) {
            if (!found.empty() && !receive(found))
                return {};
            found.clear();
        }
        if (!*row)
            return {};
        const QByteArrayView id = statement.view(1);
        if (caseless.isIn(id) || (*hasLabels != 0 && caseless.isIn(label(statement.view(2), id))))
            found.push_back(statement.row<TargetRow>(0));
    }
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
    const char *sql = group.target.isValid() ? kOfTarget : group.model.isValid() ? kOfModel : group.app.isValid() ? kOfApp : kAll;
    Statement statement(*m_database, sql);
    if (group.target.isValid()) {
        statement.bind(group.target);
    } else if (group.app.isValid()) {
        statement.bind(group.app);
        if (group.model.isValid())
            statement.bind(group.model);
    }
    while (true) {
        auto row = statement.step();
        if (!row)
            return row.error();
        if (!*row || !receive(statement.row<RecordRow>(0)))
            return {};
    }
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
    const auto selected = selectRecords(group, [&](RecordRow row) {
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
        isStopped = !receive(chunk);
        chunk.clear();
        return !isStopped;
    });
    if (!selected)
        return selected;
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
            summary.collection = collectionOf(statement, 0);
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
    constexpr const char *kRecord = R"sql(
        SELECT r.app, a.collection, a.app_id, r.version, r.updated, r.marks, r.checksum, r.body, r.original, r.import
          FROM record r JOIN app a ON a.id = r.app WHERE r.id = ?)sql";
    Statement statement(*m_database, kRecord);
    auto found = statement.bind(row).step();
    if (!found)
        return found.error();
    if (!*found)
        return Error{ErrorKind::Conflict, Texts::tr("The record is not in the workspace any more."), {}};
    Record record;
    record.row = row;
    record.app = statement.row<AppRow>(0);
    record.collection = collectionOf(statement, 1);
    record.appId = statement.bytes(2);
    record.version = statement.integer(3);
    record.updated = statement.optionalInteger(4);
    record.marks = quint32(statement.integer(5));
    record.body = statement.bytes(7);
    record.original = statement.bytes(8);
    record.import = statement.integer(9);
    if (bodyChecksum(record.body) != quint64(statement.integer(6)))
        return damagedRecord(row);
    return record;
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

QByteArray Reader::label(QByteArrayView model, QByteArrayView id)
{
    const auto kind = labelKindOf(model);
    if (!kind)
        return {};
    const std::pair key(int(*kind), id.toByteArray());
    if (const QByteArray *known = m_cache->labels.object(key))
        return *known;
    constexpr const char *kLabel = R"sql(
        SELECT kind, label_id, name, detail, version, status, checksum FROM label WHERE kind = ? AND label_id = ?)sql";
    Statement statement(*m_database, kLabel);
    const auto row = statement.bind(key.first).bind(key.second).step();
    const auto found = row && *row ? soundLabel(statement, 0, quint64(statement.integer(6))) : std::nullopt;
    const QByteArray name = found ? found->name : QByteArray();
    m_cache->labels.insert(key, new QByteArray(name));
    return name;
}

Result<qint64> Reader::recordCount()
{
    return m_database->queryInteger("SELECT coalesce(sum(records), 0) FROM app");
}

Result<qint64> Reader::problemCount()
{
    return m_database->queryInteger("SELECT coalesce(sum(problems), 0) FROM import");
}

Result<QList<Problem>> Reader::problems(ProblemRow after, int count)
{
    constexpr const char *kProblems = R"sql(
        SELECT id, source, collection, byte_offset, size, reason FROM problem WHERE id > ? ORDER BY id LIMIT ?)sql";
    Statement statement(*m_database, kProblems);
    statement.bind(after).bind(count);
    return statement.list([&] {
        Problem problem;
        problem.row = statement.row<ProblemRow>(0);
        problem.source = QString::fromUtf8(statement.view(1));
        problem.collection = QString::fromUtf8(collectionName(collectionOf(statement, 2)));
        problem.offset = statement.integer(3);
        problem.size = statement.integer(4);
        problem.reason = QString::fromUtf8(statement.view(5));
        return problem;
    });
}

Result<QByteArray> Reader::problemBytes(ProblemRow row)
{
    Statement statement(*m_database, "SELECT bytes FROM problem WHERE id = ?");
    auto found = statement.bind(row).step();
    if (!found)
        return found.error();
    return *found ? statement.bytes(0) : QByteArray();
}

Result<QList<ImportSummary>> Reader::imports()
{
    constexpr const char *kImports = R"sql(
        SELECT id, source, format, started_at, read, good, problems, replaced, unchanged, labels, skipped, is_complete, incomplete_reason
          FROM import ORDER BY id)sql";
    Statement statement(*m_database, kImports);
    return statement.list([&] {
        ImportSummary import;
        import.row = statement.integer(0);
        import.source = QString::fromUtf8(statement.view(1));
        import.format = QString::fromUtf8(statement.view(2));
        import.startedAt = statement.integer(3);
        import.read = statement.integer(4);
        import.good = statement.integer(5);
        import.problems = statement.integer(6);
        import.replaced = statement.integer(7);
        import.unchanged = statement.integer(8);
        import.labels = statement.integer(9);
        import.skipped = statement.integer(10);
        import.isComplete = statement.integer(11) != 0;
        import.incompleteReason = QString::fromUtf8(statement.view(12));
        return import;
    });
}

Result<void> Reader::forEachByRecordId(Progress &progress, const std::function<bool(QByteArrayView recordId, QByteArrayView body)> &receive)
{
    // Equal ids are rare; their records are told apart by their checksum, which depends on nothing but their bytes.
    constexpr const char *kRecords = R"sql(
        SELECT i.record_id, r.body, r.checksum, r.id FROM record_id i JOIN record r ON r.id = i.record
         ORDER BY i.record_id, r.checksum)sql";
    const ProgressGuard guard(*m_database, progress);
    Statement statement(*m_database, kRecords);
    while (true) {
        auto row = statement.step();
        if (!row)
            return row.error();
        if (!*row)
            return {};
        if (bodyChecksum(statement.view(1)) != quint64(statement.integer(2)))
            return damagedRecord(statement.row<RecordRow>(3));
        if (!receive(statement.view(0), statement.view(1)))
            return {};
    }
}

} // namespace persistence
